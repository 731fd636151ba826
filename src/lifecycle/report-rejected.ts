import { DcrError, isDcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import { ageMs } from './age.js';
import { ensureRegistered } from './ensure.js';
import { type Evidence, readEvidence } from './evidence.js';
import type { Lifecycle } from './lifecycle.js';
import { type Look, look } from './look.js';
import { notRegistered } from './not-registered.js';
import { recoverUnsettled } from './recover.js';
import { type Verdict, verifyStored } from './verify.js';
import { watchClaims } from './wait.js';

/** Credentials that an app used: a {@link ClientInformation}, or its id and secret alone. */
export interface UsedCredentials {
  /** The id that was used. */
  readonly client_id: string;
  /** Secret. */
  readonly client_secret?: string;
}

/** What came of a rejection that was reported. */
export interface RejectionOutcome {
  /** What to go on with. Secret: carries the credentials. */
  readonly registration: ClientInformation;
  /** `registration` has other credentials than those that were rejected: try again with it, once. */
  readonly replaced: boolean;
  /**
   * `superseded`: they had been replaced before. `dead`: the server does not know the client any more, and another one was
   * registered. `alive`: the server knows the client, so the cause is another one. `too-young`: client, secret or method are
   * less than a minute old, and servers need time; try again after a few seconds. `unknown`: nothing was proved.
   */
  readonly verdict: 'superseded' | 'dead' | 'alive' | 'too-young' | 'unknown';
}

/** Servers with several nodes need a moment until all of them know what one has stored. */
const YOUNG_MS = 60_000;

/** "The server said that it does not know this client": finds out, and replaces the client once if it is really gone. */
export async function reportRejected(
  lifecycle: Lifecycle,
  rejected: UsedCredentials,
  seen: unknown,
): Promise<RejectionOutcome> {
  const { session } = lifecycle;
  checkCredentials(rejected, 'reportRejected');
  const evidence = readEvidence(seen);
  const claims = watchClaims(session);
  for (;;) {
    const found = await look(session, claims);
    const { record } = found;
    const current = record?.information;
    if (record === undefined || current === undefined) throw notRegistered(session);
    const outcome = (verdict: RejectionOutcome['verdict'], registration = current): RejectionOutcome => ({
      registration,
      replaced: isOther(registration, rejected),
      verdict,
    });
    if (isOther(current, rejected)) return outcome('superseded');
    if (record.dead === undefined) {
      if (evidence === 'nothing') return outcome('unknown');
      if (isYoung(record, session.clock.now())) return outcome('too-young');
    }
    if (record.claim !== undefined) {
      await claims.pause(record.claim.operation);
      continue;
    }
    if (record.unsettled !== undefined) {
      await recoverUnsettled(lifecycle, found);
      await claims.pause('recover');
      continue;
    }
    const verdict = record.dead === undefined ? await ask(lifecycle, found, evidence) : 'dead';
    if (verdict === 'dead') return outcome('dead', await ensureRegistered(lifecycle));
    if (verdict !== 'again') {
      const after = (await look(session, claims)).record?.information;
      return outcome(verdict, after ?? current);
    }
    await claims.pause('read');
  }
}

/** Failures of the store are for the caller; what the server does not say clearly proves nothing. */
async function ask(lifecycle: Lifecycle, found: Look, evidence: Evidence): Promise<Verdict> {
  try {
    return await verifyStored(lifecycle, found, evidence);
  } catch (error) {
    const isOurs = ['store-failed', 'registration-not-saved', 'record-too-new', 'claim-busy'];
    if (!isDcrError(error) || isOurs.includes(error.code)) throw error;
    return 'unknown';
  }
}

function isOther(current: ClientInformation, { client_id, client_secret }: UsedCredentials): boolean {
  if (current.client_id !== client_id) return true;
  return client_secret !== undefined && current.client_secret !== client_secret;
}

function isYoung(record: StoredRegistration, now: number): boolean {
  const { registeredAt = 0, secretIssuedAt = 0, methodChangedAt = 0 } = record;
  return [registeredAt, secretIssuedAt, methodChangedAt].some((at) => ageMs(at, now) < YOUNG_MS);
}

/** Refuses what names no client. */
export function checkCredentials(used: UsedCredentials, where: string): void {
  if (
    typeof used === 'object' &&
    used !== null &&
    typeof used.client_id === 'string' &&
    used.client_id !== ''
  )
    return;
  throw new DcrError(
    'invalid-option',
    `${where}: pass the registration that was used, as ensureRegistered() returned it; at least its client_id.`,
  );
}
