import { document, notFound } from '../answer.js';
import { plainText, refusedByValve } from './answer.js';
import { AUTHENTICATION_METHODS, GRANT_TYPES, TOKEN_ENDPOINT_ALGORITHMS } from './offers.js';
import { SUPER_TENANT, type Wso2Settings } from './options.js';
import { addressIn, type Location, type Place } from './place.js';

const OPENID = /^\/oauth2\/([^/]+)\/\.well-known\/openid-configuration$/;
const OAUTH_APPENDED = '/oauth2/token/.well-known/oauth-authorization-server';
const OAUTH_INSERTED = /^\/\.well-known\/oauth-authorization-server(\/.*)?$/;

/** Answers a request for a metadata document, or undefined where the address is no such. */
export function answerDiscovery(location: Location, settings: Wso2Settings): Response | undefined {
  const { path } = location;
  const { behaviour } = settings;
  const [, issuer] = OPENID.exec(path) ?? [];
  if (issuer !== undefined) {
    if (issuer === 'token' || issuer === 'oidcdiscovery') return document(wso2Metadata(location, settings));
    return plainText(
      400,
      `Invalid path to the discovery document. Received path : ${issuer} is not resolvable`,
    );
  }
  if (path === OAUTH_APPENDED) {
    return behaviour.oauthMetadata ? document(oauthMetadata(location, settings)) : notFound();
  }
  const inserted = OAUTH_INSERTED.exec(path);
  if (inserted !== null) {
    return behaviour.oauthMetadata ? answerInserted(inserted[1] ?? '', settings) : notFound();
  }
  if (path !== '/.well-known/openid-configuration') return undefined;
  return behaviour.rootMetadata
    ? document(wso2Metadata(location, settings))
    : refusedByValve(401, 'other', settings);
}

/** RFC 8414 section 3.1, for these two paths and no other (AuthzServerMetadataServlet). */
function answerInserted(path: string, settings: Wso2Settings): Response {
  const [, tenant = SUPER_TENANT] = /^\/(?:t\/([^/]+)\/)?oauth2\/token$/.exec(path) ?? [];
  const isKnown = /^\/(?:t\/[^/]+\/)?oauth2\/token$/.test(path) && Object.hasOwn(settings.tenants, tenant);
  return isKnown ? document(oauthMetadata({ tenant, organization: undefined }, settings)) : notFound();
}

/** The document of RFC 8414 is that of OpenID Connect, without what an authorization server does not have. */
function oauthMetadata(place: Place, settings: Wso2Settings): Record<string, unknown> {
  const whole = wso2Metadata(place, settings);
  const names = Object.keys(whole).filter(
    (name) =>
      !/^(?:userinfo|claims|id_token|subject|request_|backchannel|frontchannel|end_session|check_session|webfinger)/.test(
        name,
      ),
  );
  return {
    ...Object.fromEntries(names.map((name) => [name, whole[name]])),
    response_types_supported: ['code', 'token', 'none'],
    scopes_supported: [],
  };
}

/** The metadata document of a tenant (`org.wso2.carbon.identity.discovery` ProviderConfigBuilder). */
export function wso2Metadata(place: Place, settings: Wso2Settings): Record<string, unknown> {
  const { behaviour, entityId } = settings;
  const at = (path: string): string => addressIn({ ...place, organization: undefined }, path, settings);
  return {
    // Also in the document below /oauth2/oidcdiscovery, whose address it does not fit.
    issuer: place.tenant === SUPER_TENANT && entityId !== undefined ? entityId : at('/oauth2/token'),
    authorization_endpoint: at('/oauth2/authorize'),
    token_endpoint: at('/oauth2/token'),
    userinfo_endpoint: at('/oauth2/userinfo'),
    jwks_uri: at('/oauth2/jwks'),
    registration_endpoint: at(`/api/identity/oauth2/dcr/${behaviour.advertisedPath}/register`),
    revocation_endpoint: at('/oauth2/revoke'),
    introspection_endpoint: at('/oauth2/introspect'),
    end_session_endpoint: at('/oidc/logout'),
    check_session_iframe: at('/oidc/checksession'),
    ...(behaviour.extensions
      ? {
          pushed_authorization_request_endpoint: at('/oauth2/par'),
          device_authorization_endpoint: at('/oauth2/device_authorize'),
          token_endpoint_auth_signing_alg_values_supported: TOKEN_ENDPOINT_ALGORITHMS,
          tls_client_certificate_bound_access_tokens: true,
          // The same for every tenant.
          webfinger_endpoint: `${settings.base}/.well-known/webfinger`,
        }
      : {}),
    scopes_supported: ['openid', 'profile', 'email', 'address', 'phone'],
    response_types_supported: [
      'id_token token',
      'code',
      'code id_token token',
      'code id_token',
      'id_token',
      'code token',
      'none',
      'token',
    ],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: GRANT_TYPES,
    token_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    userinfo_signing_alg_values_supported: ['RS256'],
    request_object_signing_alg_values_supported: ['PS256', 'ES256', 'RS256'],
    claims_supported: ['sub', 'name', 'email', 'iss', 'acr'],
    code_challenge_methods_supported: ['S256', 'plain'],
    claims_parameter_supported: true,
    request_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  };
}
