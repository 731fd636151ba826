import type { Wso2Application } from './applications.js';
import type { Wso2Behaviour } from './behaviour.js';
import { decodedCallback } from './uri.js';

/** The members of an answer after the first six, in the order of `endpoint` ApplicationDTO. */
const EXTENSIONS = [
  'ext_application_display_name',
  'ext_application_version',
  'ext_application_owner',
  'ext_application_token_lifetime',
  'ext_user_token_lifetime',
  'ext_refresh_token_lifetime',
  'ext_id_token_lifetime',
  'ext_pkce_mandatory',
  'ext_pkce_support_plain',
  'ext_public_client',
  'token_type_extension',
  'ext_token_type',
  'jwks_uri',
  'frontchannel_logout_uri',
  'token_endpoint_auth_method',
  'token_endpoint_allow_reuse_pvt_key_jwt',
  'token_endpoint_auth_signing_alg',
  'sector_identifier_uri',
  'id_token_signed_response_alg',
  'id_token_encrypted_response_alg',
  'id_token_encrypted_response_enc',
  'request_object_signing_alg',
  'tls_client_auth_subject_dn',
  'require_pushed_authorization_requests',
  'require_signed_request_object',
  'tls_client_certificate_bound_access_tokens',
  'subject_type',
  'request_object_encryption_alg',
  'request_object_encryption_enc',
  'software_statement',
  'ext_allowed_audience',
];

/** Members that not every release with extensions has. */
const LATER: Readonly<Record<string, (behaviour: Wso2Behaviour) => boolean>> = {
  ext_application_version: (behaviour) => behaviour.laterExtensions,
  ext_allowed_audience: (behaviour) => behaviour.laterExtensions,
  token_endpoint_allow_reuse_pvt_key_jwt: (behaviour) => behaviour.reuseRule,
  frontchannel_logout_uri: (behaviour) => behaviour.frontchannelLogout,
};

/**
 * What is answered for an application. There is no registration access token, no address, and no time of issue in it,
 * in no release. `answered` overrules what is held: some members belong to one answer only.
 */
export function view(
  application: Wso2Application,
  behaviour: Wso2Behaviour,
  answered: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const held: Readonly<Record<string, unknown>> = {
    ...application.members,
    ext_application_owner: application.owner,
    token_type_extension: application.members.ext_token_type,
    ...answered,
  };
  const names = behaviour.extensions
    ? EXTENSIONS.filter((name) => LATER[name] === undefined || LATER[name](behaviour))
    : [];
  const members: Record<string, unknown> = {
    client_id: application.client_id,
    client_secret: answered.client_secret ?? application.client_secret,
    client_secret_expires_at: expiryOf(application, behaviour),
    redirect_uris: redirectUris(application, behaviour),
    grant_types: application.grant_types,
    client_name: application.client_name,
    ...Object.fromEntries(names.map((name) => [name, held[name] ?? null])),
  };
  if (behaviour.nullMembers) return members;
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

function expiryOf({ secretExpiresAt }: Wso2Application, { secretExpiry }: Wso2Behaviour): number | null {
  if (secretExpiry === 'kept') return secretExpiresAt;
  return secretExpiry === 'zero' ? 0 : null;
}

function redirectUris({ callback }: Wso2Application, behaviour: Wso2Behaviour): readonly (string | null)[] {
  if (callback === '') return [behaviour.noRedirectUri];
  return behaviour.redirectUris === 'list' ? decodedCallback(callback) : [callback];
}
