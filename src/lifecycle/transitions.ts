import type { Accepted } from '../protocol/accept.js';
import { type DcrError, isDcrError } from '../protocol/errors.js';
import {
  type Habit,
  type LastFailure,
  type Operation,
  RECORD_FORMAT,
  type RotationHabit,
  type StoredRegistration,
} from '../protocol/record.js';
import type { ClientInformation, ClientMetadata, ServerMetadata } from '../protocol/types.js';

// Every way in which a record changes, as pure functions from record to record.

const UNKNOWN: RotationHabit = { token: 'unknown', secret: 'unknown' };

/** Attempts older than this no longer count against the budget. */
export const BUDGET_WINDOW_MS = 24 * 60 * 60 * 1000;

/** A record in which nothing has happened yet. */
export function emptyRecord(issuer: string): StoredRegistration {
  return {
    format: RECORD_FORMAT,
    issuer,
    habits: { read: UNKNOWN, update: UNKNOWN, updateSupported: 'unknown' },
    attempts: [],
    suspectedOrphans: [],
    retired: [],
  };
}

/** The server's metadata, kept so that a warm start asks nobody. */
export function withServer(
  record: StoredRegistration,
  metadata: ServerMetadata,
  now: number,
): StoredRegistration {
  return { ...record, issuer: metadata.issuer, server: { metadata, fetchedAt: now } };
}

/** What {@link withRegistration} records. */
export interface NewRegistration {
  readonly attempt: string;
  readonly accepted: Pick<Accepted, 'information'> & { readonly problem: StoredRegistration['problem'] };
  readonly requested: ClientMetadata;
  readonly revision: number | undefined;
  /** Replaces a client whose secret ends: not counted against the budget. */
  readonly planned: boolean;
  readonly now: number;
}

/** A new client. The one before it, if any, is retired, not forgotten: it still works and must be deleted some day. */
export function withRegistration(record: StoredRegistration, made: NewRegistration): StoredRegistration {
  const { attempt, accepted, requested, revision, now } = made;
  const old = record.information;
  const retires = old !== undefined && old.client_id !== accepted.information.client_id;
  const {
    previous: _previous,
    otherSecret: _otherSecret,
    managementLost: _managementLost,
    unsettled: _unsettled,
    problem: _problem,
    lastFailure: _lastFailure,
    deletedAt: _deletedAt,
    revision: _revision,
    ...rest
  } = record;
  return {
    ...rest,
    requested,
    ...(revision === undefined ? {} : { revision }),
    information: accepted.information,
    ...(accepted.problem === undefined ? {} : { problem: accepted.problem }),
    attempts: [
      ...recentAttempts(record, now).filter((other) => other.attempt !== attempt),
      { attempt, at: now, outcome: made.planned ? 'planned' : 'registered' },
    ],
    suspectedOrphans: record.suspectedOrphans.filter((orphan) => orphan.attempt !== attempt),
    retired: retires ? [...record.retired, { information: old, retiredAt: now }] : record.retired,
    registeredAt: now,
    secretIssuedAt: now,
    lastSeenAt: now,
  };
}

/** An answer to a read or an update: what it brought is taken over, and what it shows of the server's habits. */
export function withAnswer(
  record: StoredRegistration,
  operation: 'read' | 'update',
  answer: { readonly accepted: Accepted; readonly used: ClientInformation; readonly now: number },
): StoredRegistration {
  const { accepted, used, now } = answer;
  const { information } = accepted;
  const newToken = information.registration_access_token !== used.registration_access_token;
  const newSecret = information.client_secret !== used.client_secret;
  const {
    managementLost: _managementLost,
    unsettled: _unsettled,
    otherSecret: _otherSecret,
    problem,
    previous,
    ...rest
  } = record;
  // A read shows what is there; only an update was asked for something that may be missing from it.
  const standing = operation === 'update' ? accepted.problem : problem;
  const superseded = {
    ...previous,
    ...(newSecret && used.client_secret !== undefined ? { client_secret: used.client_secret } : {}),
    ...(newToken && used.registration_access_token !== undefined
      ? { registration_access_token: used.registration_access_token }
      : {}),
  };
  const habit = { token: yesOrNo(newToken), secret: yesOrNo(newSecret) };
  return {
    ...rest,
    information,
    ...(Object.keys(superseded).length === 0 ? {} : { previous: superseded }),
    ...(accepted.otherSecret === undefined ? {} : { otherSecret: accepted.otherSecret }),
    ...(standing === undefined ? {} : { problem: standing }),
    habits: {
      ...record.habits,
      [operation]: learned(record.habits[operation], habit),
      ...(operation === 'update' ? { updateSupported: 'yes' as const } : {}),
    },
    ...(newSecret ? { secretIssuedAt: now } : {}),
    lastSeenAt: now,
  };
}

/** Once seen to rotate, always taken to rotate: some servers do it only now and then. */
function learned(before: RotationHabit, seen: RotationHabit): RotationHabit {
  return {
    token: before.token === 'yes' ? 'yes' : seen.token,
    secret: before.secret === 'yes' ? 'yes' : seen.secret,
  };
}

