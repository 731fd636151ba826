import type { RegistrationError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import { substitutionRejected } from '../protocol/substitution.js';
import { withdrawRegistration } from '../registration/withdraw.js';
import type { HeldClaim } from './claim.js';
import type { Lifecycle } from './lifecycle.js';
import { listOurs } from './lost.js';
import { type NewRegistration, withWithdrawnRegistration } from './transitions.js';
import { withFailedRegistration } from './transitions-on-failure.js';

/** A registration that was answered and saved, and whose claim is still held. */
interface Kept {
  readonly made: NewRegistration;
  /** The record before it. */
  readonly before: StoredRegistration;
  readonly endpoint: string;
}

/**
 * Takes back a client that is not what was asked for. Its credentials are saved already, so that a crash leaves a
 * client that is refused, not one that nobody knows.
 *
 * @returns the error for the caller.
 */
export async function takeBack(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  { made, before, endpoint, words }: Kept & { readonly words: string },
): Promise<RegistrationError> {
  const { session, context } = lifecycle;
  const { information } = made.accepted;
  // Some servers give equal metadata the same client: then it is the one in use, and none to be deleted.
  const isInUse = before.information?.client_id === information.client_id;
  const isGone = !isInUse && (await withdrawRegistration(information, context));
  const error = substitutionRejected(information, { words, isGone, endpoint });
  const { attempt, now } = made;
  const saved = await claim.settle((record) =>
    withFailedRegistration(withWithdrawnRegistration(record, { before, information, isGone, now }), {
      attempt,
      startedAt: now,
      error,
      now,
    }),
  );
  // Somebody took our claim for dead and listed the attempt; should the client still be there, its id must be known.
  if ('lost' in saved) await listOurs(lifecycle, made, isGone ? 'deleted' : 'orphan');
  const { client_id } = information;
  session.changed({ type: 'rejected', client_id, reason: words });
  return error;
}
