import { requestDeletion } from '../management/delete.js';
import type { Accepted } from '../protocol/accept.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { isManageable } from '../protocol/manageable.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation, ServerMetadata } from '../protocol/types.js';
import type { Lifecycle } from './lifecycle.js';
import type { Session } from './session.js';
import { compareAndSet, readSlot, type Slot } from './slot.js';
import {
  emptyRecord,
  type NewRegistration,
  withAnswer,
  withRegistration,
  withServer,
  withSuspectedOrphan,
} from './transitions.js';
import { UnsavedRegistrationError } from './unsaved.js';
import { watchClaims } from './wait.js';

// For a process that was only slow: others took its claim for dead, and its final write was refused.

/** Changes the record by compare-and-set until it holds, whoever has the claim. `undefined` from `change`: leave it. */
async function amend(
  session: Session,
  change: (slot: Slot) => StoredRegistration | undefined,
  isDone: (record: StoredRegistration) => boolean,
): Promise<StoredRegistration | undefined> {
  for (let slot = await readSlot(session); ; ) {
    const record = change(slot);
    if (record === undefined) return slot.record;
    const outcome = await compareAndSet(session, { record, expected: slot.version }, isDone);
    if ('version' in outcome) return record;
    slot = outcome.conflict;
  }
}

/**
 * Our registration came too late. Once the winner has settled: its client is ours, or ours is deleted again with
 * the token in our hand, or at least its id is written down. Nobody won: ours is saved.
 */
export async function resolveLostRegistration(
  lifecycle: Lifecycle,
  made: NewRegistration,
  server: ServerMetadata,
): Promise<ClientInformation> {
  const { session, context } = lifecycle;
  const { attempt, now } = made;
  const ours = made.accepted.information;
  const winner = await settledRecord(session).catch((error: unknown) => {
    const unsaved = withRegistration(withServer(emptyRecord(server.issuer), server, now), made);
    throw new UnsavedRegistrationError(unsaved, error);
  });
  if (winner?.information?.client_id === ours.client_id) return winner.information;
  if (winner?.information === undefined) {
    const saved = await amend(
      session,
      ({ record }) =>
        record?.information === undefined && record?.claim === undefined
          ? {
              ...withRegistration(withServer(record ?? emptyRecord(server.issuer), server, now), made),
              settledBy: attempt,
            }
          : undefined,
      (record) => record.settledBy === attempt,
    );
    if (saved?.information?.client_id !== ours.client_id)
      return resolveLostRegistration(lifecycle, made, server);
    session.changed({ type: 'registered', client_id: ours.client_id, reason: 'nobody else had registered' });
    return ours;
  }
  const deleted =
    isManageable(ours) &&
    (await requestDeletion(ours, context).then(
      () => true,
      () => false,
    ));
  await amend(
    session,
    ({ record }) => {
      if (record === undefined) return undefined;
      if (!deleted)
        return withSuspectedOrphan(record, { attempt, startedAt: now, now, client_id: ours.client_id });
      const others = record.suspectedOrphans.filter((orphan) => orphan.attempt !== attempt);
      return others.length === record.suspectedOrphans.length
        ? undefined
        : { ...record, suspectedOrphans: others };
    },
    (record) => record.suspectedOrphans.some((orphan) => orphan.attempt === attempt) !== deleted,
  );
  const reason = 'another process had registered meanwhile';
  session.changed({
    type: deleted ? 'orphan-deleted' : 'orphan-suspected',
    client_id: ours.client_id,
    reason,
  });
  return winner.information;
}

/** Waits until nobody is at work on the record. */
async function settledRecord(session: Session): Promise<StoredRegistration | undefined> {
  const claims = watchClaims(session);
  for (;;) {
    const slot = await readSlot(session);
    const state = await claims.judge(slot);
    if (state !== 'alive' || slot.record === undefined) return slot.record;
    await claims.pause(slot.record.claim?.operation);
  }
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
  await amend(
    session,
    ({ record }) => {
      const standing = record?.information;
      if (record === undefined || standing?.client_id !== used.client_id) return undefined;
      if (standing.registration_access_token !== used.registration_access_token) return undefined;
      return withAnswer(record, operation, { accepted, used, now: session.clock.now() });
    },
    (record) => record.information?.registration_access_token === token,
  ).catch((error: unknown) => {
    if (!isDcrError(error)) throw error;
    const record = { ...emptyRecord(session.issuerStamp), information: accepted.information };
    throw new UnsavedRegistrationError(record, error);
  });
}

/** The error of an attempt that others waited for: a failure is an answer too. */
export function failureOf(record: StoredRegistration): DcrError | undefined {
  const { lastFailure } = record;
  if (lastFailure === undefined) return undefined;
  const { attempt: _attempt, at: _at, code, message, ...details } = lastFailure;
  return new DcrError(code, message, details);
}
