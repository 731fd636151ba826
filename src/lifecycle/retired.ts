import { requestDeletion } from '../management/delete.js';
import { isDcrError } from '../protocol/errors.js';
import { isManageable } from '../protocol/manageable.js';
import type { RetiredClient, StoredRegistration } from '../protocol/record.js';
import { amend } from './amend.js';
import type { Lifecycle } from './lifecycle.js';
import { readSlot } from './slot.js';

/** `in-use`: the server gave the same client once more, so it must not be deleted. */
type Outcome = 'deleted' | 'refused' | 'not-now' | 'in-use';

/**
 * Deletes at the server those clients that were replaced and are meant. Needs no claim: a deletion done twice does no harm,
 * and an entry stays on the list until its outcome is known.
 */
export async function deleteRetired(
  lifecycle: Lifecycle,
  isMeant: (client: RetiredClient, now: number) => boolean,
): Promise<void> {
  const { session } = lifecycle;
  const { record } = await readSlot(session);
  const now = session.clock.now();
  for (const client of record?.retired ?? []) {
    if (!isMeant(client, now)) continue;
    const { client_id } = client.information;
    // Looked at again: deletions take time, and others register meanwhile.
    const isInUse = (await readSlot(session)).record?.information?.client_id === client_id;
    const outcome = isInUse ? 'in-use' : await tryDeletion(lifecycle, client);
    const isChanged = await amend(session, (standing) => withOutcome(standing, client, { outcome, now }));
    if (outcome === 'deleted')
      session.changed({ type: 'retired-deleted', client_id, reason: 'another client has taken its place' });
    if (outcome === 'refused' && isChanged)
      session.changed({
        type: 'orphan-suspected',
        client_id,
        reason: 'it was replaced and cannot be deleted',
      });
  }
}

async function tryDeletion(
  { context, session }: Lifecycle,
  { information }: RetiredClient,
): Promise<Outcome> {
  if (!isManageable(information, context.profile)) return 'refused';
  session.checkpoint();
  try {
    await requestDeletion(information, context);
    return 'deleted';
  } catch (error) {
    if (!isDcrError(error)) throw error;
    if (error.code === 'gone') return 'deleted';
    if (error.code === 'token-refused' || error.code === 'unsupported') return 'refused';
    session.warn({
      code: 'retired-not-deleted',
      message: `A client that was replaced could not be deleted yet; it stays on the list. ${error.message}`,
    });
    return 'not-now';
  }
}

/**
 * Refused: perhaps another process has just deleted it, perhaps the token is dead; where it is still listed it may live on.
 * Who deleted it takes it off either list. `undefined`: that is on record already.
 */
function withOutcome(
  record: StoredRegistration,
  { information: { client_id }, retiredAt }: RetiredClient,
  { outcome, now }: { readonly outcome: Outcome; readonly now: number },
): StoredRegistration | undefined {
  const listed = record.retired.find((client) => client.information.client_id === client_id);
  if (outcome === 'not-now') {
    if (listed === undefined || listed.triedAt === now) return undefined;
    const retired = record.retired.map((client) =>
      client === listed ? { ...client, triedAt: now } : client,
    );
    return { ...record, retired };
  }
  const others = record.suspectedOrphans.filter((orphan) => orphan.client_id !== client_id);
  const isSuspected = others.length < record.suspectedOrphans.length;
  if (listed === undefined && !(isSuspected && outcome === 'deleted')) return undefined;
  const suspect = { attempt: `retired ${client_id}`, startedAt: retiredAt, client_id };
  return {
    ...record,
    retired: record.retired.filter((client) => client !== listed),
    suspectedOrphans: outcome === 'refused' ? [...others, suspect] : others,
  };
}
