import { requestDeletion } from '../management/delete.js';
import { isDcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { HeldClaim } from './claim.js';
import { storedClient } from './exchange.js';
import type { Lifecycle } from './lifecycle.js';
import { withClaim } from './manage.js';
import { deleteRetired } from './retired.js';
import { retryUnprocessed } from './retry.js';
import { readSlot } from './slot.js';
import { tombstone } from './transitions.js';
import { mayHaveActed, withManagementLost, withUnsettled } from './transitions-on-failure.js';

/** Deletes the client at the server and leaves a tombstone. Nothing registered: nothing to do. */
export async function deleteStored(lifecycle: Lifecycle): Promise<void> {
  const { session } = lifecycle;
  const { record } = await readSlot(session);
  if (record?.information === undefined && record?.claim === undefined) return;
  await withClaim(lifecycle, 'delete', (claim) => remove(lifecycle, claim)).catch((error: unknown) => {
    // Somebody else deleted it while we waited.
    if (!isDcrError(error) || error.code !== 'not-registered') throw error;
  });
  await deleteRetired(lifecycle, () => true);
}

/** Deletes what is stored only if it is one of these. For `close()`: others may share the store, and use what they made. */
export async function deleteOwn(lifecycle: Lifecycle, own: ReadonlySet<string>): Promise<void> {
  const { record } = await readSlot(lifecycle.session);
  const client_id = record?.information?.client_id;
  if (client_id !== undefined && own.has(client_id)) await deleteStored(lifecycle);
}

/** What is not there any more needs no deletion. */
function unlessGone(error: unknown): void {
  if (!isDcrError(error) || error.code !== 'gone') throw error;
}

async function remove(lifecycle: Lifecycle, claim: HeldClaim): Promise<void> {
  const { session, context } = lifecycle;
  const client = storedClient(claim.record());
  const { beforeSend } = claim;
  try {
    await retryUnprocessed(session, context.timeoutMs, () =>
      requestDeletion(client, context, { beforeSend }).catch(unlessGone),
    );
  } catch (error) {
    if (!isDcrError(error)) throw error;
    const now = session.clock.now();
    const change = (record: StoredRegistration) => {
      if (mayHaveActed(error)) return withUnsettled(record, claim.attempt, 'delete');
      return error.code === 'token-refused' ? withManagementLost(record, error.code, now) : record;
    };
    await claim.settle(change);
    throw error;
  }
  await claim.settle((record) => tombstone(record, session.clock.now()));
  session.changed({ type: 'deleted', client_id: client.client_id, reason: 'asked for' });
}
