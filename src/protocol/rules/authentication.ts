import type { CrossFieldRule } from './catalogue.js';
import * as uri from './uri.js';
import { isAsymmetric, isPublic, isSymmetric, textOf } from './view.js';

const SUBJECT_MEMBERS = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
];

/** AM-2, AM-4, AM-6: the algorithm of the assertion fits the method. */
const assertionAlgFitsMethod: CrossFieldRule = (view) => {
  const alg = textOf(view.inForce.token_endpoint_auth_signing_alg);
  const path = 'token_endpoint_auth_signing_alg';
  if (alg === undefined || alg === 'none') return [];
  if (isPublic(view))
    return [{ rule: 'AM-2', path, message: 'has no meaning with the method none: leave it out' }];
  if (view.method === 'client_secret_jwt' && !isSymmetric(alg)) {
    return [{ rule: 'AM-4', path, message: 'must be HS256, HS384 or HS512 for client_secret_jwt' }];
  }
  if (view.method === 'private_key_jwt' && !isAsymmetric(alg)) {
    return [
      {
        rule: 'AM-6',
        path,
        message: 'must be an algorithm with a key pair, such as ES256, for private_key_jwt',
      },
    ];
  }
  return [];
};

/** AM-3: the server verifies the assertion with the client's public key. */
const assertionKeyIsKnown: CrossFieldRule = ({ method, hasKeys }) =>
  method === 'private_key_jwt' && !hasKeys
    ? [
        {
          rule: 'AM-3',
          path: 'token_endpoint_auth_method',
          message: 'is private_key_jwt, so the server needs the public key: add jwks_uri or jwks',
        },
      ]
    : [];

/** AM-8: left out, the method means `client_secret_basic`, and an app on the user's machine cannot keep a secret. */
const nativeAppsNameTheirMethod: CrossFieldRule = ({ inForce, applicationType, redirectUris }) => {
  const isOfApp = (value: string) => uri.hasPrivateScheme(value) || uri.isLoopbackHttp(value);
  const isApp = applicationType === 'native' || (redirectUris.length > 0 && redirectUris.every(isOfApp));
  if (!isApp || inForce.token_endpoint_auth_method !== undefined) return [];
  const message =
    'is left out, which means client_secret_basic: an app that cannot keep a secret sets "none"';
  return [{ rule: 'AM-8', path: 'token_endpoint_auth_method', message }];
};

/** TL-1: the certificate's subject is named in exactly one way (RFC 8705 section 2.1.2). */
const certificateSubjectIsNamedOnce: CrossFieldRule = ({ method, inForce, statement }) => {
  if (method !== 'tls_client_auth') return [];
  const named = SUBJECT_MEMBERS.filter((name) => inForce[name] !== undefined);
  if (named.length === 1 || (named.length === 0 && statement !== undefined)) return [];
  const path = named.length === 0 ? 'token_endpoint_auth_method' : named.join(', ');
  const message =
    named.length === 0
      ? `is tls_client_auth, so exactly one of ${SUBJECT_MEMBERS.join(', ')} must say whose certificate it is`
      : 'exclude one another: keep the one that the certificate is to be recognised by';
  return [{ rule: 'TL-1', path, message }];
};

/** TL-2: a self-signed certificate is recognised by its copy in the key set (RFC 8705 section 2.2.2). */
const selfSignedCertificateIsKnown: CrossFieldRule = ({ method, hasKeys, keys, inForce }) => {
  if (method !== 'self_signed_tls_client_auth') return [];
  if (!hasKeys) {
    return [
      {
        rule: 'TL-2',
        path: 'token_endpoint_auth_method',
        message: 'is self_signed_tls_client_auth, so jwks_uri or jwks must hold the certificate as x5c',
      },
    ];
  }
  if (inForce.jwks === undefined || keys.some((key) => key.x5c !== undefined)) return [];
  return [
    {
      rule: 'TL-2',
      path: 'jwks',
      message: 'must have a key with x5c, the certificate that the client will show',
    },
  ];
};

/** TL-3: a subject without the method that uses it is dropped or refused. */
const certificateSubjectIsUsed: CrossFieldRule = ({ method, inForce }) =>
  method === 'tls_client_auth'
    ? []
    : SUBJECT_MEMBERS.filter((name) => inForce[name] !== undefined).map((path) => ({
        rule: 'TL-3' as const,
        path,
        message: 'is only used with token_endpoint_auth_method: "tls_client_auth"',
      }));

/** TL-6, TL-7: tokens are bound in one way, and not where they travel in addresses. */
const tokensAreBoundOnce: CrossFieldRule = ({ inForce, responseTypes }) => {
  const ways = ['tls_client_certificate_bound_access_tokens', 'dpop_bound_access_tokens'];
  const bound = ways.filter((name) => inForce[name] === true);
  const [first] = bound;
  const issues = [];
  if (bound.length === 2) {
    issues.push({
      rule: 'TL-6' as const,
      path: bound.join(', '),
      message: 'are both true, which some servers refuse: choose one',
    });
  }
  if (first !== undefined && responseTypes.some((type) => type.split(' ').includes('token'))) {
    issues.push({
      rule: 'TL-7' as const,
      path: first,
      message: 'does not go with a response type that has token: use code',
    });
  }
  return issues;
};

export const authenticationRules: readonly CrossFieldRule[] = [
  assertionAlgFitsMethod,
  assertionKeyIsKnown,
  nativeAppsNameTheirMethod,
  certificateSubjectIsNamedOnce,
  selfSignedCertificateIsKnown,
  certificateSubjectIsUsed,
  tokensAreBoundOnce,
];
