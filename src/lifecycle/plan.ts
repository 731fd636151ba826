import type { DcrErrorCode } from '../protocol/errors.js';
import { isManageable } from '../protocol/manageable.js';
import type { Habits, Operation, StoredRegistration } from '../protocol/record.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import type { OnSubstitution } from '../protocol/substitution.js';
import type { ClientMetadata } from '../protocol/types.js';
import { ageMs } from './age.js';
import { sameWish } from './drift.js';
import { hasOverdueRetired } from './overlap.js';
import { secretState } from './secret-expiry.js';
import { tokenDueAt } from './token-expiry.js';
import { recentAttempts } from './transitions-on-failure.js';

/** What the app wants to hold. */
export interface Wanted {
  readonly metadata: ClientMetadata;
  /** Grows with each deployment that changes the metadata, so that old and new replicas do not take turns. */
  readonly revision: number | undefined;
  /** What to do where a newer revision with another wish is stored. Default: use what is there. */
  readonly onNewerRevision?: 'use' | 'refuse';
  readonly onDrift: 'update' | 'keep' | 'throw';
  readonly onSubstitution: OnSubstitution;
  /** At most so many unplanned new clients in 24 hours. */
  readonly registrationBudget: number;
  /** A client not seen alive for longer is read before it is used. Milliseconds; `undefined`: never. */
  readonly verifyEveryMs: number | undefined;
  /** A registration access token older than this is renewed. Milliseconds; `undefined`: only by its known end. */
  readonly maxTokenAgeMs: number | undefined;
  /** A retired client is deleted after this time at the latest. Milliseconds. */
  readonly overlapMs: number;
  /** What this vendor's server does otherwise, and perhaps the credential of its administrator. */
  readonly profile?: ServerProfile | undefined;
}

/** The one next step, and why. */
export type Plan =
  | { readonly action: 'use'; readonly reason: string }
  | { readonly action: 'wait'; readonly attempt: string; readonly reason: string }
  | { readonly action: 'recover'; readonly operation: Operation; readonly reason: string }
  | { readonly action: 'register'; readonly reason: string }
  | { readonly action: 'update'; readonly reason: string }
  | { readonly action: 'renew'; readonly of: 'secret' | 'token'; readonly reason: string }
  | { readonly action: 'verify'; readonly reason: string }
  | { readonly action: 'clean-up'; readonly reason: string }
  | { readonly action: 'replace'; readonly planned: boolean; readonly reason: string }
  | { readonly action: 'refuse'; readonly code: DcrErrorCode; readonly reason: string };

/**
 * From what is stored, what is wanted and the time, to what is to be done. A claim on the record is a live
 * one here: dead claims have been turned into what they may have left behind before.
 */
export function plan(record: StoredRegistration | undefined, wanted: Wanted, now: number): Plan {
  const next = planUnclaimed(record, wanted, now);
  const claim = record?.claim;
  if (claim === undefined) {
    if (next.action !== 'use' || record === undefined) return next;
    return planUpkeep(record, wanted, now) ?? next;
  }
  // Credentials that hold are used while others work on them; nobody needs to wait for somebody's patch.
  if (next.action === 'use' && claim.operation !== 'delete') return next;
  return { action: 'wait', attempt: claim.attempt, reason: `another process is at "${claim.operation}"` };
}

function planUnclaimed(record: StoredRegistration | undefined, wanted: Wanted, now: number): Plan {
  if (record?.information === undefined) {
    const reason = record?.deletedAt === undefined ? 'nothing is stored' : 'the client was deleted';
    return withinBudget(record, wanted, now) ?? { action: 'register', reason };
  }
  if (record.unsettled !== undefined) {
    const { operation } = record.unsettled;
    return { action: 'recover', operation, reason: `nobody knows what came of "${operation}"` };
  }
  if (record.dead !== undefined) {
    const { reason } = record.dead;
    return withinBudget(record, wanted, now) ?? { action: 'replace', planned: false, reason };
  }
  return planForSecret(record, wanted, now) ?? planForWish(record, wanted, now);
}

