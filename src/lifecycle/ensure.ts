import { DcrError, isDcrError } from '../protocol/errors.js';
import { loaded } from '../protocol/loaded.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import { asItIs } from './as-it-is.js';
import type { Lifecycle } from './lifecycle.js';
import { buryDeadClaim, look } from './look.js';
import { notRegistered } from './not-registered.js';
import { plan } from './plan.js';
import { watchClaims } from './wait.js';

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
        throw (await loadSteps()).refusal(next, session.key, record);
      case 'use':
        await buryDeadClaim(session, found);
        if (record?.information !== undefined) return record.information;
        break;
      case 'wait':
        waitedFor = next.attempt;
        await claims.pause(record?.claim?.operation);
        break;
      default: {
        const steps = await loadSteps().catch((error: DcrError) => error);
        // A page without a network cannot load them either, and may hold credentials that work.
        if (isDcrError(steps)) return asItIs(session, record, steps);
        const outcome = await steps.takeStep(lifecycle, next, found);
        if (outcome !== 'again') return outcome;
        await claims.pause(next.action);
      }
    }
  }
}

/** A start with a registration that holds does without. Loaded before any step takes a claim. */
const loadSteps = () => loaded(import('./step.js'));

/** Who waited for an attempt that failed gets its error, instead of asking the server the same again. */
function throwSharedFailure(record: StoredRegistration, waitedFor: string | undefined): void {
  const { lastFailure } = record;
  if (waitedFor === undefined || record.claim !== undefined || lastFailure?.attempt !== waitedFor) return;
  const { attempt: _attempt, at: _at, code, message, ...details } = lastFailure;
  throw new DcrError(code, message, details);
}
