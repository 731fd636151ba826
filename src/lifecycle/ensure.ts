import { DcrError, isDcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import { bringUpToDate } from './bring-up-to-date.js';
import type { Lifecycle } from './lifecycle.js';
import { buryDeadClaim, type Look, look } from './look.js';
import { failureOf } from './lost.js';
import { notRegistered } from './manage.js';
import { isOverdue } from './overlap.js';
import { type Plan, plan } from './plan.js';
import { recoverUnsettled } from './recover.js';
import { registerAnew } from './register.js';
import { renewUnderClaim } from './renew.js';
import { deleteRetired } from './retired.js';
import { secretState } from './secret-expiry.js';
import { readSlot } from './slot.js';
import { verifyStored } from './verify.js';
import { watchClaims } from './wait.js';

type Step = Exclude<Plan, { action: 'use' | 'wait' | 'refuse' }>;

/**
 * Plans one step, takes it, and looks again, until the plan is to use what is stored. Every step changes the
 * record, waits within the limit, or ends the loop.
 */
export async function ensureRegistered(
  lifecycle: Lifecycle,
  { registers = true }: { /** False: only keeps up what is stored. */ readonly registers?: boolean } = {},
): Promise<ClientInformation> {
  const { session, wanted } = lifecycle;
  const claims = watchClaims(session);
  let waitedFor: string | undefined;
  let renewalTried = false;
  for (;;) {
    const found = await look(session, claims);
    const { record } = found;
    if (record !== undefined) throwSharedFailure(record, waitedFor);
    let next = plan(record, wanted, session.clock.now());
    // A server that renewed once and does not now must not be asked for ever.
    if (next.action === 'renew' && next.of === 'secret' && renewalTried)
      next = { action: 'replace', planned: true, reason: next.reason };
    renewalTried ||= next.action === 'renew' && next.of === 'secret';
    if (next.action === 'register' && !registers) throw notRegistered(session);
    switch (next.action) {
      case 'refuse':
        // Nobody else will list it, as long as all are refused.
        await buryDeadClaim(session, found).catch(() => undefined);
        throw refusal(next, session.key, record);
      case 'use':
        await buryDeadClaim(session, found);
        if (record?.information !== undefined) return record.information;
        break;
      case 'wait':
        waitedFor = next.attempt;
        await claims.pause(record?.claim?.operation);
        break;
      default: {
        const outcome = await takeStep(lifecycle, next, found);
        if (outcome !== 'again') return outcome;
        await claims.pause(next.action);
      }
    }
  }
}

/** An outage must not stop an app that holds credentials which may well work. */
const OUTAGES = [
  'network',
  'timeout',
  'server-error',
  'rate-limited',
  'blocked-by-edge',
  'discovery-failed',
  'credential-failed',
];

/** After these the record says something new, and the next plan takes it into account. */
const LEARNED = ['token-refused', 'gone', 'management-lost', 'unsupported'];

async function takeStep(lifecycle: Lifecycle, step: Step, found: Look): Promise<ClientInformation | 'again'> {
  const { session, wanted } = lifecycle;
  try {
    switch (step.action) {
      case 'register':
        return await registerAnew(lifecycle, found, { planned: false, reason: step.reason });
      case 'replace':
        return await registerAnew(lifecycle, found, step);
      case 'recover':
        return await recoverUnsettled(lifecycle, found);
      case 'update':
        return await bringUpToDate(lifecycle, found);
      case 'renew': {
        const renewal = await renewUnderClaim(lifecycle, found);
        if (renewal === 'again' || step.of === 'token') return 'again';
        return renewal.client_secret === 'not-renewed' ? 'again' : renewal.information;
      }
      case 'verify':
        await verifyStored(lifecycle, found, 'nothing');
        return 'again';
      case 'clean-up':
        await deleteRetired(lifecycle, (client, now) => isOverdue(client, wanted.overlapMs, now));
        return 'again';
    }
  } catch (error) {
    const { record } = found;
    if (!isDcrError(error) || record?.information === undefined) throw error;
    if (step.action !== 'replace' && LEARNED.includes(error.code)) return 'again';
    // A client that was being deleted is none to go on with.
    if (step.action === 'recover' && step.operation === 'delete') throw error;
    // A rotated token that could not be saved is the caller's to keep.
    if (error.code === 'registration-not-saved' || record.dead !== undefined) throw error;
    const mayUse = isUpkeep(step) || OUTAGES.includes(error.code);
    if (!mayUse || secretState(record, session.clock.now()) === 'expired') throw error;
    session.warn({
      code: 'server-not-reachable',
      message: `The stored registration is used as it is. ${error.message}`,
    });
    // Of a renewal by read and update the first may have succeeded.
    const standing = await readSlot(session).catch(() => undefined);
    return standing?.record?.information ?? record.information;
  }
}

/** Done for credentials that work, so that its failure is none of theirs. */
function isUpkeep(step: Step): boolean {
  return (
    step.action === 'verify' || step.action === 'clean-up' || (step.action === 'renew' && step.of === 'token')
  );
}

/** Who waited for an attempt that failed gets its error, instead of asking the server the same again. */
function throwSharedFailure(record: StoredRegistration, waitedFor: string | undefined): void {
  if (waitedFor === undefined || record.claim !== undefined || record.lastFailure?.attempt !== waitedFor)
    return;
  const failure = failureOf(record);
  if (failure !== undefined) throw failure;
}

const REMEDIES: Record<string, string> = {
  'registration-budget-exhausted':
    'Something makes the registration go away or be refused again and again: find out what before raising the budget.',
  'newer-revision':
    'Whoever raised it wishes for something else. If yours is the newer wish, give it a higher revision.',
  'metadata-drift': 'Update the client deliberately, or set onDrift to "update" or "keep".',
  'secret-missing':
    'Change the wanted metadata (another token_endpoint_auth_method), or delete() and start over.',
  'secret-not-allowed':
    'Change the wanted metadata, or delete() and start over with a store that keeps secrets.',
  'substitution-rejected':
    'Its client could not be deleted again, so no other one is registered. Change the wanted metadata, set onSubstitution to "accept", or delete() and start over.',
  'redirect-uri-not-registered': 'Change the wanted redirect_uris, or delete() and start over.',
};

/** The plan is to do nothing; what the app can do about it. */
export function refusal(
  refused: Extract<Plan, { action: 'refuse' }>,
  key: string,
  record?: StoredRegistration,
): DcrError {
  const { code, reason } = refused;
  // What used the budget up is what there is to mend.
  const failure = code === 'registration-budget-exhausted' ? record?.lastFailure?.message : undefined;
  const last = failure === undefined ? '' : ` The last attempt: ${failure}`;
  return new DcrError(
    code,
    `No registration for ${key}: ${reason}. ${REMEDIES[code] ?? ''}${last}`.trimEnd(),
  );
}
