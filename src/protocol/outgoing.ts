import type { MetadataMembers } from './types.js';

/** Lists in which emptiness says something: "no redirects", "no grants", "no response types" (RFC 7591 section 2). */
const MEANINGFUL_WHEN_EMPTY = new Set(['redirect_uris', 'grant_types', 'response_types']);

/**
 * Members of an answer that an update must not carry (RFC 7592 section 2.2), and the secret, which the RFC
 * leaves optional and some servers refuse.
 */
const NOT_IN_UPDATE = new Set([
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
  'client_secret',
]);

/** What goes over the wire: what the caller set, without nulls and without empty lists that mean nothing. */
export function outgoingMetadata(metadata: MetadataMembers): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(metadata).filter(([name, value]) => {
      if (value === undefined || value === null) return false;
      return !(Array.isArray(value) && value.length === 0 && !MEANINGFUL_WHEN_EMPTY.has(name));
    }),
  );
}

/** The full replacement that an update is: everything that shall remain, with the `client_id`. */
export function outgoingUpdate(metadata: MetadataMembers, client_id: string): Record<string, unknown> {
  const kept = Object.entries(outgoingMetadata(metadata)).filter(([name]) => !NOT_IN_UPDATE.has(name));
  return { ...Object.fromEntries(kept), client_id };
}
