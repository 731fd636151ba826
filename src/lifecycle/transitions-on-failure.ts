import { type DcrError, isDcrError } from '../protocol/errors.js';
import type { LastFailure, Operation, StoredRegistration } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import { ageMs } from './age.js';

// What failures, lost answers and dead processes leave in a record, as pure functions from record to record.

/** Attempts older than this no longer count against the budget. */
export const BUDGET_WINDOW_MS = 24 * 60 * 60 * 1000;

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

/** The attempts that still count against the budget. */
export function recentAttempts(record: StoredRegistration, now: number): StoredRegistration['attempts'] {
  return record.attempts.filter(({ at }) => ageMs(at, now) < BUDGET_WINDOW_MS);
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

/** A request without an answer has not replaced the token so far. It may be on its way still, and do so unseen. */
export function withUnanswered(
  record: StoredRegistration,
  used: ClientInformation,
  now: number,
): StoredRegistration {
  const isInUse = record.information?.registration_access_token === used.registration_access_token;
  return isInUse ? { ...record, unansweredAt: now } : record;
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

/** The server no longer knows the client; the next plan is to replace it. */
export function withDead(
  record: StoredRegistration,
  dead: { readonly reason: string; readonly isGone: boolean; readonly at: number },
): StoredRegistration {
  const { unsettled: _unsettled, ...rest } = record;
  return { ...rest, dead };
}
