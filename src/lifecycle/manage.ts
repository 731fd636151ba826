import { profileFor } from '../http/profile.js';
import { managementAccess } from '../management/request.js';
import { DcrError } from '../protocol/errors.js';
import type { Operation } from '../protocol/record.js';
import type { ClientInformation, MetadataChanges, MetadataMembers } from '../protocol/types.js';
import { checkMetadata } from '../protocol/validate.js';
import type { HeldClaim } from './claim.js';
import { applyChanges } from './drift.js';
import { exchangeUnderClaim, storedClient } from './exchange.js';
import { readExchange, updateExchange } from './exchange-requests.js';
import { refuseSecretMethod } from './kept-secrets.js';
import type { Lifecycle } from './lifecycle.js';
import { look } from './look.js';
import { notRegistered } from './not-registered.js';
import { recoverUnsettled } from './recover.js';
import { claimed } from './under-claim.js';
import { watchClaims } from './wait.js';

/**
 * Runs `work` under a claim on a registered client: waits for others, clears up what a dead process left, and
 * starts over when the claim came too late.
 */
export async function withClaim<T>(
  lifecycle: Lifecycle,
  operation: Operation,
  work: (claim: HeldClaim) => Promise<T>,
): Promise<T> {
  const { session } = lifecycle;
  const claims = watchClaims(session);
  for (;;) {
    const found = await look(session, claims);
    const { record } = found;
    if (record?.claim !== undefined) {
      await claims.pause(record.claim.operation);
      continue;
    }
    if (record === undefined || record.information === undefined) throw notRegistered(session);
    // Before a claim is written: nothing would come of it.
    managementAccess(record.information, 'manage the client', lifecycle.context.profile);
    if (record.unsettled !== undefined) {
      await recoverUnsettled(lifecycle, found);
      await claims.pause('recover');
      continue;
    }
    const result = await claimed(lifecycle, { found, operation }, work);
    if (result !== undefined) return result.value;
    await claims.pause(operation);
  }
}

/** Reads the client at the server and keeps what the answer brought. */
export async function readStored(lifecycle: Lifecycle): Promise<ClientInformation> {
  return withClaim(lifecycle, 'read', (claim) =>
    exchangeUnderClaim(lifecycle, claim, readExchange(lifecycle, claim)),
  );
}

/** Replaces the client's metadata as a whole. */
export async function updateStored(
  lifecycle: Lifecycle,
  metadata: MetadataMembers,
): Promise<ClientInformation> {
  return changeStored(lifecycle, () => metadata);
}

/** Changes some members and keeps the others, on top of the stored granted view or of a fresh read. */
export async function patchStored(
  lifecycle: Lifecycle,
  changes: MetadataChanges,
  fresh: boolean,
): Promise<ClientInformation> {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) {
    throw new DcrError('invalid-option', 'patch: the changes must be an object; null removes a member.');
  }
  return changeStored(lifecycle, (base) => applyChanges(base, changes), fresh);
}

async function changeStored(
  lifecycle: Lifecycle,
  target: (base: ClientInformation) => MetadataMembers,
  fresh = false,
): Promise<ClientInformation> {
  return withClaim(lifecycle, 'update', async (claim) => {
    if (fresh) {
      await exchangeUnderClaim(lifecycle, claim, { ...readExchange(lifecycle, claim), keepClaim: true });
    }
    const registered = storedClient(claim.record());
    const metadata = target(registered);
    refuseSecretMethod(lifecycle.session.store, 'update', metadata);
    const { validation, context } = lifecycle;
    const profile = await profileFor(context, registered.registration_client_uri);
    await checkMetadata(metadata, { where: 'update', validation, registered, profile });
    const information = await exchangeUnderClaim(
      lifecycle,
      claim,
      updateExchange(lifecycle, claim, metadata),
    );
    lifecycle.session.changed({ type: 'updated', client_id: information.client_id, reason: 'asked for' });
    return information;
  });
}
