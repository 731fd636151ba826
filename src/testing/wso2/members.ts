import type { Wso2Behaviour } from './behaviour.js';

/** How Jackson reads a member. */
export type MemberKind = 'text' | 'texts' | 'flag' | 'seconds';

/** Which releases know a member in a request: all, none, or those with this switch. */
type Known = 'all' | 'none' | 'early' | 'extensions' | 'later' | 'reuse' | 'frontchannel' | 'expiry';

/** RegistrationRequestDTO and UpdateRequestDTO (`endpoint`), with what is read and never kept. */
const MEMBERS: Readonly<Record<string, readonly [MemberKind, Known, Known]>> = {
  redirect_uris: ['texts', 'all', 'all'],
  client_name: ['text', 'all', 'all'],
  grant_types: ['texts', 'all', 'all'],
  token_type_extension: ['text', 'all', 'all'],
  backchannel_logout_uri: ['text', 'all', 'all'],
  backchannel_logout_session_required: ['flag', 'all', 'all'],
  jwks_uri: ['text', 'all', 'extensions'],
  ext_param_client_id: ['text', 'all', 'none'],
  ext_param_client_secret: ['text', 'all', 'none'],
  ext_param_sp_template: ['text', 'all', 'none'],
  url: ['text', 'all', 'none'],
  contacts: ['texts', 'all', 'none'],
  post_logout_redirect_uris: ['texts', 'all', 'none'],
  request_uris: ['texts', 'all', 'none'],
  application_type: ['text', 'early', 'none'],
  response_types: ['texts', 'early', 'none'],
  client_id: ['text', 'none', 'all'],
  client_secret: ['text', 'none', 'all'],
  is_management_app: ['flag', 'extensions', 'none'],
  ext_application_display_name: ['text', 'extensions', 'extensions'],
  ext_application_owner: ['text', 'extensions', 'extensions'],
  ext_application_token_lifetime: ['seconds', 'extensions', 'extensions'],
  ext_user_token_lifetime: ['seconds', 'extensions', 'extensions'],
  ext_refresh_token_lifetime: ['seconds', 'extensions', 'extensions'],
  ext_id_token_lifetime: ['seconds', 'extensions', 'extensions'],
  ext_pkce_mandatory: ['flag', 'extensions', 'extensions'],
  ext_pkce_support_plain: ['flag', 'extensions', 'extensions'],
  ext_public_client: ['flag', 'extensions', 'extensions'],
  ext_token_type: ['text', 'extensions', 'extensions'],
  token_endpoint_auth_method: ['text', 'extensions', 'extensions'],
  token_endpoint_auth_signing_alg: ['text', 'extensions', 'extensions'],
  sector_identifier_uri: ['text', 'extensions', 'extensions'],
  id_token_signed_response_alg: ['text', 'extensions', 'extensions'],
  id_token_encrypted_response_alg: ['text', 'extensions', 'extensions'],
  id_token_encrypted_response_enc: ['text', 'extensions', 'extensions'],
  request_object_signing_alg: ['text', 'extensions', 'extensions'],
  request_object_encryption_alg: ['text', 'extensions', 'extensions'],
  request_object_encryption_enc: ['text', 'extensions', 'extensions'],
  tls_client_auth_subject_dn: ['text', 'extensions', 'extensions'],
  require_pushed_authorization_requests: ['flag', 'extensions', 'extensions'],
  require_signed_request_object: ['flag', 'extensions', 'extensions'],
  tls_client_certificate_bound_access_tokens: ['flag', 'extensions', 'extensions'],
  subject_type: ['text', 'extensions', 'extensions'],
  software_statement: ['text', 'extensions', 'extensions'],
  token_endpoint_allow_reuse_pvt_key_jwt: ['flag', 'reuse', 'reuse'],
  ext_allowed_audience: ['text', 'later', 'later'],
  ext_application_version: ['text', 'none', 'later'],
  frontchannel_logout_uri: ['text', 'frontchannel', 'frontchannel'],
  ext_param_client_secret_expires_at: ['seconds', 'expiry', 'none'],
};

/** How a member is read, or undefined where this release does not know it in this request. */
export function kindOf(
  name: string,
  request: 'registration' | 'update',
  behaviour: Wso2Behaviour,
): MemberKind | undefined {
  const [kind, registration, update] = (Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined) ?? [];
  if (registration === undefined || update === undefined) return undefined;
  return isKnown(request === 'registration' ? registration : update, behaviour) ? kind : undefined;
}

function isKnown(known: Known, behaviour: Wso2Behaviour): boolean {
  const answers: Readonly<Record<Known, boolean>> = {
    all: true,
    none: false,
    // 7.1 took these out.
    early: !behaviour.laterExtensions,
    extensions: behaviour.extensions,
    later: behaviour.laterExtensions,
    reuse: behaviour.reuseRule,
    frontchannel: behaviour.frontchannelLogout,
    expiry: behaviour.secretExpiry === 'kept',
  };
  return answers[known];
}
