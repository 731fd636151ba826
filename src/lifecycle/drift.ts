import { isDeepEqual } from '../protocol/equality.js';
import { outgoingMetadata } from '../protocol/outgoing.js';
import type { ClientInformation, ClientMetadata, MetadataMembers } from '../protocol/types.js';

/** Whether two wishes ask for the same. Only what we asked is compared: what servers add or reorder is no drift. */
export function sameWish(a: ClientMetadata, b: ClientMetadata): boolean {
  return isDeepEqual(outgoingMetadata(a), outgoingMetadata(b));
}

/**
 * Carries a changed wish over to what was granted: members whose wish changed follow the new wish, all others
 * stay as granted, so that a patch or a decision of the server survives a deployment.
 */
export function mergeWish(
  previousWish: ClientMetadata,
  granted: ClientInformation,
  newWish: ClientMetadata,
): MetadataMembers {
  const before: Record<string, unknown> = outgoingMetadata(previousWish);
  const after: Record<string, unknown> = outgoingMetadata(newWish);
  const merged: Record<string, unknown> = { ...granted };
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (isDeepEqual(before[name], after[name])) continue;
    if (name in after) merged[name] = after[name];
    else delete merged[name];
  }
  return withOneKeySource(merged, after);
}

/** Applies a patch: `null` removes a member, anything else replaces it (RFC 7396, first level). */
export function applyChanges(granted: ClientInformation, changes: object): MetadataMembers {
  const merged: Record<string, unknown> = { ...granted };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    if (value === null) delete merged[name];
    else merged[name] = value;
  }
  return withOneKeySource(merged, { ...changes });
}

/**
 * Some servers answer their copy of the keys beside the address they fetched them from, and only one may be sent
 * (RFC 7591 section 2). The address is what the client manages, unless it just gave the keys themselves.
 */
function withOneKeySource(members: Record<string, unknown>, chosen: MetadataMembers): MetadataMembers {
  if (members.jwks === undefined || members.jwks_uri === undefined) return members;
  const { jwks, jwks_uri, ...others } = members;
  if (chosen.jwks !== undefined && chosen.jwks_uri !== undefined) return members;
  return chosen.jwks === undefined ? { ...others, jwks_uri } : { ...others, jwks };
}
