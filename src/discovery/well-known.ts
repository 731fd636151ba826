import { issuerKey } from '../protocol/issuer.js';

/**
 * Where the metadata of an issuer may stand, in the order in which it is asked: RFC 8414 section 3.1 puts the
 * well-known part before the issuer's path, OpenID Connect Discovery 1.0 section 4 after it, and servers do
 * either with either name.
 */
export function wellKnownAddresses(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = issuerKey(pathname);
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
      `${origin}${path}/.well-known/oauth-authorization-server`,
    ]),
  ];
}