/** What is due for credentials that work and could be used as they are. */
function planUpkeep(record: StoredRegistration, wanted: Wanted, now: number): Plan | undefined {
  if (isManaged(record, wanted.profile)) {
    const dueAt = tokenDueAt(record, wanted.maxTokenAgeMs);
    if (dueAt !== undefined && now >= dueAt && mayRenew(record, 'token', wanted.profile))
      return { action: 'renew', of: 'token', reason: 'the registration access token ends soon' };
    const { verifyEveryMs } = wanted;
    if (verifyEveryMs !== undefined && ageMs(record.lastSeenAt ?? 0, now) > verifyEveryMs)
      return { action: 'verify', reason: 'the client was not seen alive for long' };
  }
  if (hasOverdueRetired(record, wanted.overlapMs, now))
    return { action: 'clean-up', reason: 'a client that was replaced is still to be deleted' };
  return undefined;
}

function planForSecret(record: StoredRegistration, wanted: Wanted, now: number): Plan | undefined {
  const state = secretState(record, now);
  if (state !== 'due' && state !== 'expired') return undefined;
  const reason = state === 'due' ? 'the secret ends soon' : 'the secret has ended';
  if (isManaged(record, wanted.profile) && mayRenew(record, 'secret', wanted.profile))
    return { action: 'renew', of: 'secret', reason };
  // What was not replaced in time is one more client than planned.
  const planned = state === 'due';
  return (planned ? undefined : withinBudget(record, wanted, now)) ?? { action: 'replace', planned, reason };
}

function planForWish(record: StoredRegistration, wanted: Wanted, now: number): Plan {
  const { requested, revision = 0, problem } = record;
  if (requested === undefined || sameWish(requested, wanted.metadata)) {
    // Who once rejected what this server grants may accept it later.
    const isAccepted = problem === 'substitution-rejected' && wanted.onSubstitution !== 'reject';
    if (problem === undefined || isAccepted)
      return { action: 'use', reason: 'the stored registration holds' };
    return { action: 'refuse', code: problem, reason: 'the stored registration was not granted as asked' };
  }
  if ((wanted.revision ?? 0) < revision) {
    const reason = newerRevision(revision, wanted.revision);
    return wanted.onNewerRevision === 'refuse'
      ? { action: 'refuse', code: 'newer-revision', reason }
      : { action: 'use', reason };
  }
  if (wanted.onDrift === 'keep')
    return { action: 'use', reason: 'the metadata changed, and onDrift says keep' };
  if (wanted.onDrift === 'throw') {
    return {
      action: 'refuse',
      code: 'metadata-drift',
      reason: 'the metadata changed, and onDrift says throw',
    };
  }
  const reason = 'the metadata changed';
  if (isManaged(record, wanted.profile) && record.habits.updateSupported !== 'no')
    return { action: 'update', reason };
  return withinBudget(record, wanted, now) ?? { action: 'replace', planned: false, reason };
}

/** Why a wish is not carried out. */
export function newerRevision(stored: number, wanted = 0): string {
  return `it is stored with revision ${stored}, and this wish is of revision ${wanted}`;
}

/** The configuration address and a token that is not known to be dead, or the credential of an administrator. */
export function isManaged(record: StoredRegistration, profile: ServerProfile | undefined): boolean {
  return (
    record.information !== undefined &&
    isManageable(record.information, profile) &&
    record.managementLost === undefined
  );
}

function mayRenew(
  record: StoredRegistration,
  what: 'secret' | 'token',
  profile: ServerProfile | undefined,
): boolean {
  const { read, update, updateSupported } = habitsOf(record, profile);
  return read[what] !== 'no' || (update[what] !== 'no' && updateSupported !== 'no');
}

/** What was learned of the server, and what is known of all of its kind. */
export function habitsOf({ habits }: StoredRegistration, profile: ServerProfile | undefined): Habits {
  const { read, update } = profile?.habits ?? {};
  return { ...habits, read: { ...habits.read, ...read }, update: { ...habits.update, ...update } };
}

function withinBudget(record: StoredRegistration | undefined, wanted: Wanted, now: number): Plan | undefined {
  const recent = record === undefined ? [] : recentAttempts(record, now);
  const counted = recent.filter(({ outcome }) => outcome !== 'planned');
  if (counted.length < wanted.registrationBudget) return undefined;
  return {
    action: 'refuse',
    code: 'registration-budget-exhausted',
    reason: `${counted.length} clients were registered, or may have been, within 24 hours, and registrationBudget is ${wanted.registrationBudget}`,
  };
}