function yesOrNo(value: boolean): Habit {
  return value ? 'yes' : 'no';
}

/**
 * A new client that was not wanted after all. What was there before is there again; a client that could not be deleted
 * is kept, either as one still to be deleted or, where there was none before, as one that is refused.
 */
export function withWithdrawnRegistration(
  record: StoredRegistration,
  withdrawn: {
    readonly before: StoredRegistration;
    readonly information: ClientInformation;
    readonly isGone: boolean;
    readonly now: number;
  },
): StoredRegistration {
  const { before, information, isGone, now } = withdrawn;
  const { attempts, server } = record;
  if (!isGone && before.information === undefined) return record;
  const { claim: _claim, ...standing } = before;
  return {
    ...standing,
    attempts,
    ...(server === undefined ? {} : { server }),
    retired: isGone ? standing.retired : [...standing.retired, { information, retiredAt: now }],
  };
}

/** A failed attempt to register, as the answer for those who waited for it. */
export function withFailedRegistration(
  record: StoredRegistration,
  failed: {
    readonly attempt: string;
    readonly startedAt: number;
    readonly error: unknown;
    readonly now: number;
  },
): StoredRegistration {
  const { attempt, startedAt, error, now } = failed;
  const noted = isDcrError(error) ? { ...record, lastFailure: lastFailure(attempt, error, now) } : record;
  return mayHaveActed(error) ? withSuspectedOrphan(noted, { attempt, startedAt, now }) : noted;
}

/** An attempt that may have made a client nobody holds. */
export function withSuspectedOrphan(
  record: StoredRegistration,
  orphan: {
    readonly attempt: string;
    readonly startedAt: number;
    readonly now: number;
    readonly client_id?: string;
  },
): StoredRegistration {
  const { attempt, startedAt, now, client_id } = orphan;
  const others = record.suspectedOrphans.filter((entry) => entry.attempt !== attempt);
  const counted = record.attempts.some((entry) => entry.attempt === attempt);
  return {
    ...record,
    suspectedOrphans: [...others, { attempt, startedAt, ...(client_id === undefined ? {} : { client_id }) }],
    attempts: counted
      ? record.attempts
      : [...recentAttempts(record, now), { attempt, at: now, outcome: 'unknown' }],
  };
}

function recentAttempts(record: StoredRegistration, now: number): StoredRegistration['attempts'] {
  return record.attempts.filter((attempt) => now - attempt.at < BUDGET_WINDOW_MS);
}

/** Turns a dead claim into what it may have left behind; never ignores it. */
export function withoutDeadClaim(
  record: StoredRegistration,
  now: number,
  ownerIsGone: boolean,
): StoredRegistration {
  const { claim, ...rest } = record;
  if (claim === undefined) return record;
  const { attempt, operation, startedAt } = claim;
  if (operation === 'register') return withSuspectedOrphan(rest, { attempt, startedAt, now });
  // A recovery that died leaves the same question that it was to answer.
  if (operation === 'recover' && record.unsettled !== undefined) return rest;
  return { ...rest, unsettled: { attempt, operation, ownerIsGone } };
}

/** An operation of our own that ended without an answer and could not be cleared up. */
export function withUnsettled(
  record: StoredRegistration,
  attempt: string,
  operation: Operation,
): StoredRegistration {
  return { ...record, unsettled: { attempt, operation, ownerIsGone: true } };
}

/** The stored token does not work any more. The client itself still does, as far as anybody knows. */
export function withManagementLost(
  record: StoredRegistration,
  reason: string,
  now: number,
): StoredRegistration {
  const { unsettled: _unsettled, ...rest } = record;
  return { ...rest, managementLost: { at: now, reason } };
}

/** What remains of a deleted client: what is still to be cleared up, and nothing secret of it. */
export function tombstone(record: StoredRegistration, now: number): StoredRegistration {
  const { format, issuer, server, habits, attempts, suspectedOrphans, retired, claim } = record;
  return {
    format,
    issuer,
    ...(server === undefined ? {} : { server }),
    ...(claim === undefined ? {} : { claim }),
    habits,
    attempts,
    suspectedOrphans,
    retired,
    deletedAt: now,
  };
}

/** Whether the server may have acted on a request that failed. */
export function mayHaveActed(error: unknown): boolean {
  if (!isDcrError(error)) return false;
  const { code, status = 0, notProcessed, retryAfterMs } = error;
  if (code === 'network') return notProcessed !== true;
  // A server that asks to come back has not begun.
  if (status === 503 && retryAfterMs !== undefined) return false;
  if (code === 'timeout' || code === 'response-too-large' || code === 'server-error') return true;
  return status >= 200 && status <= 299;
}

function lastFailure(attempt: string, error: DcrError, at: number): LastFailure {
  const { code, message, status, endpoint, error: serverError, error_description, retryAfterMs } = error;
  return {
    attempt,
    code,
    message,
    at,
    ...(status === undefined ? {} : { status }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(serverError === undefined ? {} : { error: serverError }),
    ...(error_description === undefined ? {} : { error_description }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
