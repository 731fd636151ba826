/** One thing found out about a server. */
export interface Diagnosis {
  /** `problem`: something will not work. `note`: worth knowing. */
  readonly level: 'ok' | 'note' | 'problem';
  readonly about: string;
  readonly says: string;
  /** What to set or do because of it. */
  readonly set?: string;
}

export const ok = (about: string, says: string): Diagnosis => ({ level: 'ok', about, says });

export function note(about: string, says: string, set?: string): Diagnosis {
  return { level: 'note', about, says, ...(set === undefined ? {} : { set }) };
}

export function problem(about: string, says: string, set?: string): Diagnosis {
  return { level: 'problem', about, says, ...(set === undefined ? {} : { set }) };
}
