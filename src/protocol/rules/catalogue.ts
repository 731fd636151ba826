/**
 * How much a rule weighs. `must`: what breaks it cannot work or no server that follows its specification takes it.
 * `best-practice`: an error in strict mode only. `advice`: never an error, since servers differ.
 */
export type Weight = 'must' | 'best-practice' | 'advice';

/** Every rule that metadata is held to, and its weight. docs/metadata.md says what each demands. */
export const RULES = {
  // the shape of members
  shape: 'must',
  // redirect URIs
  'RU-1': 'must',
  'RU-2': 'must',
  'RU-3': 'best-practice',
  'RU-5': 'best-practice',
  'RU-6': 'must',
  'RU-7': 'best-practice',
  'RU-9': 'must',
  'RU-10': 'must',
  'RU-11': 'must',
  'RU-13': 'must',
  'RU-17': 'must',
  // application type
  'AT-1': 'must',
  'AT-2': 'must',
  'AT-3': 'must',
  'AT-4': 'advice',
  'AT-5': 'must',
  'AT-6': 'advice',
  'AT-7': 'advice',
  'AT-8': 'advice',
  // grant types and response types
  'GR-1': 'must',
  'GR-2': 'must',
  'GR-3': 'must',
  'GR-4': 'must',
  'GR-5': 'must',
  'GR-6': 'must',
  'GR-7': 'must',
  'GR-9': 'advice',
  'GR-10': 'must',
  'GR-11': 'advice',
  'GR-12': 'advice',
  'GR-13': 'must',
  'GR-15': 'advice',
  'GR-16': 'best-practice',
  'GR-17': 'must',
  // client authentication
  'AM-2': 'must',
  'AM-3': 'must',
  'AM-4': 'must',
  'AM-5': 'must',
  'AM-6': 'must',
  'AM-7': 'advice',
  'AM-8': 'advice',
  'AM-9': 'must',
  'AM-12': 'must',
  // keys
  'JK-1': 'must',
  'JK-2': 'must',
  'JK-3': 'must',
  'JK-4': 'must',
  'JK-5': 'advice',
  'JK-6': 'must',
  'JK-7': 'must',
  'JK-8': 'must',
  'JK-9': 'must',
  // mutual TLS and sender constraint
  'TL-1': 'must',
  'TL-2': 'must',
  'TL-3': 'advice',
  'TL-4': 'must',
  'TL-5': 'must',
  'TL-6': 'advice',
  'TL-7': 'advice',
  // signing and encryption
  'AL-1': 'must',
  'AL-2': 'must',
  'AL-3': 'must',
  'AL-4': 'advice',
  'AL-6': 'advice',
  'AL-7': 'must',
  'AL-8': 'must',
  'EN-1': 'must',
  'EN-2': 'must',
  'EN-3': 'must',
  'EN-4': 'must',
  'EN-5': 'must',
  'EN-6': 'must',
  'EN-7': 'advice',
  'EN-8': 'must',
  // subject type and sector identifier
  'SI-1': 'must',
  'SI-2': 'must',
  'SI-3': 'must',
  'SI-5': 'must',
  'SI-6': 'must',
  'SI-7': 'advice',
  // request objects and pushed requests
  'RQ-1': 'must',
  'RQ-2': 'must',
  'RQ-3': 'advice',
  'RQ-5': 'advice',
  'RQ-6': 'must',
  'RQ-7': 'advice',
  // backchannel authentication
  'CB-1': 'must',
  'CB-2': 'must',
  'CB-3': 'must',
  'CB-4': 'must',
  'CB-5': 'must',
  'CB-6': 'must',
  'CB-7': 'advice',
  'CB-8': 'must',
  'CB-9': 'advice',
  // logout
  'LO-1': 'must',
  'LO-2': 'must',
  'LO-3': 'must',
  'LO-4': 'must',
  'LO-5': 'must',
  'LO-6': 'advice',
  'LO-7': 'advice',
  // other members
  'DM-1': 'must',
  'DM-2': 'must',
  'DM-3': 'must',
  'DM-4': 'must',
  'DM-5': 'must',
  'DM-6': 'must',
  'DM-7': 'must',
  'DM-8': 'advice',
  'DM-9': 'advice',
  'DM-10': 'advice',
  'DM-11': 'must',
  'RM-1': 'must',
  'FD-1': 'must',
  // what people see
  'DM-12': 'advice',
  'DM-13': 'advice',
  'DM-14': 'advice',
  // whose decision it is
  'DM-15': 'must',
  // what nobody would miss
  'DM-16': 'advice',
  // updates
  'UP-2': 'must',
  'UP-3': 'must',
  'UP-4': 'advice',
  'UP-6': 'must',
  // ecosystems
  'EC-UK-1': 'must',
  'EC-UK-2': 'must',
  'EC-UK-3': 'must',
  'EC-UK-4': 'must',
  'EC-BR-1': 'must',
  'EC-BR-2': 'must',
  'EC-BR-3': 'must',
  'EC-BR-4': 'must',
  'EC-BR-5': 'must',
  'EC-BR-6': 'must',
  'EC-CDR-1': 'must',
  'EC-CDR-2': 'must',
  'EC-CDR-3': 'must',
  'EC-CM-1': 'must',
  'EC-CM-2': 'must',
  'EC-CM-3': 'advice',
} as const satisfies Record<string, Weight>;

export type RuleId = keyof typeof RULES;

/** One broken rule, before it is known how much it weighs here. */
export interface Issue {
  readonly rule: RuleId;
  /** Where, in dots and brackets: `redirect_uris[0]`. */
  readonly path: string;
  /** What must be, as the rest of a sentence that begins with the path. */
  readonly message: string;
  /** Another weight than the rule's own. */
  readonly weight?: Weight;
}

/** A rule over several members. */
export type CrossFieldRule = (view: import('./view.js').View) => readonly Issue[];
