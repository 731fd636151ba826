import { requestRead } from '../management/read.js';
import { type Accepted, registrationProblem } from '../protocol/accept.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import { safeCause } from '../protocol/redact.js';
import type { ClientInformation } from '../protocol/types.js';
import { ClaimLate, type HeldClaim } from './claim.js';
import { acceptedFor } from './kept-secrets.js';
import type { Lifecycle } from './lifecycle.js';
import { mergeRotation } from './lost.js';
import { retryUnprocessed } from './retry.js';
import { isOvertaken, withAnswer } from './transitions.js';
import { mayHaveActed, withManagementLost, withUnanswered, withUnsettled } from './transitions-on-failure.js';
import { UnsavedRegistrationError } from './unsaved.js';

/** A read or an update of the stored client, under a claim. */
export interface Exchange {
  readonly operation: 'read' | 'update';
  readonly request: (used: ClientInformation) => Promise<Accepted>;
  /** Whether a later read shows that this update was done, should its answer be lost. */
  readonly isDone?: (readBack: ClientInformation) => boolean;
  /** What else to record with the answer. */
  readonly alsoRecord?: (record: StoredRegistration) => StoredRegistration;
  /** What else to record when the server refuses the token, or says that there is no such client. */
  readonly alsoIfRefused?: (record: StoredRegistration, code: 'token-refused' | 'gone') => StoredRegistration;
  /** A process that seemed dead may be slow, and still bring the token that replaced the stored one. */
  readonly awaitSlowOwner?: boolean;
  /** More follows under the same claim. */
  readonly keepClaim?: boolean;
}

/**
 * Sends one management request and saves what it brought before it returns. When the answer is lost, a read
 * finds out where the client stands; nothing is ever registered anew here.
 *
 * @throws ClaimLate when nothing was sent, and the caller may start over.
 */
export async function exchangeUnderClaim(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  exchange: Exchange,
): Promise<ClientInformation> {
  const { session, context } = lifecycle;
  const used = storedClient(claim.record());
  let accepted: Accepted;
  try {
    accepted = await retryUnprocessed(session, context.timeoutMs, () => exchange.request(used));
  } catch (error) {
    return afterFailure(lifecycle, claim, { exchange, used, error });
  }
  return saveAnswer(lifecycle, claim, { exchange, used, accepted });
}

async function saveAnswer(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  answered: {
    exchange: Exchange;
    used: ClientInformation;
    accepted: Accepted;
    operation?: 'read' | 'update';
  },
): Promise<ClientInformation> {
  const { session } = lifecycle;
  const { exchange, used, operation = exchange.operation } = answered;
  const accepted = acceptedFor(session.store, answered.accepted);
  const { alsoRecord = (record) => record, keepClaim = false } = exchange;
  const regained = claim.record().managementLost !== undefined;
  const change = (record: StoredRegistration) =>
    alsoRecord(withAnswer(record, operation, { accepted, used, now: session.clock.now() }));
  const saved = await (keepClaim ? claim.save(change) : claim.settle(change)).catch((error: unknown) => {
    const { claim: _unheld, ...record } = change(claim.record());
    const unsaved = { of: 'change', used: used.registration_access_token } as const;
    throw new UnsavedRegistrationError({ ...record, unsaved }, error);
  });
  for (const warning of accepted.warnings) session.warn(warning);
  if ('lost' in saved) await mergeRotation(lifecycle, operation, { accepted, used });
  if (regained) changed(lifecycle, 'management-regained', used, 'the server accepted the stored token again');
  if (operation === 'update' && accepted.problem !== undefined) throw registrationProblem(accepted);
  const standing = 'record' in saved ? saved.record : undefined;
  if (standing?.information !== undefined && isOvertaken(standing, { accepted, used }))
    return standing.information;
  return accepted.information;
}

async function afterFailure(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  failed: { exchange: Exchange; used: ClientInformation; error: unknown },
): Promise<ClientInformation> {
  const { error } = failed;
  if (!isDcrError(error)) throw error;
  if (mayHaveActed(error)) return afterLostAnswer(lifecycle, claim, { ...failed, error });
  const code = refusalOf(error);
  if (code !== undefined) {
    await settleRefused(lifecycle, claim, { ...failed, reason: code, code });
  } else if (error.code === 'unsupported') {
    await claim.settle((record) => ({ ...record, habits: { ...record.habits, updateSupported: 'no' } }));
  }
  throw error;
}

