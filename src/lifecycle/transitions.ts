import type { Accepted } from '../protocol/accept.js';
import {
  type Habit,
  RECORD_FORMAT,
  type RotationHabit,
  type StoredRegistration,
} from '../protocol/record.js';
import type { ClientInformation, ClientMetadata, ServerMetadata } from '../protocol/types.js';
import { otherSecretAfter } from './second-secret.js';
import { tokenExpiry } from './token-expiry.js';
import { recentAttempts } from './transitions-on-failure.js';

// How a record changes by what succeeds, as pure functions from record to record.

const UNKNOWN: RotationHabit = { token: 'unknown', secret: 'unknown' };

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
  readonly accepted: Pick<Accepted, 'information' | 'serverTime'> & {
    readonly problem: StoredRegistration['problem'];
  };
  readonly requested: ClientMetadata;
  readonly revision: number | undefined;
  /** Replaces a client whose secret ends: not counted against the budget. */
  readonly planned: boolean;
  readonly now: number;
}

/**
 * A new client. The one before it, if any, is retired, not forgotten: it still works and must be deleted some day. One that
 * is dead by the word of the token endpoint alone is listed, since that may have been wrong.
 */
export function withRegistration(record: StoredRegistration, made: NewRegistration): StoredRegistration {
  const { attempt, accepted, requested, revision, now } = made;
  const { information: old, dead } = record;
  const replaces = old !== undefined && old.client_id !== accepted.information.client_id;
  const {
    previous: _previous,
    otherSecret: _otherSecret,
    managementLost: _managementLost,
    dead: _dead,
    unsettled: _unsettled,
    problem: _problem,
    lastFailure: _lastFailure,
    deletedAt: _deletedAt,
    deletedClientIds: deleted = [],
    revision: _revision,
    methodChangedAt: _methodChangedAt,
    lastAcceptedAt: _lastAcceptedAt,
    ...rest
  } = record;
  const { client_id } = accepted.information;
  // One whose id the app chooses may be made once more.
  const deletedClientIds = deleted.filter((id) => id !== client_id);
  // A server that gives equal metadata the same client brings back one that was listed.
  const others = record.suspectedOrphans.filter(
    (orphan) => orphan.attempt !== attempt && orphan.client_id !== client_id,
  );
  const retired = record.retired.filter(({ information }) => information.client_id !== client_id);
  const lost =
    replaces && dead?.isGone === false
      ? [
          {
            attempt: `replaced by ${attempt}`,
            startedAt: record.registeredAt ?? now,
            client_id: old.client_id,
          },
        ]
      : [];
  return {
    ...withTimes(rest, accepted, now),
    requested,
    ...(revision === undefined ? {} : { revision }),
    ...(deletedClientIds.length === 0 ? {} : { deletedClientIds }),
    information: accepted.information,
    ...(accepted.problem === undefined ? {} : { problem: accepted.problem }),
    attempts: [
      ...recentAttempts(record, now).filter((other) => other.attempt !== attempt),
      { attempt, at: now, outcome: made.planned ? 'planned' : 'registered' },
    ],
    suspectedOrphans: [...others, ...lost],
    retired: replaces && dead === undefined ? [...retired, { information: old, retiredAt: now }] : retired,
    registeredAt: now,
    secretIssuedAt: now,
    lastSeenAt: now,
  };
}

/** Less than this is the granularity of `Date` and the way of the answer, not a wrong clock. */
const CLOCK_TOLERANCE_MS = 3000;

/** What an answer with a registration access token says about times. */
function withTimes(
  record: StoredRegistration,
  { information, serverTime }: Pick<Accepted, 'information' | 'serverTime'>,
  now: number,
): StoredRegistration {
  const {
    tokenExpiresAt: _expiry,
    tokenTriedAt: _tried,
    unansweredAt: _unanswered,
    ...rest
  } = withServerTime(record, serverTime, now);
  const tokenExpiresAt = tokenExpiry(information, serverTime ?? now);
  return {
    ...rest,
    ...(information.registration_access_token === undefined ? {} : { tokenIssuedAt: now }),
    ...(tokenExpiresAt === undefined ? {} : { tokenExpiresAt }),
  };
}

