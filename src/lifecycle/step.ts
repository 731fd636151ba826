import { isDcrError } from '../protocol/errors.js';
import type { ClientInformation } from '../protocol/types.js';
import { asItIs } from './as-it-is.js';
import { bringUpToDate } from './bring-up-to-date.js';
import type { Lifecycle } from './lifecycle.js';
import type { Look } from './look.js';
import { isOverdue } from './overlap.js';
import type { Plan } from './plan.js';
import { recoverUnsettled } from './recover.js';
import { registerAnew } from './register.js';
import { renewUnderClaim } from './renew.js';
import { deleteRetired } from './retired.js';
import { readSlot } from './slot.js';
import { verifyStored } from './verify.js';

export { refusal } from './refusal.js';

type Step = Exclude<Plan, { action: 'use' | 'wait' | 'refuse' }>;

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

/** Takes one step. `again`: the record says something new, or somebody else was faster. */
export async function takeStep(
  lifecycle: Lifecycle,
  step: Step,
  found: Look,
): Promise<ClientInformation | 'again'> {
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
    // A rotated token that could not be saved is the caller's to keep.
    if (error.code === 'registration-not-saved') throw error;
    if (!isUpkeep(step) && !OUTAGES.includes(error.code)) throw error;
    const information = asItIs(session, record, error);
    // Of a renewal by read and update the first may have succeeded.
    const standing = await readSlot(session).catch(() => undefined);
    return standing?.record?.information ?? information;
  }
}

/** Done for credentials that work, so that its failure is none of theirs. */
function isUpkeep(step: Step): boolean {
  return (
    step.action === 'verify' || step.action === 'clean-up' || (step.action === 'renew' && step.of === 'token')
  );
}
