import type { CrossFieldRule } from './catalogue.js';
import { isAsymmetric, isSymmetric, listOf, textOf } from './view.js';

const GRANT = 'urn:openid:params:grant-type:ciba';
const MODE = 'backchannel_token_delivery_mode';
const ENDPOINT = 'backchannel_client_notification_endpoint';
const SIGNING = 'backchannel_authentication_request_signing_alg';

// OpenID Connect Client-Initiated Backchannel Authentication 1.0 section 4.

/** CB-1, CB-2: the delivery mode and the grant go together. */
const deliveryModeFitsGrant: CrossFieldRule = ({ inForce, grantTypes }) => {
  const mode = textOf(inForce[MODE]);
  const hasGrant = grantTypes.includes(GRANT);
  if (hasGrant && mode === undefined) {
    return [
      {
        rule: 'CB-1',
        path: MODE,
        message: `must be there with the grant ${GRANT}: "poll", "ping" or "push"`,
      },
    ];
  }
  if ((mode === 'poll' || mode === 'ping') && !hasGrant) {
    return [
      { rule: 'CB-2', path: 'grant_types', message: `must have ${GRANT} for the delivery mode ${mode}` },
    ];
  }
  return [];
};

/** CB-3: whoever is told needs an address. */
const notificationsHaveAnAddress: CrossFieldRule = ({ inForce }) => {
  const mode = inForce[MODE];
  if ((mode !== 'ping' && mode !== 'push') || inForce[ENDPOINT] !== undefined) return [];
  return [{ rule: 'CB-3', path: ENDPOINT, message: `must be there for the delivery mode ${mode}` }];
};

/** CB-4: signed requests are signed with a key pair that the server knows. */
const signedRequestsHaveKeys: CrossFieldRule = ({ inForce, hasKeys }) => {
  const alg = textOf(inForce[SIGNING]);
  if (alg === undefined || (isAsymmetric(alg) && hasKeys)) return [];
  if (isSymmetric(alg) || alg === 'none') {
    return [{ rule: 'CB-4', path: SIGNING, message: 'must be an algorithm with a key pair, such as ES256' }];
  }
  return [{ rule: 'CB-4', path: SIGNING, message: 'needs the public keys: add jwks_uri or jwks' }];
};

/** CB-5: a pairwise client without redirect URIs shows its sector otherwise, and that it is its own. */
const pairwiseSectorIsShown: CrossFieldRule = ({ inForce, method, options }) => {
  const mode = inForce[MODE];
  if (inForce.subject_type !== 'pairwise' || (mode !== 'poll' && mode !== 'ping')) return [];
  const { jwks_uri, sector_identifier_uri } = inForce;
  if (jwks_uri === undefined && sector_identifier_uri === undefined) {
    return [
      {
        rule: 'CB-5',
        path: 'jwks_uri',
        message: 'or sector_identifier_uri must be there: subject_type is pairwise',
      },
    ];
  }
  const listed = listOf(options.sectorIdentifier);
  if (listed !== undefined && jwks_uri !== undefined && !listed.includes(String(jwks_uri))) {
    return [{ rule: 'CB-5', path: 'sector_identifier_uri', message: 'leads to a list without the jwks_uri' }];
  }
  const isShown =
    method === 'private_key_jwt' ||
    method === 'self_signed_tls_client_auth' ||
    inForce[SIGNING] !== undefined;
  if (jwks_uri === undefined || isShown) return [];
  return [
    {
      rule: 'CB-5',
      path: 'token_endpoint_auth_method',
      message:
        'must prove the key at jwks_uri: use private_key_jwt, self_signed_tls_client_auth or signed requests',
    },
  ];
};

/** CB-6: the sector's file lists where tokens are pushed to. */
const sectorFileListsNotifications: CrossFieldRule = ({ inForce, options }) => {
  const listed = listOf(options.sectorIdentifier);
  if (inForce.subject_type !== 'pairwise' || inForce[MODE] !== 'push' || listed === undefined) return [];
  if (listed.includes(String(inForce[ENDPOINT]))) return [];
  return [
    { rule: 'CB-6', path: 'sector_identifier_uri', message: `leads to a list without the ${ENDPOINT}` },
  ];
};

export const cibaRules: readonly CrossFieldRule[] = [
  deliveryModeFitsGrant,
  notificationsHaveAnAddress,
  signedRequestsHaveKeys,
  pairwiseSectorIsShown,
  sectorFileListsNotifications,
];
