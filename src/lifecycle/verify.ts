import { isDcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { HeldClaim } from './claim.js';
import type { Evidence } from './evidence.js';
import { exchangeUnderClaim, storedClient } from './exchange.js';
import { readExchange } from './exchange-requests.js';
import type { Lifecycle } from './lifecycle.js';
import type { Look } from './look.js';
import { isManaged } from './plan.js';
import { withOtherSecret } from './second-secret.js';
import { withDead } from './transitions-on-failure.js';
import { claimed } from './under-claim.js';

/** What came to light. `unknown`: there was nothing to ask with; `again`: somebody else is at work, look again. */
export type Verdict = 'alive' | 'dead' | 'unknown' | 'again';

/**
 * Asks the server whether it knows the client, if that can be asked, and writes down what came of it. `evidence` is what was
 * seen before: alone it counts only where nothing can be asked.
 *
 * @throws DcrError what the server answered instead, or that it did not.
 */
export async function verifyStored(lifecycle: Lifecycle, found: Look, evidence: Evidence): Promise<Verdict> {
  const result = await claimed(lifecycle, { found, operation: 'read' }, (claim) =>
    verifyUnderClaim(lifecycle, claim, evidence),
  );
  return result?.value ?? 'again';
}

async function verifyUnderClaim(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  evidence: Evidence,
): Promise<Verdict> {
  const isRejected = evidence === 'rejected';
  // Two secrets are at hand, and the one in use does not work.
  const alsoRecord = (record: StoredRegistration) => (isRejected ? withOtherSecret(record) : record);
  if (!isManaged(claim.record(), lifecycle.context.profile)) {
    if (!isRejected) return 'unknown';
    if (claim.record().otherSecret !== undefined) {
      await claim.settle(alsoRecord);
      return 'alive';
    }
    const reason = 'the server rejected its credentials, and it cannot be asked';
    return bury(lifecycle, claim, { reason, isGone: false });
  }
  // An address that never answered may be wrong from the start; one that did says something by 404.
  const hasAnswered = claim.record().habits.read.token !== 'unknown';
  let dead: StoredRegistration['dead'];
  try {
    await exchangeUnderClaim(lifecycle, claim, {
      ...readExchange(lifecycle, claim),
      alsoRecord,
      alsoIfRefused: (record, code) => {
        // A server answers 401 for a client it does not know, but also for a bad token (RFC 7592 section 2.1).
        const isDead = isRejected || (code === 'gone' && (hasAnswered || evidence === 'suspect'));
        if (!isDead) return record;
        dead = {
          reason:
            code === 'gone'
              ? 'the server no longer knows it'
              : 'the server rejected its credentials and its token',
          // Old credentials, as from a backup, are refused likewise; so is what a wrong address does not know.
          isGone: code === 'gone' && (hasAnswered || isRejected),
          at: lifecycle.session.clock.now(),
        };
        return withDead(record, dead);
      },
    });
    return 'alive';
  } catch (error) {
    if (!isDcrError(error) || dead === undefined) throw error;
    announce(lifecycle, claim, dead.reason);
    return 'dead';
  }
}

async function bury(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  dead: { readonly reason: string; readonly isGone: boolean },
): Promise<Verdict> {
  const saved = await claim.settle((record) =>
    withDead(record, { ...dead, at: lifecycle.session.clock.now() }),
  );
  if ('lost' in saved) return 'again';
  announce(lifecycle, claim, dead.reason);
  return 'dead';
}

function announce({ session }: Lifecycle, claim: HeldClaim, reason: string): void {
  session.changed({ type: 'dead', client_id: storedClient(claim.record()).client_id, reason });
}
