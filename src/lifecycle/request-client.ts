import { profileFor } from '../http/profile.js';
import type { Accepted } from '../protocol/accept.js';
import { isDcrError } from '../protocol/errors.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import type { ClientMetadata, ServerMetadata } from '../protocol/types.js';
import { checkMetadata } from '../protocol/validate.js';
import { requestRegistration } from '../registration/register.js';
import { ClaimLate, type HeldClaim } from './claim.js';
import { withDefaults } from './defaults.js';
import { findOwnClient } from './found-again.js';
import { withFreeName } from './free-name.js';
import type { Lifecycle } from './lifecycle.js';
import { retryUnprocessed } from './retry.js';
import { type RegistrationAttempt, retriedWarning, secondAttempt } from './second-attempt.js';
import { serverFor } from './server.js';
import { mayHaveActed, withFailedRegistration } from './transitions-on-failure.js';

/** A new client, and who made it. */
export interface Answered {
  readonly server: ServerMetadata;
  /** What was asked for: the wish, with a name that is free. */
  readonly asked: ClientMetadata;
  readonly accepted: Accepted;
}

/** Asks the server for a client under the claim. A failure is written down for those who wait for it. */
export async function requestClient(lifecycle: Lifecycle, claim: HeldClaim): Promise<Answered | 'again'> {
  const { session, context, wanted } = lifecycle;
  const startedAt = session.clock.now();
  try {
    const server = await retryUnprocessed(session, context.timeoutMs, () =>
      serverFor(lifecycle, claim.record()),
    );
    const profile = await profileFor(context, server.registration_endpoint);
    const asked = withFreeName(wanted.metadata, claim, profile);
    const accepted = await requestWithSecondAttempt(lifecycle, claim, {
      server,
      profile,
      wished: asked,
    }).catch(async (error: unknown) => {
      if (!isDcrError(error) || error.code !== 'conflict') throw error;
      const own = await findOwnClient(lifecycle, claim, server);
      if (own === undefined) throw error;
      return own;
    });
    return { server, asked, accepted };
  } catch (error) {
    const failed = { attempt: claim.attempt, startedAt, error, now: session.clock.now() };
    // If this write fails too, the claim stays, dies, and is listed by whoever finds it.
    await claim.settle((record) => withFailedRegistration(record, failed)).catch(() => undefined);
    if (error instanceof ClaimLate) return 'again';
    if (mayHaveActed(error)) {
      const reason = isDcrError(error) ? error.code : 'the attempt ended without an answer';
      session.changed({ type: 'orphan-suspected', reason });
    }
    throw error;
  }
}

async function requestWithSecondAttempt(
  lifecycle: Lifecycle,
  { beforeSend }: HeldClaim,
  request: {
    readonly server: ServerMetadata;
    readonly profile: ServerProfile | undefined;
    readonly wished: ClientMetadata;
  },
): Promise<Accepted> {
  const { session, context, wanted, initialAccessToken, validation } = lifecycle;
  const { server, profile, wished } = request;
  const first: RegistrationAttempt = { sent: withDefaults(wished, server), wished };
  await checkMetadata(first.sent, { where: session.calledAs, validation, server, profile });
  const send = ({ sent, wished: known }: RegistrationAttempt) =>
    retryUnprocessed(session, context.timeoutMs, () =>
      requestRegistration(server, sent, { context, initialAccessToken, known, beforeSend }),
    );
  try {
    return await send(first);
  } catch (error) {
    // Who takes nothing but what was asked for does not want to be asked for less.
    const second = wanted.onSubstitution === 'reject' ? undefined : secondAttempt(error, first, server);
    if (second === undefined || !isDcrError(error)) throw error;
    const accepted = await send(second);
    return { ...accepted, warnings: [...accepted.warnings, retriedWarning(second, error)] };
  }
}