/** Whether the server refused the token, or says that there is no such client. */
function refusalOf({ code }: DcrError): 'token-refused' | 'gone' | undefined {
  if (code === 'token-refused') return 'token-refused';
  return code === 'gone' ? 'gone' : undefined;
}

/** The server may have acted, and even rotated the token: only asking again tells. */
async function afterLostAnswer(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  failed: { exchange: Exchange; used: ClientInformation; error: DcrError },
): Promise<ClientInformation> {
  const { exchange, used, error } = failed;
  try {
    const accepted = await requestRead(used, lifecycle.context, { beforeSend: claim.beforeClearingUp });
    const done = exchange.operation === 'read' || exchange.isDone?.(accepted.information) === true;
    const { alsoRecord = (record: StoredRegistration) => record, keepClaim = false } = exchange;
    const information = await saveAnswer(lifecycle, claim, {
      exchange: {
        ...exchange,
        alsoRecord: (record) =>
          withUnanswered(done ? alsoRecord(record) : record, used, lifecycle.session.clock.now()),
        keepClaim: done && keepClaim,
      },
      used,
      accepted,
      operation: 'read',
    });
    if (done) return information;
  } catch (second) {
    if (isDcrError(second) && second.code === 'registration-not-saved') throw second;
    if (isDcrError(second) && (second.code === 'token-refused' || second.code === 'gone')) {
      const reason = `the answer to the ${exchange.operation} was lost`;
      await settleRefused(lifecycle, claim, { ...failed, reason, code: undefined });
      throw managementLost(error, used);
    }
    await claim.settle((record) => withUnsettled(record, claim.attempt, exchange.operation));
  }
  throw error;
}

/**
 * Marks the token as dead, unless another process has brought a newer one meanwhile: a slow one into our record, or the one
 * that took our claim.
 */
async function settleRefused(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  refused: {
    exchange: Exchange;
    used: ClientInformation;
    reason: string;
    code: 'token-refused' | 'gone' | undefined;
  },
): Promise<void> {
  const { exchange, used, reason, code } = refused;
  const { alsoIfRefused = (record) => record } = exchange;
  if (exchange.awaitSlowOwner === true) await awaitNewerToken(lifecycle, claim, used);
  const now = lifecycle.session.clock.now();
  let superseded = false;
  const settled = await claim.settle((record) => {
    superseded = record.information?.registration_access_token !== used.registration_access_token;
    if (superseded) return record;
    const lost = withManagementLost(record, reason, now);
    return code === undefined ? lost : alsoIfRefused(lost, code);
  });
  if (superseded || 'lost' in settled) throw new ClaimLate('Another process brought a newer token.');
  changed(lifecycle, 'management-lost', used, reason);
}

/** Waits for one time to live. Renewals of our claim pick up what a slow process merges into the record. */
async function awaitNewerToken(
  { session }: Lifecycle,
  claim: HeldClaim,
  used: ClientInformation,
): Promise<void> {
  const { clock, claimTtlMs } = session;
  const until = clock.monotonic() + claimTtlMs;
  while (clock.monotonic() < until) {
    if (claim.record().information?.registration_access_token !== used.registration_access_token) return;
    await clock.sleep(claimTtlMs / 10);
  }
}

function managementLost(error: DcrError, used: ClientInformation): DcrError {
  return new DcrError(
    'management-lost',
    `The server's answer to a change of client ${JSON.stringify(used.client_id)} was lost, and the stored registration ` +
      'access token does not work any more: the server has most likely replaced it in that answer. The client itself ' +
      'still gets tokens. Ask the operator of the server for a new registration access token and pass it to adopt(), ' +
      'or delete the client there and register anew.',
    { endpoint: error.endpoint, cause: safeCause(error, []) },
  );
}

/** The client on record. */
export function storedClient(record: StoredRegistration): ClientInformation {
  if (record.information !== undefined) return record.information;
  throw new DcrError('not-registered', 'No client is registered here. Register one first, or adopt() one.');
}

function changed(
  { session }: Lifecycle,
  type: 'management-lost' | 'management-regained',
  { client_id }: ClientInformation,
  reason: string,
): void {
  session.changed({ type, client_id, reason });
}
