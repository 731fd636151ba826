import { DcrError, type Finding, InvalidMetadataError } from './errors.js';
import { jsonObject } from './json.js';
import { loaded } from './loaded.js';
import { checkOptionNames } from './option-names.js';
import type { ValidateMetadataOptions, Validation } from './rules/options.js';
import { checkProfile, type ServerProfile } from './server-profile.js';
import { tell } from './tell.js';
import type { ClientMetadata, MetadataMembers } from './types.js';

const OPTIONS: readonly (keyof ValidateMetadataOptions)[] = [
  'mode',
  'profiles',
  'server',
  'registered',
  'sectorIdentifier',
  'documentUrl',
  'profile',
  'now',
];

/**
 * Checks metadata before a server does: the shape and value of each member, and what must hold between them
 * (RFC 7591 section 2, OpenID Connect Registration 1.0 section 2 and their extensions). Reports everything at once and
 * changes nothing; docs/metadata.md lists the rules. Makes no request.
 *
 * @returns what breaks a rule, in the order of the members; errors would stop a registration, warnings would not.
 * @throws DcrError `invalid-option`.
 */
export async function validateMetadata(
  metadata: ClientMetadata | MetadataMembers,
  options: ValidateMetadataOptions = {},
): Promise<Finding[]> {
  checkOptionNames(options, OPTIONS, 'validateMetadata');
  checkValidation(options, 'validateMetadata');
  const { findingsOf } = await loaded(import('./rules/findings.js'));
  const { profile, registered, mode } = options;
  checkProfile(profile, 'validateMetadata');
  return [...findingsOf(metadata, options), ...profileFindings(metadata, { profile, registered, mode })];
}

const MODES = ['off', 'default', 'strict'];
const PROFILES: readonly NonNullable<Validation['profiles']>[number][] = [
  'fapi-2',
  'uk-open-banking',
  'open-finance-brasil',
  'australia-cdr',
  'client-id-metadata-document',
];

/** Refuses modes and profiles that do not exist. */
export function checkValidation(validation: Validation, where: string): void {
  const { mode = 'default', profiles = [] } = validation;
  if (!MODES.includes(mode)) {
    throw new DcrError('invalid-option', `${where}: the mode of validation is one of ${MODES.join(', ')}.`);
  }
  const unknown = Array.isArray(profiles) ? profiles.find((name) => !PROFILES.includes(name)) : profiles;
  if (unknown === undefined) return;
  throw new DcrError(
    'invalid-option',
    `${where}: profiles is a list of names, of which there are: ${PROFILES.join(', ')}.`,
  );
}

/** Refuses anything but the ways there are to take a substitution. */
export function checkOnSubstitution(value: unknown, where: string): void {
  if (value === 'accept' || value === 'warn' || value === 'reject') return;
  throw new DcrError('invalid-option', `${where}: onSubstitution must be "accept", "warn" or "reject".`);
}

/** What is known beside the metadata when it is about to be sent. */
interface Sending extends Pick<ValidateMetadataOptions, 'server' | 'registered'> {
  /** The function called, for messages. */
  readonly where: string;
  readonly validation: Validation | undefined;
  readonly profile?: ServerProfile | undefined;
  /** Ends the wait for the rules. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The last look before metadata is sent.
 *
 * @throws InvalidMetadataError with all findings, if one is an error.
 */
export async function checkMetadata(metadata: unknown, sending: Sending): Promise<void> {
  const { where, validation = {}, profile, signal, ...known } = sending;
  const { onFinding, ...rest } = validation;
  // Loading the rules takes longer than a warm start, so they are loaded here.
  const { findingsOf } = await loaded(import('./rules/findings.js'), signal);
  const findings = [
    ...findingsOf(metadata, { ...rest, ...known }),
    ...profileFindings(metadata, { profile, registered: known.registered, mode: rest.mode }),
  ];
  for (const finding of findings) tell(onFinding, finding);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  // A misspelt member is mostly why another one is missing.
  const told = findings.filter(({ severity, rule }) => severity === 'error' || rule === 'DM-16');
  const words = told.map(({ rule, path, message }) => `${[path, message].join(' ').trim()} (${rule})`);
  throw new InvalidMetadataError(`${where}: ${words.join('; ')}. Nothing was sent.`, findings);
}

/** What this vendor's server would refuse beside what every server does. */
function profileFindings(
  metadata: unknown,
  setting: {
    readonly profile: ServerProfile | undefined;
    readonly registered: MetadataMembers | undefined;
    readonly mode: Validation['mode'];
  },
): readonly Finding[] {
  const { profile, registered, mode } = setting;
  if (profile?.findings === undefined || mode === 'off') return [];
  const members = jsonObject(metadata);
  if (members === undefined) return [];
  const operation = registered === undefined ? 'register' : 'update';
  return profile.findings(members, { operation, registered, strict: mode === 'strict' });
}
