import { wso2Members } from '../../../generated/wso2-members.js';

interface MemberRow {
  readonly register?: {
    readonly since: string;
    readonly until?: string;
    readonly kept?: false;
    readonly keptSince?: string;
  };
  readonly update?: { readonly since: string; readonly whenAbsent: 'kept' | 'reset' | 'ignored' };
}

const table: Readonly<Record<string, MemberRow>> = wso2Members;
const rowOf = (name: string): MemberRow => (Object.hasOwn(table, name) ? (table[name] ?? {}) : {});

/** Whether a release is this one or a later one. One that is not known counts as the newest. */
export function isSince(release: string | undefined, since: string): boolean {
  if (release === undefined) return true;
  const [major = 0, minor = 0] = numbers(release);
  const [sinceMajor = 0, sinceMinor = 0] = numbers(since);
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}

function numbers(release: string): number[] {
  return release.split('.').map(Number);
}

/** Releases that refuse a member they do not know. */
export function isStrict(release: string | undefined): boolean {
  return !isSince(release, '7.1');
}

/** Whether this release knows the member in this operation; one that it does not know it refuses or drops. */
export function isKnown(
  name: string,
  operation: 'register' | 'update',
  release: string | undefined,
): boolean {
  const row = rowOf(name)[operation];
  if (row === undefined || !isSince(release, row.since)) return false;
  const until = 'until' in row ? row.until : undefined;
  return until === undefined || (release !== undefined && isSince(until, release));
}

/** Whether this release keeps what it is given. */
export function isKept(name: string, operation: 'register' | 'update', release: string | undefined): boolean {
  if (!isKnown(name, operation, release)) return false;
  const { register, update } = rowOf(name);
  if (operation === 'update') return update?.whenAbsent !== 'ignored';
  return register?.kept !== false && isSince(release, register?.keptSince ?? '0.0');
}

/** Whether an update that leaves the member out leaves it as it is, so that nothing can take it away. */
export function staysWhenAbsent(name: string): boolean {
  return rowOf(name).update?.whenAbsent === 'kept';
}
