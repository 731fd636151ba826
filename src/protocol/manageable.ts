import { isLoopbackHost } from './issuer.js';
import type { Registration } from './types.js';

/**
 * Whether a token can travel in a header: text without spaces, line breaks and control characters. RFC 6750 section 2.1
 * allows fewer characters still, but some servers issue others, and what they issued is what they take.
 */
export function isSendable(token: string): boolean {
  return /^[\x21-\x7E\xA1-\xFF]+$/.test(token);
}

/**
 * Whether a client can be managed (RFC 7592): configuration address and a token that can be sent, the address https or
 * on loopback.
 */
export function isManageable({
  registration_client_uri: uri,
  registration_access_token: token,
}: Registration): boolean {
  if (uri === undefined || token === undefined || !isSendable(token) || !URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
