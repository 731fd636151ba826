import { profileFor } from '../http/profile.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import { checkMetadata } from '../protocol/validate.js';
import { withDefaults } from './defaults.js';
import { mergeWish } from './drift.js';
import { exchangeUnderClaim, storedClient } from './exchange.js';
import { updateExchange } from './exchange-requests.js';
import type { Lifecycle } from './lifecycle.js';
import type { Look } from './look.js';
import { serverFor } from './server.js';
import { claimed } from './under-claim.js';

/** Carries a changed wish to the server as an update of the client that is there. */
export async function bringUpToDate(lifecycle: Lifecycle, found: Look): Promise<ClientInformation | 'again'> {
  const { session, wanted } = lifecycle;
  const updated = await claimed(lifecycle, { found, operation: 'update' }, async (claim) => {
    const record = claim.record();
    const server = await serverFor(lifecycle, record);
    // The defaults follow the wish: another kind of redirect URI means another application_type.
    const before = withDefaults(record.requested ?? {}, server);
    const metadata = mergeWish(before, storedClient(record), withDefaults(wanted.metadata, server));
    const { validation, context } = lifecycle;
    const profile = await profileFor(context, server.registration_endpoint);
    await checkMetadata(metadata, {
      where: session.calledAs,
      validation,
      server,
      registered: storedClient(record),
      profile,
    });
    const { metadata: requested, revision } = wanted;
    const alsoRecord = ({ problem: _solved, ...standing }: StoredRegistration): StoredRegistration => ({
      ...standing,
      requested,
      ...(revision === undefined ? {} : { revision }),
    });
    return exchangeUnderClaim(lifecycle, claim, {
      ...updateExchange(lifecycle, claim, metadata),
      alsoRecord,
    });
  });
  if (updated === undefined) return 'again';
  session.changed({ type: 'updated', client_id: updated.value.client_id, reason: 'the metadata changed' });
  return updated.value;
}
