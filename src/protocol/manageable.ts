import { parseAddress } from './can-parse.js';
import { isLoopbackHost } from './issuer.js';
import type { ServerProfile } from './server-profile.js';
import type { Registration } from './types.js';

/**
 * Whether a token can travel in a header: text without spaces, line breaks and control characters. RFC 6750 section 2.1
 * allows fewer characters still, but some servers issue others, and what they issued is what they take.
 */
export function isSendable(token: string): boolean {
  return /^[\x21-\x7E\xA1-\xFF]+$/.test(token);
}

/** Where a client is managed (RFC 7592 section 3): as it was answered, or where its server has all of them. */
export function configurationAddressOf(
  { registration_client_uri: uri, client_id }: Registration,
  profile?: ServerProfile,
): string | undefined {
  if (typeof uri === 'string' && uri !== '') return uri;
  if (typeof client_id !== 'string' || client_id === '') return undefined;
  return profile?.configurationAddress?.(client_id);
}

/**
 * Whether a client can be managed (RFC 7592): configuration address, https or on loopback, and a token that can be
 * sent; or instead of a token the credential of an administrator.
 */
export function isManageable(client: Registration, profile?: ServerProfile): boolean {
  const address = configurationAddressOf(client, profile);
  const { registration_access_token: token } = client;
  const hasToken = token !== undefined && token !== '';
  const isAuthorized = hasToken ? isSendable(token) : profile?.credential !== undefined;
  if (address === undefined || !isAuthorized) return false;
  const parsed = parseAddress(address);
  if (parsed === undefined) return false;
  const { protocol, hostname } = parsed;
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
