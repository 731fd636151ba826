import { requestDeletion } from '../management/delete.js';
import { isDcrError } from '../protocol/errors.js';
import { isManageable } from '../protocol/manageable.js';
import type { HeldClaim } from './claim.js';
import { exchangeUnderClaim, storedClient } from './exchange.js';
import { readExchange } from './exchange-requests.js';
import type { Lifecycle } from './lifecycle.js';
import type { Look } from './look.js';
import { tombstone } from './transitions.js';
import { withSuspectedOrphan, withUnanswered } from './transitions-on-failure.js';
import { claimed } from './under-claim.js';

/**
 * Finds out what came of an operation whose process died: a deletion is finished, anything else is answered by
 * reading with the stored token.
 */
export async function recoverUnsettled(lifecycle: Lifecycle, found: Look): Promise<'again'> {
  await claimed(lifecycle, { found, operation: 'recover' }, async (claim) => {
    const unsettled = claim.record().unsettled;
    if (unsettled === undefined) return;
    // Taken over or looked at, perhaps, but nothing that could have been sent: so nothing is open.
    if (!isManageable(storedClient(claim.record()), lifecycle.context.profile)) {
      await claim.settle(({ unsettled: _nothing, ...record }) => record);
      return;
    }
    if (unsettled.operation === 'delete') await finishDeletion(lifecycle, claim);
    else await readBack(lifecycle, claim, unsettled.ownerIsGone);
  });
  return 'again';
}

/**
 * Refused or not found counts as done: the deletion that died had reached the server. Not so where the token was known
 * not to work before, or may have been replaced by a request that arrived late: then the refusal says nothing, and the
 * client may live on, so its id is kept.
 */
async function finishDeletion(lifecycle: Lifecycle, claim: HeldClaim): Promise<void> {
  const { session, context } = lifecycle;
  const client = storedClient(claim.record());
  const { managementLost, unansweredAt } = claim.record();
  const isDoubtful = managementLost !== undefined || unansweredAt !== undefined;
  let refused = false;
  try {
    await requestDeletion(client, context, { beforeSend: claim.beforeSend });
  } catch (error) {
    if (!isDcrError(error) || (error.code !== 'token-refused' && error.code !== 'gone')) throw error;
    refused = error.code === 'token-refused';
  }
  const now = session.clock.now();
  const { client_id } = client;
  const orphan = { attempt: claim.attempt, startedAt: now, now, client_id };
  await claim.settle((record) =>
    tombstone(refused && isDoubtful ? withSuspectedOrphan(record, orphan) : record, now),
  );
  session.changed(
    refused && isDoubtful
      ? { type: 'orphan-suspected', client_id, reason: 'its deletion died, and its token does not work' }
      : { type: 'deleted', client_id, reason: 'a deletion that had died was finished' },
  );
}

/** What the server refuses is recorded by the exchange; only an outage leaves the question open. */
async function readBack(lifecycle: Lifecycle, claim: HeldClaim, ownerIsGone: boolean): Promise<void> {
  const used = storedClient(claim.record());
  try {
    await exchangeUnderClaim(lifecycle, claim, {
      ...readExchange(lifecycle, claim),
      alsoRecord: (record) => withUnanswered(record, used, lifecycle.session.clock.now()),
      awaitSlowOwner: !ownerIsGone,
    });
  } catch (error) {
    if (!isDcrError(error) || !CLEARED_UP.includes(error.code)) throw error;
  }
}

const CLEARED_UP = ['token-refused', 'gone', 'management-lost'];
