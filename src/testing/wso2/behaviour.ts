/** Releases of WSO2 Identity Server whose behaviour is known; `master` is what comes after 7.3. */
export type Wso2Version = '5.11' | '7.0' | '7.1' | '7.3' | 'master';

/**
 * What the releases do differently, and what an operator can configure. The names behind each are the places in
 * WSO2's sources: `dcr` stands for `org.wso2.carbon.identity.oauth.dcr`, `endpoint` for
 * `org.wso2.carbon.identity.api.server.dcr`, and `oauth` for `org.wso2.carbon.identity.oauth`, all of them in
 * wso2-extensions/identity-inbound-auth-oauth.
 */
export interface Wso2Behaviour {
  /** The path that discovery names. Up to 6.1 it is one that is long gone (`oauth` OAuthServerConfiguration; product-is#14817). */
  readonly advertisedPath: 'v1.0' | 'v1.1';
  /**
   * A member that the server does not know: refused in plain text (5.x, Jackson's mapper) or as JSON
   * (`endpoint` JsonProcessingExceptionMapper), or dropped in silence (`endpoint` RegistrationRequestDTO, JsonAnySetter).
   */
  readonly unknownMembers: 'refused-as-text' | 'refused' | 'dropped';
  /** Whether unset members are answered as null (`endpoint` RegisterApiServiceImpl; `oauth.dcrm.return_null_fields_in_response`). */
  readonly nullMembers: boolean;
  /** `client_secret_expires_at`: null, always 0, or what was asked for (`endpoint` DCRMUtils, ApplicationDTO). */
  readonly secretExpiry: 'null' | 'zero' | 'kept';
  /** The members of OpenID Connect, FAPI and `ext_*` (`endpoint` RegistrationRequestDTO since 7.0). */
  readonly extensions: boolean;
  /** Members that came with 7.1: `ext_allowed_audience`, `ext_application_version` and the next one. */
  readonly laterExtensions: boolean;
  /**
   * `token_endpoint_allow_reuse_pvt_key_jwt` must be there with private_key_jwt, and only then
   * (`oauth` OAuthAdminServiceImpl.isInvalidTokenEPReusePvtKeyJwtRequest).
   */
  readonly reuseRule: boolean;
  /** `frontchannel_logout_uri` (`dcr` DCRMUtils.isFrontchannelLogoutUriValid). */
  readonly frontchannelLogout: boolean;
  /** `traceId` in refusals (`endpoint` ErrorDTO). */
  readonly traceId: boolean;
  /**
   * Several redirect URIs come back as one `regexp=(a|b)`, or decoded
   * (`dcr` DCRMService.buildRedirectUrisResponse; `oauth.dcrm.decode_redirect_uris_in_response`; product-is#27851).
   */
  readonly redirectUris: 'regexp' | 'list';
  /** No redirect URI comes back as this one (`dcr` DCRMService.buildResponse; null where the database has no empty text). */
  readonly noRedirectUri: '' | null;
  /** A redirect URI with a fragment, for grants with a front channel (`oauth.callback.restrict_fragment_components`). */
  readonly fragments: 'refused' | 'kept';
  /** A grant type, algorithm or method that is not offered: 400, or 500 without a body (`dcr` DCRMService up to 6.1). */
  readonly notOffered: 400 | 500;
  /** No `client_name`: 400, or a NullPointerException (`dcr` DCRMService; product-is#23990). */
  readonly missingName: 400 | 500;
  /** Renaming to a name that is taken: 400, or left to the database (`dcr` DCRMService.updateApplication). */
  readonly renameConflict: 400 | 500;
  /** `ext_application_owner` names the owner (`dcr` DCRMService.createOAuthApp since 7.1). */
  readonly chosenOwner: boolean;
  /** Anonymous registration and software statements per tenant (`dcr` DCRConfigurationMgtServiceImpl). */
  readonly tenantSettings: boolean;
  /** Registration in organisations, below `/t/{tenant}/o/{id}` (identity-inbound-auth-oauth#2578). */
  readonly organizations: boolean;
  /** RFC 8414 addresses (`org.wso2.carbon.identity.discovery` AuthzServerMetadataServlet). */
  readonly oauthMetadata: boolean;
  /** Discovery at the root, which is refused with 401 elsewhere (`org.wso2.carbon.identity.discovery` OIDCDiscoveryServlet). */
  readonly rootMetadata: boolean;
  /** HTTP Basic for users beside bearer tokens (identity-carbon-auth-rest BasicAuthenticationHandler); Asgardeo documents tokens alone. */
  readonly basicAuthentication: boolean;
  /** Only an application's owner may see and change it (`dcr` DCRMService.isUserAuthorized; product-is#8213). */
  readonly ownersOnly: boolean;
  /** Secrets are kept as hashes, so that GET and PUT answer one that does not work (`oauth.hash_tokens_and_secrets`). */
  readonly hashedSecrets: boolean;
  /** New applications must conform to FAPI 1 Advanced (`oauth.dcr.enable_fapi_enforcement`). */
  readonly fapiEnforcement: boolean;
  /**
   * A tenant that does not exist, for a request that is not JSON: a page, or a redirect to one
   * (identity-carbon-auth-rest AuthenticationValve.handleInvalidTenantDomainErrorResponse).
   */
  readonly unknownTenant: 'page' | 'redirect';
}

const OLDEST: Wso2Behaviour = {
  advertisedPath: 'v1.0',
  unknownMembers: 'refused-as-text',
  nullMembers: true,
  secretExpiry: 'null',
  extensions: false,
  laterExtensions: false,
  reuseRule: false,
  frontchannelLogout: false,
  traceId: false,
  redirectUris: 'regexp',
  noRedirectUri: '',
  fragments: 'kept',
  notOffered: 500,
  missingName: 500,
  renameConflict: 500,
  chosenOwner: false,
  tenantSettings: false,
  organizations: false,
  oauthMetadata: false,
  rootMetadata: false,
  basicAuthentication: true,
  ownersOnly: false,
  hashedSecrets: false,
  fapiEnforcement: false,
  unknownTenant: 'page',
};

const V7_0: Wso2Behaviour = {
  ...OLDEST,
  advertisedPath: 'v1.1',
  unknownMembers: 'refused',
  secretExpiry: 'zero',
  extensions: true,
  traceId: true,
  notOffered: 400,
  renameConflict: 400,
};

const V7_1: Wso2Behaviour = {
  ...V7_0,
  unknownMembers: 'dropped',
  laterExtensions: true,
  reuseRule: true,
  chosenOwner: true,
  tenantSettings: true,
  organizations: true,
};

const V7_3: Wso2Behaviour = {
  ...V7_1,
  nullMembers: false,
  frontchannelLogout: true,
  fragments: 'refused',
  missingName: 400,
  oauthMetadata: true,
};

/**
 * What each release does as it is delivered. Deployments get corrections of later releases, so the version alone
 * does not say how one behaves: single switches can be set beside it.
 */
export const wso2Behaviours: Readonly<Record<Wso2Version, Wso2Behaviour>> = {
  '5.11': OLDEST,
  '7.0': V7_0,
  '7.1': V7_1,
  '7.3': V7_3,
  master: { ...V7_3, secretExpiry: 'kept', redirectUris: 'list', rootMetadata: true },
};