/**
 * Each answer tells anew how far the server's clock is from ours: a process with a wrong clock must not make all others
 * believe for good that secrets have ended.
 */
function withServerTime(
  record: StoredRegistration,
  serverTime: number | undefined,
  now: number,
): StoredRegistration {
  if (serverTime === undefined) return record;
  const { serverAheadMs: _before, ...rest } = record;
  const ahead = serverTime - now;
  return Math.abs(ahead) < CLOCK_TOLERANCE_MS ? rest : { ...rest, serverAheadMs: ahead };
}

/**
 * Whether the answer shows the client as it was before another process, whose claim seemed dead, brought a newer token: the
 * server gave it before that one was made.
 */
export function isOvertaken(
  { information: standing }: StoredRegistration,
  { accepted, used }: { readonly accepted: Accepted; readonly used: ClientInformation },
): boolean {
  const token = used.registration_access_token;
  const { registration_access_token: answered } = accepted.information;
  if (standing?.client_id !== used.client_id) return false;
  return answered === token && standing.registration_access_token !== token;
}

/** An answer to a read or an update: what it brought is taken over, and what it shows of the server's habits. */
export function withAnswer(
  record: StoredRegistration,
  operation: 'read' | 'update',
  answer: { readonly accepted: Accepted; readonly used: ClientInformation; readonly now: number },
): StoredRegistration {
  const { accepted, used, now } = answer;
  const { information } = accepted;
  if (isOvertaken(record, answer)) {
    const { unsettled: _settled, ...standing } = record;
    return { ...standing, lastSeenAt: now };
  }
  const newToken = information.registration_access_token !== used.registration_access_token;
  const newSecret = information.client_secret !== used.client_secret;
  const {
    managementLost: _managementLost,
    dead: _dead,
    unsettled: _unsettled,
    otherSecret: _otherSecret,
    problem,
    previous,
    ...rest
  } = record;
  const timed = newToken ? withTimes(rest, accepted, now) : withServerTime(rest, accepted.serverTime, now);
  const newMethod = information.token_endpoint_auth_method !== used.token_endpoint_auth_method;
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
    ...timed,
    information,
    ...(Object.keys(superseded).length === 0 ? {} : { previous: superseded }),
    ...otherSecretAfter(record, accepted, newSecret),
    ...(standing === undefined ? {} : { problem: standing }),
    habits: {
      ...record.habits,
      [operation]: learned(record.habits[operation], habit),
      ...(operation === 'update' ? { updateSupported: 'yes' as const } : {}),
    },
    ...(newSecret ? { secretIssuedAt: now } : {}),
    ...(newMethod ? { methodChangedAt: now } : {}),
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
  // The same client once more, perhaps with other credentials than before.
  if (before.information?.client_id === information.client_id)
    return { ...standing, attempts, information, ...(server === undefined ? {} : { server }) };
  return {
    ...standing,
    attempts,
    ...(server === undefined ? {} : { server }),
    retired: isGone ? standing.retired : [...standing.retired, { information, retiredAt: now }],
  };
}

/** No process is so slow that more clients are deleted meanwhile. */
const MOST_DELETED = 10;

/** What remains of a deleted client: what is still to be cleared up, and nothing secret of it. */
export function tombstone(record: StoredRegistration, now: number): StoredRegistration {
  const { format, issuer, server, habits, attempts, suspectedOrphans, retired, claim } = record;
  const { information, deletedClientIds: before = [] } = record;
  const deletedClientIds =
    information === undefined ? before : [...before, information.client_id].slice(-MOST_DELETED);
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
    ...(deletedClientIds.length === 0 ? {} : { deletedClientIds }),
  };
}
