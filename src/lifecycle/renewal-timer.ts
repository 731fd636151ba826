import { isDcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import { ensureRegistered } from './ensure.js';
import type { Lifecycle } from './lifecycle.js';
import type { Wanted } from './plan.js';
import { leadMs } from './renewal-time.js';
import { secretDueAt, secretEndsAt } from './secret-expiry.js';
import type { Session } from './session.js';
import { readSlot } from './slot.js';
import { tokenDueAt } from './token-expiry.js';

/** The record is looked at this often, since other processes change it. */
const LOOK_MS = 60 * 60 * 1000;
/** Longer naps would hide a jump of the clock, or that the machine slept. */
const NAP_MS = 30_000;
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 15 * 60 * 1000;

/**
 * Keeps credentials renewed until `signal` ends it. All replicas may run it: the first one claims the renewal, and the others
 * find it done. Registers nothing where nothing is stored, so that a deleted client stays deleted. Never rejects.
 */
export async function renewInTime(lifecycle: Lifecycle, signal: AbortSignal): Promise<void> {
  const { session, wanted } = lifecycle;
  let seen: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    let waitMs = LOOK_MS;
    try {
      let { record } = await readSlot(session);
      seen = tellOfOthers(session, record, seen);
      if (isDue(record, session, wanted)) {
        const isOurs = await keepUp(lifecycle, signal);
        record = (await readSlot(session)).record;
        // Who only waited for another process has to tell of it.
        seen = isOurs ? fingerprint(record) : tellOfOthers(session, record, seen);
      }
      // Still due: the server is out of reach, or a dead process left a claim that is not old enough yet.
      const isStillDue = isDue(record, session, wanted);
      failures = isStillDue ? failures + 1 : 0;
      if (isStillDue) waitMs = retryMs(undefined, failures);
      else waitMs = record === undefined ? LOOK_MS : untilDueMs(record, session, wanted);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      waitMs = retryMs(error, failures) * (0.75 + session.jitter() / 2);
      session.warn({
        code: 'renewal-failed',
        message: `The registration could not be kept up; the next try is in ${Math.round(waitMs / 1000)} s. ${
          isDcrError(error) ? error.message : 'It failed for a reason that is none of this package.'
        }`,
      });
    }
    await nap(session, waitMs, signal);
  }
}

/** Takes the steps that are due, and says whether it was this process that changed the credentials. */
async function keepUp(lifecycle: Lifecycle, signal: AbortSignal): Promise<boolean> {
  const { session } = lifecycle;
  let isOurs = false;
  const changed: Session['changed'] = (change) => {
    isOurs ||= change.type === 'renewed' || change.type === 'replaced';
    session.changed(change);
  };
  // Once ended, it begins nothing more: what has left is read and saved.
  const checkpoint = () => signal.throwIfAborted();
  const bound = { ...lifecycle, session: { ...session, changed, checkpoint } };
  await ensureRegistered(bound, { registers: false }).catch((error: unknown) => {
    // Deleted while this waited.
    if (!isDcrError(error) || error.code !== 'not-registered') throw error;
  });
  return isOurs;
}

function isDue(record: StoredRegistration | undefined, { clock }: Session, wanted: Wanted): boolean {
  const dueAt = record === undefined ? undefined : nextDue(record, wanted);
  return dueAt !== undefined && clock.now() >= dueAt;
}

function untilDueMs(record: StoredRegistration, { clock, jitter }: Session, wanted: Wanted): number {
  const dueAt = nextDue(record, wanted);
  if (dueAt === undefined) return LOOK_MS;
  return Math.min(LOOK_MS, Math.max(dueAt - clock.now(), 0) + jitterMs(record, jitter()));
}

/** The first moment at which something is due, in epoch milliseconds; `undefined`: nothing ever is. */
export function nextDue(record: StoredRegistration, wanted: Wanted): number | undefined {
  if (record.information === undefined) return undefined;
  // A deletion that died is for somebody who wants the client again.
  if (record.unsettled?.operation === 'delete') return undefined;
  if (record.dead !== undefined || record.unsettled !== undefined) return 0;
  const { verifyEveryMs, maxTokenAgeMs, overlapMs } = wanted;
  const moments = [
    secretDueAt(record),
    tokenDueAt(record, maxTokenAgeMs),
    verifyEveryMs === undefined ? undefined : (record.lastSeenAt ?? 0) + verifyEveryMs + 1,
    ...record.retired.map(({ retiredAt, triedAt }) =>
      Math.max(retiredAt + overlapMs, (triedAt ?? 0) + LOOK_MS),
    ),
  ].filter((moment) => moment !== undefined);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** Spreads the replicas over the first tenth of the time that is left, so that they do not all come at once. */
function jitterMs(record: StoredRegistration, random: number): number {
  const endsAt = secretEndsAt(record);
  const lead = endsAt === undefined ? 60_000 : leadMs(record.secretIssuedAt ?? 0, endsAt);
  return Math.min(lead / 10, 5 * 60_000) * random;
}

function retryMs(error: unknown, failures: number): number {
  const asked = isDcrError(error) ? (error.retryAfterMs ?? 0) : 0;
  return Math.min(Math.max(FIRST_RETRY_MS * 2 ** (failures - 1), asked), LAST_RETRY_MS);
}

/** Sleeps by both clocks: the wall clock for what is due, the other one in case the wall clock is set back. */
async function nap(session: Session, ms: number, signal: AbortSignal): Promise<void> {
  const { clock } = session;
  const [wakeAt, limit] = [clock.now() + ms, clock.monotonic() + ms];
  while (!signal.aborted) {
    const left = Math.min(wakeAt - clock.now(), limit - clock.monotonic());
    if (left <= 0) return;
    await clock.sleep(Math.min(left, NAP_MS), signal, { idle: true });
  }
}

function fingerprint(record: StoredRegistration | undefined): string | undefined {
  const information = record?.information;
  return information === undefined
    ? undefined
    : JSON.stringify([information.client_id, information.client_secret]);
}

/** An app that holds the old credentials in its hands must hear of the new ones, whoever renewed them. */
function tellOfOthers(
  session: Session,
  record: StoredRegistration | undefined,
  seen: string | undefined,
): string | undefined {
  const current = fingerprint(record);
  if (seen !== undefined && current !== undefined && current !== seen) {
    session.changed({
      type: 'changed-elsewhere',
      ...(record?.information === undefined ? {} : { client_id: record.information.client_id }),
      reason: 'another process renewed or replaced the credentials; call ensureRegistered() for them',
    });
  }
  return current;
}
