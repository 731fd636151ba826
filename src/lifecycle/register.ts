import { requestRead } from '../management/read.js';
import { type Accepted, registrationProblem } from '../protocol/accept.js';
import { isDcrError } from '../protocol/errors.js';
import { isManageable } from '../protocol/manageable.js';
import type { StoredRegistration } from '../protocol/record.js';
import { substitutionIn, substitutionWarning } from '../protocol/substitution.js';
import type { ClientInformation, ClientMetadata } from '../protocol/types.js';
import { checkMetadata } from '../protocol/validate.js';
import { acquireClaim, type HeldClaim, type Saved } from './claim.js';
import { withDefaults } from './defaults.js';
import { acceptedFor } from './kept-secrets.js';
import type { Lifecycle } from './lifecycle.js';
import { resolveLostRegistration } from './lost.js';
import { type Answered, requestClient } from './request-client.js';
import type { Slot } from './slot.js';
import { takeBack } from './substitution.js';
import { emptyRecord, type NewRegistration, withRegistration, withServer } from './transitions.js';
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
  const { profile } = lifecycle.context;
  await checkMetadata(withDefaults(wanted.metadata), { where: session.calledAs, validation, profile });
  const base = slot.record ?? emptyRecord(session.issuerStamp);
  const claim = await acquireClaim(session, { record: base, version: slot.version }, 'register');
  if (claim === undefined) return 'again';
  try {
    const answered = await requestClient(lifecycle, claim);
    if (answered === 'again') return 'again';
    return await keep(lifecycle, claim, { ...answered, cause });
  } finally {
    await claim.release();
  }
}

async function keep(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  { server, asked, accepted: answered, cause }: Answered & { readonly cause: Cause },
): Promise<ClientInformation | 'again'> {
  const { session, wanted } = lifecycle;
  const { metadata: requested, revision } = wanted;
  const before = claim.record();
  const now = session.clock.now();
  const made = (accepted: NewRegistration['accepted']): NewRegistration => ({
    attempt: claim.attempt,
    accepted,
    requested,
    revision,
    planned: cause.planned,
    now,
  });
  const save = async (accepted: NewRegistration['accepted'], write: HeldClaim['save']): Promise<Saved> => {
    const change = (record: StoredRegistration) =>
      withRegistration(withServer(record, server, now), made(accepted));
    return write(change).catch((error: unknown) => {
      const { attempt } = claim;
      const unsaved = { of: 'registration', attempt } as const;
      throw new UnsavedRegistrationError({ ...change(emptyRecord(server.issuer)), unsaved }, error);
    });
  };

  let accepted = answered;
  if (
    accepted.problem === 'secret-missing' &&
    isManageable(accepted.information, lifecycle.context.profile)
  ) {
    // Saved before the server is asked again: the credentials at hand must not die with this process.
    await save(accepted, claim.save);
    accepted = await withSecretFromRead(lifecycle, accepted);
  }
  const { information } = accepted;
  accepted = acceptedFor(session.store, accepted);
  const substitution = substitutionOf(lifecycle, asked, accepted);
  if (substitution !== undefined && wanted.onSubstitution === 'reject') {
    const refused = { ...accepted, problem: 'substitution-rejected' as const };
    await save(refused, claim.save);
    const { endpoint } = accepted;
    throw await takeBack(lifecycle, claim, {
      made: made(refused),
      before,
      endpoint,
      words: substitution.words,
    });
  }
  const saved = await save(accepted, claim.settle);
  for (const warning of accepted.warnings) session.warn(warning);
  if (substitution !== undefined) session.warn(substitution.warning);
  if ('lost' in saved) return resolveLostRegistration(lifecycle, made(accepted), server);
  const { client_id } = accepted.information;
  session.changed({
    type: before.information !== undefined ? 'replaced' : 'registered',
    client_id,
    reason: cause.reason,
    ...(cause.planned ? { planned: true } : {}),
  });
  if (accepted.problem !== undefined) throw registrationProblem({ ...accepted, information });
  return accepted.information;
}

/** How the granted client differs from the wish, for who wants to know. */
function substitutionOf({ wanted, session }: Lifecycle, asked: ClientMetadata, { information }: Accepted) {
  if (wanted.onSubstitution === 'accept') return undefined;
  const found = substitutionIn(asked, information, session.clock.now());
  return found === undefined ? undefined : { words: found.words, warning: substitutionWarning(found) };
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
