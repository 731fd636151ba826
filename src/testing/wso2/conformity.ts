import type { Wso2Behaviour } from './behaviour.js';
import {
  AUTHENTICATION_METHODS,
  ENCRYPTION_ALGORITHMS,
  ENCRYPTION_METHODS,
  FAPI_ALGORITHMS,
  FAPI_METHODS,
  GRANT_TYPES,
  ID_TOKEN_ALGORITHMS,
  REQUEST_OBJECT_ALGORITHMS,
  TOKEN_ENDPOINT_ALGORITHMS,
} from './offers.js';
import { redirectUrisOf } from './uri.js';

/** What is about to be held. */
export interface Candidate {
  readonly callback: string;
  readonly grant_types: readonly string[];
  readonly members: Readonly<Record<string, unknown>>;
}

/**
 * Why it cannot be held, in the words of `oauth` OAuthAdminServiceImpl (registerAndRetrieveOAuthApplicationData and
 * updateConsumerApplication, which check alike), and in their order.
 */
export function objection(candidate: Candidate, behaviour: Wso2Behaviour): string | undefined {
  return (
    callbackObjection(candidate, behaviour) ??
    notAllowed(candidate.grant_types, GRANT_TYPES, 'grant type is') ??
    encryptionObjection(candidate, behaviour) ??
    authenticationObjection(candidate, behaviour) ??
    pairwiseObjection(candidate) ??
    algorithmObjection(candidate, behaviour)
  );
}

function callbackObjection(
  { callback, grant_types }: Candidate,
  behaviour: Wso2Behaviour,
): string | undefined {
  if (!hasFrontChannel(grant_types)) return undefined;
  if (callback === '') return 'Callback URI is mandatory for Code or Implicit grant types';
  if (behaviour.fragments === 'kept') return undefined;
  return redirectUrisOf(callback).some((uri) => uri.includes('#'))
    ? 'Callback URI must not contain a fragment component'
    : undefined;
}

export function hasFrontChannel(grants: readonly string[]): boolean {
  return grants.includes('authorization_code') || grants.includes('implicit');
}

function encryptionObjection({ members }: Candidate, { fapiEnforcement }: Wso2Behaviour): string | undefined {
  if (members.id_token_encrypted_response_alg === undefined) return undefined;
  if (fapiEnforcement && members.id_token_encrypted_response_alg === 'RSA1_5') {
    return 'Invalid encryption algorithm requested';
  }
  return (
    notAllowed([members.id_token_encrypted_response_alg], ENCRYPTION_ALGORITHMS, 'Encryption Algorithm is') ??
    // One without the other is asked for as "null".
    notAllowed(
      [members.id_token_encrypted_response_enc ?? 'null'],
      ENCRYPTION_METHODS,
      'Encryption Method is',
    )
  );
}

function authenticationObjection({ members }: Candidate, behaviour: Wso2Behaviour): string | undefined {
  const method = members.token_endpoint_auth_method;
  if (behaviour.fapiEnforcement) {
    if (members.tls_client_certificate_bound_access_tokens !== true) {
      return "Certificate bound access tokens is required. 'None' binding type is found.";
    }
    if (method !== undefined && !FAPI_METHODS.includes(String(method))) {
      return 'Invalid token endpoint authentication method requested.';
    }
  }
  const refused = notAllowed([method], AUTHENTICATION_METHODS, 'Token endpoint authentication method is');
  if (refused !== undefined) return refused;
  const reuse = members.token_endpoint_allow_reuse_pvt_key_jwt !== undefined;
  if (behaviour.reuseRule && reuse !== (method === 'private_key_jwt')) {
    return 'Requested client authentication method incompatible with the Private Key JWT Reuse config value.';
  }
  const algorithm = members.token_endpoint_auth_signing_alg;
  return signatureObjection(algorithm, TOKEN_ENDPOINT_ALGORITHMS, behaviour);
}

function pairwiseObjection({ members, callback }: Candidate): string | undefined {
  if (members.subject_type !== 'pairwise' || callback === '') return undefined;
  const sector = members.sector_identifier_uri;
  if (typeof sector === 'string') {
    return sector.startsWith('https:') ? undefined : 'Invalid scheme for sector identifier URI';
  }
  const hosts = new Set(redirectUrisOf(callback).map((uri) => /^[^:]*:\/\/([^/?#]*)/.exec(uri)?.[1]));
  return hosts.size > 1
    ? 'Sector Identifier URI is mandatory if multiple redirect URIs with differenthostnames are configured.'
    : undefined;
}

function algorithmObjection({ members }: Candidate, behaviour: Wso2Behaviour): string | undefined {
  const encryption = members.request_object_encryption_alg;
  if (behaviour.fapiEnforcement && encryption === 'RSA1_5') return 'Invalid encryption algorithm requested';
  return (
    signatureObjection(members.id_token_signed_response_alg, ID_TOKEN_ALGORITHMS, behaviour) ??
    signatureObjection(members.request_object_signing_alg, REQUEST_OBJECT_ALGORITHMS, behaviour) ??
    notAllowed([encryption], ENCRYPTION_ALGORITHMS, 'Encryption Algorithm is') ??
    notAllowed([members.request_object_encryption_enc], ENCRYPTION_METHODS, 'Encryption Method is')
  );
}

function signatureObjection(
  algorithm: unknown,
  offered: readonly string[],
  { fapiEnforcement }: Wso2Behaviour,
): string | undefined {
  if (!fapiEnforcement) return notAllowed([algorithm], offered, 'Signing Algorithm is');
  return algorithm === undefined || FAPI_ALGORITHMS.includes(String(algorithm))
    ? undefined
    : 'Invalid signature algorithm requested';
}

function notAllowed(
  values: readonly unknown[],
  offered: readonly string[],
  what: string,
): string | undefined {
  const bad = values.find((value) => value !== undefined && !offered.includes(String(value)));
  return bad === undefined ? undefined : `'${String(bad)}' ${what} not allowed.`;
}
