import { profileFor } from '../http/profile.js';
import { requestFind } from '../management/find.js';
import type { Accepted } from '../protocol/accept.js';
import { outcomeOf } from '../protocol/outcome.js';
import type { MetadataMembers, ServerMetadata } from '../protocol/types.js';
import type { HeldClaim } from './claim.js';
import type { Lifecycle } from './lifecycle.js';

/**
 * A server whose clients have unique names refuses a registration as a conflict when an earlier attempt, whose answer nobody
 * got, had made the client. It is looked up by its name, and taken for ours if all that it shows is what was asked for.
 */
export async function findOwnClient(
  { context, wanted }: Lifecycle,
  claim: HeldClaim,
  server: ServerMetadata,
): Promise<Accepted | undefined> {
  const { client_name } = wanted.metadata;
  const isOpen = claim.record().suspectedOrphans.some((orphan) => orphan.client_id === undefined);
  if (!isOpen || client_name === undefined) return undefined;
  const profile = await profileFor(context, server.registration_endpoint);
  if (profile?.nameAddress === undefined || profile.credential === undefined) return undefined;
  const found = await requestFind({ client_name, server, profile, context });
  if (found === undefined || !isAsAsked(wanted.metadata, found.information)) return undefined;
  // A secret that is shown as a hash, which is a JSON object here, is no use to anybody.
  if (found.information.client_secret?.startsWith('{') === true) return undefined;
  await claim.save(({ suspectedOrphans, ...record }) => ({
    ...record,
    suspectedOrphans: suspectedOrphans.filter((orphan) => orphan.client_id !== undefined),
  }));
  return found;
}

/** Somebody else may have taken the name before our lost attempt. */
function isAsAsked(asked: MetadataMembers, shown: MetadataMembers): boolean {
  return Object.keys(asked).every(
    (name) =>
      asked[name] === undefined ||
      shown[name] === undefined ||
      outcomeOf(name, asked[name], shown[name]) === 'granted',
  );
}
