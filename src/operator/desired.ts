import { newerRevision } from '../lifecycle/plan.js';
import { isDeepEqual } from '../protocol/equality.js';
import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import { outcomeOf } from '../protocol/outcome.js';
import { outgoingMetadata } from '../protocol/outgoing.js';
import type { ClientInformation, ClientMetadata, MetadataMembers } from '../protocol/types.js';

/** A client that is to be there. */
export interface DesiredClient<Metadata = ClientMetadata> {
  /** Tells it apart; the clients' own names may be equal. 1 to 200 characters. */
  readonly name: string;
  /** What it is to be registered with (RFC 7591 section 2). */
  readonly metadata: Metadata;
  /**
   * As an app's: what is stored with a higher one is left alone. For clients that an app keeps in the same store. Default 0.
   */
  readonly revision?: number;
}

/** A client that is there, as far as it is known without asking the server. */
export interface StandingClient {
  /** Secret: carries the credentials. */
  readonly information: ClientInformation;
  /** What was asked for when it was made or last changed; absent for one that was taken over or is known to the server alone. */
  readonly requested?: ClientMetadata | undefined;
  readonly isManageable: boolean;
  /** That of the wish on record. */
  readonly revision?: number | undefined;
  /** Why it cannot stay as it is, whatever is desired. */
  readonly defect?: string | undefined;
  /** Which of the desired members are absent for no reason of ours, since this server does not keep or show them. */
  readonly notShown?: ((desired: ClientMetadata) => ReadonlySet<string>) | undefined;
  /** Why there is something to be done, whatever is desired: a process died in the middle of a change, for one. */
  readonly unfinished?: string | undefined;
}

/** One member that will change. Absent: not set. */
export interface FieldChange {
  /** As it is; absent: not set. */
  readonly from?: unknown;
  /** As it will be; absent: it is removed. */
  readonly to?: unknown;
}

/** What is to be done about one client, and why. */
export interface PlannedStep {
  /** The name of the client. */
  readonly name: string;
  /** What `apply` will do. `blocked`: it differs, and nothing will be done about it. */
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'unchanged' | 'blocked';
  /** Why, in words. */
  readonly reason: string;
  /** The client that stands. */
  readonly client_id?: string;
  /** For an update or a replacement: member by member. */
  readonly fields?: Readonly<Record<string, FieldChange>>;
  /** What to register. */
  readonly metadata?: ClientMetadata;
  /** That of the desired client. */
  readonly revision?: number;
}

/** What is asked for under one name. */
export type Wish = Omit<DesiredClient, 'metadata'> & Partial<Pick<DesiredClient, 'metadata'>>;

/** From what is desired and what stands to what is to be done. Pure. `metadata` absent: the client is not wanted. */
export function stepFor(
  { name, metadata: desired, revision }: Wish,
  standing: StandingClient | undefined,
): PlannedStep | undefined {
  if (desired === undefined) {
    if (standing === undefined) return undefined;
    const { client_id } = standing.information;
    return { name, action: 'delete', reason: 'it is not desired any more', client_id };
  }
  const wish = { metadata: desired, ...(revision === undefined ? {} : { revision }) };
  if (standing === undefined) return { name, action: 'create', reason: 'it is not there', ...wish };
  const { client_id } = standing.information;
  const known = { name, client_id, ...wish };
  if (standing.defect !== undefined)
    return { ...known, action: 'replace', reason: standing.defect, fields: {} };
  const fields = changedFields(desired, standing);
  if (Object.keys(fields).length === 0) {
    if (standing.unfinished === undefined)
      return { ...known, action: 'unchanged', reason: 'it is as desired' };
    return { ...known, action: 'update', reason: standing.unfinished, fields };
  }
  const reason = `${Object.keys(fields).join(', ')} changed`;
  if ((revision ?? 0) < (standing.revision ?? 0))
    return {
      ...known,
      action: 'blocked',
      reason: `${reason}, but ${newerRevision(standing.revision ?? 0, revision)}`,
      fields,
    };
  return standing.isManageable
    ? { ...known, action: 'update', reason, fields }
    : { ...known, action: 'replace', reason: `${reason}, and it cannot be managed`, fields };
}

/**
 * Against the wish on record, since what a server adds, drops or reorders is no change of ours. Without one against what was
 * granted, and then only for members that are desired.
 */
function changedFields(
  desired: ClientMetadata,
  { requested, information, notShown }: StandingClient,
): Readonly<Record<string, FieldChange>> {
  const after: MetadataMembers = outgoingMetadata(desired);
  const before: MetadataMembers = requested === undefined ? { ...information } : outgoingMetadata(requested);
  const names =
    requested === undefined ? Object.keys(after) : new Set([...Object.keys(before), ...Object.keys(after)]);
  const silent = notShown?.(desired);
  const changes: Record<string, FieldChange> = {};
  for (const name of names) {
    const isSame =
      requested === undefined
        ? outcomeOf(name, after[name], before[name]) === 'granted'
        : isDeepEqual(before[name], after[name]);
    if (isSame || (before[name] === undefined && silent?.has(name) === true)) continue;
    changes[name] = {
      ...(before[name] === undefined ? {} : { from: before[name] }),
      ...(after[name] === undefined ? {} : { to: after[name] }),
    };
  }
  return changes;
}

/** Refuses what names two clients alike, or none. */
export function checkDesired(desired: readonly DesiredClient[], where: string): void {
  if (!Array.isArray(desired)) {
    throw new DcrError('invalid-option', `${where}: give a list of { name, metadata }.`);
  }
  const seen = new Set<string>();
  for (const [index, client] of desired.entries()) {
    const { name, metadata, revision } = client ?? {};
    checkName(name, `${where}: the name of client ${index}`);
    if (seen.has(name))
      throw new DcrError('invalid-option', `${where}: two clients are named ${JSON.stringify(name)}.`);
    if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
      throw new DcrError(
        'invalid-option',
        `${where}: the metadata of ${JSON.stringify(name)} must be an object.`,
      );
    checkOptionNames(client, ['name', 'metadata', 'revision'], `${where}: client ${JSON.stringify(name)}`);
    if (revision !== undefined && !(Number.isInteger(revision) && revision >= 0))
      throw new DcrError(
        'invalid-option',
        `${where}: the revision of ${JSON.stringify(name)} must be a whole number that is not negative.`,
      );
    seen.add(name);
  }
}

/** Refuses what no client can be kept under. */
export function checkName(name: unknown, what: string): void {
  if (typeof name === 'string' && name !== '' && name.length <= 200) return;
  throw new DcrError('invalid-option', `${what} must be a text of 1 to 200 characters.`);
}

/** Refuses to delete another client than the one that was planned: the name may have passed to a new one since. */
export function checkPlanned(
  name: string,
  client_id: string | undefined,
  standing: ClientInformation | undefined,
): void {
  if (client_id === undefined || standing === undefined || standing.client_id === client_id) return;
  throw new DcrError(
    'plan-outdated',
    `The client ${JSON.stringify(name)} was not deleted: since the plan was made another one has taken its place. Plan again, and look at what it says.`,
  );
}

/** Where the server knows clients by name, who gives one name means both. */
export function withName(name: string, metadata: ClientMetadata): ClientMetadata {
  return metadata.client_name === undefined ? { ...metadata, client_name: name } : metadata;
}

/** For who wants to register a client of this name. */
export function clientExists(name: string): DcrError {
  return new DcrError(
    'client-exists',
    `A client named ${JSON.stringify(name)} is there already, and was not touched. Change it by update(), patch() or plan() and apply(), or choose another name.`,
  );
}
