import type { ServerProfile } from '../protocol/server-profile.js';
import type { ClientMetadata } from '../protocol/types.js';
import type { HeldClaim } from './claim.js';

/**
 * A client that takes the place of another one, which still exists, cannot have its name where names are unique: it gets
 * a part of its attempt's id behind it.
 */
export function withFreeName(
  metadata: ClientMetadata,
  claim: HeldClaim,
  profile: ServerProfile | undefined,
): ClientMetadata {
  const { client_name } = metadata;
  if (profile?.namesAreUnique !== true || client_name === undefined) return metadata;
  const { information, dead, retired } = claim.record();
  const existing = [
    ...(information === undefined || dead?.isGone === true ? [] : [information]),
    ...retired.map((client) => client.information),
  ];
  if (!existing.some((client) => client.client_name === client_name)) return metadata;
  return { ...metadata, client_name: `${client_name}-${claim.attempt.slice(0, 8)}` };
}
