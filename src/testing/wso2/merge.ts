import { flagOf, numberOf, type Sent, textOf } from './sent.js';

type Members = Readonly<Record<string, unknown>>;

/** Kept while nothing else is sent; empty text is nothing, so that none of them can be taken away. */
const KEPT = [
  'token_endpoint_auth_method',
  'token_endpoint_auth_signing_alg',
  'sector_identifier_uri',
  'id_token_signed_response_alg',
  'request_object_signing_alg',
  'request_object_encryption_alg',
  'request_object_encryption_enc',
  'tls_client_auth_subject_dn',
  'subject_type',
  'backchannel_logout_uri',
  'frontchannel_logout_uri',
];

/** False whenever they are not sent. */
const RESET = [
  'ext_pkce_mandatory',
  'ext_pkce_support_plain',
  'ext_public_client',
  'require_signed_request_object',
];

const LIFETIMES: Readonly<Record<string, number>> = {
  ext_application_token_lifetime: 3600,
  ext_user_token_lifetime: 3600,
  ext_refresh_token_lifetime: 86_400,
  ext_id_token_lifetime: 3600,
};

const ENCRYPTION = ['id_token_encrypted_response_alg', 'id_token_encrypted_response_enc'];

/** What is held for a registration (`dcr` DCRMService.createOAuthApp). */
export function registeredMembers(sent: Sent): Members {
  // The method of encryption counts only beside its algorithm, which switches encryption on.
  const encryption = textOf(sent, 'id_token_encrypted_response_alg') === '' ? {} : picked(sent, ENCRYPTION);
  return {
    ...shared({}, sent),
    ...encryption,
    require_pushed_authorization_requests: flagOf(sent, 'require_pushed_authorization_requests'),
  };
}

/**
 * What is held after an update, which neither replaces nor merges (`dcr` DCRMService.updateApplication): texts and
 * numbers stay, flags fall back to false, and `require_pushed_authorization_requests` gets the value of
 * `require_signed_request_object` (`endpoint` DCRMUtils.getApplicationUpdateRequest).
 */
export function updatedMembers(held: Members, sent: Sent): Members {
  // Encryption that was not switched on by the registration is not switched on any more.
  const encrypts = held.id_token_encrypted_response_alg !== undefined;
  return {
    ...held,
    ...shared(held, sent),
    ...(encrypts ? picked(sent, ENCRYPTION) : {}),
    require_pushed_authorization_requests: flagOf(sent, 'require_signed_request_object'),
  };
}

function shared(held: Members, sent: Sent): Members {
  const type = textOf(sent, 'ext_token_type') || textOf(sent, 'token_type_extension');
  const kept = { ...held, ...picked(sent, KEPT) };
  return {
    ...kept,
    // Anything else than the two known types is replaced without a word.
    subject_type: kept.subject_type === 'pairwise' ? 'pairwise' : 'public',
    ext_token_type: type || (held.ext_token_type ?? 'Default'),
    ...Object.fromEntries(RESET.map((name) => [name, flagOf(sent, name)])),
    ...Object.fromEntries(
      Object.entries(LIFETIMES).map(([name, fallback]) => [
        name,
        (numberOf(sent, name) ?? held[name]) || fallback,
      ]),
    ),
    tls_client_certificate_bound_access_tokens:
      flagOf(sent, 'tls_client_certificate_bound_access_tokens') || undefined,
    token_endpoint_allow_reuse_pvt_key_jwt: sent.token_endpoint_allow_reuse_pvt_key_jwt,
  };
}

function picked(sent: Sent, names: readonly string[]): Members {
  return Object.fromEntries(
    names.flatMap((name) => (textOf(sent, name) === '' ? [] : [[name, textOf(sent, name)]])),
  );
}
