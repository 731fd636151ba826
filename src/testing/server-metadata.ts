import type { ServerMetadata } from '../protocol/types.js';
import type { Settings, WellKnownForm } from './options.js';

/** The metadata document (RFC 8414 section 2), with what OpenID Connect Discovery section 3 requires. */
export function serverMetadata(settings: Settings): ServerMetadata {
  const { issuer, base } = settings;
  const document = {
    issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    registration_endpoint: `${base}/register`,
    jwks_uri: `${base}/jwks`,
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    response_types_supported: [
      'code',
      'token',
      'id_token',
      'id_token token',
      'code token',
      'code id_token',
      'code id_token token',
      'none',
    ],
    grant_types_supported: [
      'authorization_code',
      'implicit',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
    token_endpoint_auth_methods_supported: [
      'none',
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
    ],
    // Required where such methods are offered (RFC 8414 section 2).
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    ...settings.metadata,
  };
  // A copy as it would come over the wire: members set to undefined are gone.
  return JSON.parse(JSON.stringify(document));
}

/** The addresses at which the document stands. */
export function metadataAddresses(settings: Settings): string[] {
  const { origin, pathname } = new URL(settings.issuer);
  const path = pathname.replace(/\/$/, '');
  const addresses: Readonly<Record<WellKnownForm, string>> = {
    'oauth-inserted': `${origin}/.well-known/oauth-authorization-server${path}`,
    'openid-inserted': `${origin}/.well-known/openid-configuration${path}`,
    'openid-appended': `${origin}${path}/.well-known/openid-configuration`,
    'oauth-appended': `${origin}${path}/.well-known/oauth-authorization-server`,
  };
  return settings.wellKnown.map((form) => addresses[form]);
}
