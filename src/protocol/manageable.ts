import { isLoopbackHost } from './issuer.js';
import type { Registration } from './types.js';

/** Whether a client can be managed (RFC 7592): configuration address and token, the address https or on loopback. */
export function isManageable({
  registration_client_uri: uri,
  registration_access_token: token,
}: Registration): boolean {
  if (uri === undefined || token === undefined || token === '' || !URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
