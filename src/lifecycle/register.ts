import { requestRead } from '../management/read.js';
import { type Accepted, registrationProblem } from '../protocol/accept.js';
import { isDcrError } from '../protocol/errors.js';
import { isManageable } from '../protocol/manageable.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation, ServerMetadata } from '../protocol/types.js';
import { checkMetadata } from '../protocol/validate.js';
import { requestRegistration } from '../registration/register.js';
import { acquireClaim, ClaimLate, type HeldClaim, type Saved } from './claim.js';
import { withDefaults } from './defaults.js';
import type { Lifecycle } from './lifecycle.js';
import { resolveLostRegistration } from './lost.js';
import { retryUnprocessed } from './retry.js';
import { serverFor } from './server.js';
import type { Slot } from './slot.js';
import {
  emptyRecord,
  mayHaveActed,
  type NewRegistration,
  withFailedRegistration,
  withRegistration,
  withServer,
} from './transitions.js';
import { UnsavedRegistrationError } from './unsaved.js';

/** Why a client is registered. */
interface Cause {
  /** Replaces a client whose secret is near its end. */
  readonly planned: boolean;
  readonly reason: string;
}

/** Registers under a claim and saves before anything judges. `again`: somebody else was faster, look again. */
export async function registerAnew(
  lifecycle: Lifecycle,
  slot: Slot,
  cause: Cause,
): Promise<ClientInformation | 'again'> {
  const { session, wanted } = lifecycle;
  // Before a claim is written: nothing would come of it. What the server supports is looked at when it is known.
  const { onFinding: _later, ...validation } = lifecycle.validation;
  await checkMetadata(withDefaults(wanted.metadata), { where: 'createDcrClient', validation });
  const base = slot.record ?? emptyRecord(session.issuerStamp);
  const claim = await acquireClaim(session, { record: base, version: slot.version }, 'register');
  if (claim === undefined) return 'again';
  try {
    const answered = await request(lifecycle, claim);
    if (answered === 'again') return 'again';
    return await keep(lifecycle, claim, { ...answered, cause });
  } finally {
    await claim.release();
  }
}

interface Answered {
  readonly server: ServerMetadata;
  readonly accepted: Accepted;
}

async function request(lifecycle: Lifecycle, claim: HeldClaim): Promise<Answered | 'again'> {
  const { session, context, wanted, initialAccessToken } = lifecycle;
  const startedAt = session.clock.now();
  try {
    const server = await retryUnprocessed(session, context.timeoutMs, () =>
      serverFor(lifecycle, claim.record()),
    );
    const metadata = withDefaults(wanted.metadata, server);
    await checkMetadata(metadata, { where: 'createDcrClient', validation: lifecycle.validation, server });
    const { beforeSend } = claim;
    const accepted = await retryUnprocessed(session, context.timeoutMs, () =>
      requestRegistration(server, metadata, {
        context,
        initialAccessToken,
        known: wanted.metadata,
        beforeSend,
      }),
    );
    return { server, accepted };
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

async function keep(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  { server, accepted: answered, cause }: Answered & { readonly cause: Cause },
): Promise<ClientInformation | 'again'> {
  const { session, wanted } = lifecycle;
  const { metadata: requested, revision } = wanted;
  const had = claim.record().information !== undefined;
  const now = session.clock.now();
  const made = (accepted: Accepted): NewRegistration => ({
    attempt: claim.attempt,
    accepted,
    requested,
    revision,
    planned: cause.planned,
    now,
  });
  const save = async (accepted: Accepted, write: HeldClaim['save']): Promise<Saved> => {
    const change = (record: StoredRegistration) =>
      withRegistration(withServer(record, server, now), made(accepted));
    return write(change).catch((error: unknown) => {
      const unsaved = { ...change(emptyRecord(server.issuer)), settledBy: claim.attempt };
      throw new UnsavedRegistrationError(unsaved, error);
    });
  };

  let accepted = answered;
  if (accepted.problem === 'secret-missing' && isManageable(accepted.information)) {
    // Saved before the server is asked again: the credentials at hand must not die with this process.
    await save(accepted, claim.save);
    accepted = await withSecretFromRead(lifecycle, accepted);
  }
  const saved = await save(accepted, claim.settle);
  for (const warning of accepted.warnings) session.warn(warning);
  if ('lost' in saved) return resolveLostRegistration(lifecycle, made(accepted), server);
  const { client_id } = accepted.information;
  session.changed({ type: had ? 'replaced' : 'registered', client_id, reason: cause.reason });
  if (accepted.problem !== undefined) throw registrationProblem(accepted);
  return accepted.information;
}

/** Some servers show the secret on a read only, so that is asked once. */
async function withSecretFromRead(lifecycle: Lifecycle, accepted: Accepted): Promise<Accepted> {
  try {
    return await requestRead(accepted.information, lifecycle.context);
  } catch (error) {
    if (!isDcrError(error)) throw error;
    return accepted;
  }
}
