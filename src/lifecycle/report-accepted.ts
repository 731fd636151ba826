import { amend } from './amend.js';
import type { Lifecycle } from './lifecycle.js';
import { mayTryDeletion } from './overlap.js';
import { checkCredentials, type UsedCredentials } from './report-rejected.js';
import { deleteRetired } from './retired.js';
import { withAcceptance } from './second-secret.js';
import { readSlot } from './slot.js';

/** "These credentials worked": clients and secrets that they replaced are not needed any more. */
export async function reportAccepted(lifecycle: Lifecycle, accepted: UsedCredentials): Promise<void> {
  const { session } = lifecycle;
  checkCredentials(accepted, 'reportAccepted');
  const { record } = await readSlot(session);
  if (record?.information?.client_id !== accepted.client_id) return;
  const now = session.clock.now();
  const proves = accepted.client_secret ?? record.information.client_secret;
  // Reported after each token request, this mostly has nothing new to say, and then writes nothing.
  if (withAcceptance(record, proves, now) !== record) {
    await amend(session, (standing) => {
      if (standing.information?.client_id !== accepted.client_id) return undefined;
      const next = withAcceptance(standing, proves, now);
      return next === standing ? undefined : next;
    });
  }
  if (record.retired.length > 0 && proves === record.information.client_secret)
    await deleteRetired(lifecycle, mayTryDeletion);
}
