import type { Accepted } from '../protocol/accept.js';
import { isDcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation, ServerMetadata } from '../protocol/types.js';
import { withdrawRegistration } from '../registration/withdraw.js';
import { amend } from './amend.js';
import type { Lifecycle } from './lifecycle.js';
import { look } from './look.js';
import { compareAndSet } from './slot.js';
import {
  emptyRecord,
  type NewRegistration,
  withAnswer,
  withRegistration,
  withServer,
} from './transitions.js';
import { withSuspectedOrphan } from './transitions-on-failure.js';
import { UnsavedRegistrationError } from './unsaved.js';
import { watchClaims } from './wait.js';

// For a process that was only slow: others took its claim for dead, and its final write was refused.

/**
 * Our registration came too late. Once nobody is at work any more: what stands there may be our own after all; the
 * winner's client may be ours; another one makes ours superfluous; and if nobody won, ours is saved.
 * `again`: our save had been applied, and what came after it is for a new plan to judge.
 */
export async function resolveLostRegistration(
  lifecycle: Lifecycle,
  made: NewRegistration,
  server: ServerMetadata,
): Promise<ClientInformation | 'again'> {
  const { session } = lifecycle;
  const { attempt, now } = made;
  const ours = made.accepted.information;
  const change = (record: StoredRegistration) => withRegistration(withServer(record, server, now), made);
  const claims = watchClaims(session);
  try {
    for (;;) {
      const found = await look(session, claims);
      const { record } = found;
      if (record?.claim !== undefined) {
        await claims.pause(record.claim.operation);
        continue;
      }
      if (record?.attempts.some((entry) => entry.attempt === attempt && entry.outcome !== 'unknown'))
        return 'again';
      // Given to others as well, by a server that gives equal metadata the same client, and deleted by them since.
      if (record?.deletedClientIds?.includes(ours.client_id)) {
        await listOurs(lifecycle, made, 'known');
        return 'again';
      }
      if (record?.information !== undefined) {
        await discard(lifecycle, made, record);
        return record.information;
      }
      const next = { ...change(record ?? emptyRecord(server.issuer)), settledBy: attempt };
      const isOurs = (standing: StoredRegistration) => standing.settledBy === attempt;
      const outcome = await compareAndSet(session, { record: next, expected: found.version }, isOurs);
      if ('version' in outcome) {
        session.changed({
          type: 'registered',
          client_id: ours.client_id,
          reason: 'nobody else had registered',
        });
        return ours;
      }
      await claims.pause('register');
    }
  } catch (error) {
    if (!isDcrError(error)) throw error;
    const unsaved = { of: 'registration', attempt } as const;
    throw new UnsavedRegistrationError({ ...change(emptyRecord(server.issuer)), unsaved }, error);
  }
}

/** Some servers give equal metadata the same client, which then is on record already; any other one of ours is superfluous. */
async function discard(
  lifecycle: Lifecycle,
  made: NewRegistration,
  { information, retired }: StoredRegistration,
): Promise<void> {
  const { client_id } = made.accepted.information;
  const onRecord = [information, ...retired.map((client) => client.information)];
  if (onRecord.some((client) => client?.client_id === client_id)) {
    await listOurs(lifecycle, made, 'known');
    return;
  }
  const isGone = await withdrawRegistration(made.accepted.information, lifecycle.context);
  await listOurs(lifecycle, made, isGone ? 'deleted' : 'orphan');
  const reason = 'another process had registered meanwhile';
  lifecycle.session.changed({ type: isGone ? 'orphan-deleted' : 'orphan-suspected', client_id, reason });
}

/**
 * Puts our attempt on the list of suspected orphans, or takes it off. `known`: others had the same client, and what they made
 * of it, on the list or not, is theirs to say.
 */
export async function listOurs(
  { session }: Lifecycle,
  made: NewRegistration,
  fate: 'orphan' | 'deleted' | 'known',
): Promise<void> {
  const { attempt, now, accepted } = made;
  const { client_id } = accepted.information;
  await amend(session, (record) => {
    const { suspectedOrphans } = record;
    const others = suspectedOrphans.filter(
      (orphan) => orphan.attempt !== attempt && !(fate === 'deleted' && orphan.client_id === client_id),
    );
    // A server that gives equal metadata the same client has given it to others, who may have listed it.
    if (fate !== 'orphan' || others.some((orphan) => orphan.client_id === client_id))
      return others.length === suspectedOrphans.length ? undefined : { ...record, suspectedOrphans: others };
    // Who took our claim for dead listed the attempt, and knew no client of it.
    return suspectedOrphans.some((orphan) => orphan.client_id === client_id)
      ? undefined
      : withSuspectedOrphan(record, { attempt, startedAt: now, now, client_id });
  });
}

/**
 * Our read or update rotated a credential, but the record is not ours to write any more. We hold the only valid
 * token: if the record still carries the one we used, the new credentials are merged in, whoever holds the claim.
 */
export async function mergeRotation(
  lifecycle: Lifecycle,
  operation: 'read' | 'update',
  answer: { readonly accepted: Accepted; readonly used: ClientInformation },
): Promise<void> {
  const { session } = lifecycle;
  const { accepted, used } = answer;
  const token = accepted.information.registration_access_token;
  if (token === used.registration_access_token) return;
  await amend(session, (record) => {
    const standing = record.information;
    if (standing?.client_id !== used.client_id) return undefined;
    if (standing.registration_access_token !== used.registration_access_token) return undefined;
    return withAnswer(record, operation, { accepted, used, now: session.clock.now() });
  }).catch((error: unknown) => {
    if (!isDcrError(error)) throw error;
    const record = { ...emptyRecord(session.issuerStamp), information: accepted.information };
    const unsaved = { of: 'change', used: used.registration_access_token } as const;
    throw new UnsavedRegistrationError({ ...record, unsaved }, error);
  });
}
