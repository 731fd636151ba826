import type { Finding } from './errors.js';
import { entriesOf, outcomeOf } from './outcome.js';
import type { MetadataMembers } from './types.js';

/** A client as it was asked for and as it came out. */
interface Granting {
  readonly requested: MetadataMembers;
  readonly granted: MetadataMembers;
  /** The redirect URIs as the server answered them, if they are known. */
  readonly answeredRedirectUris: readonly string[];
  /** Ways to authenticate that the app can perform whatever it asked for. */
  readonly methods: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

type Check = (granting: Granting) => readonly Finding[];

const error = (rule: string, path: string, message: string): Finding => ({
  rule,
  path,
  message,
  severity: 'error',
});
const warning = (rule: string, path: string, message: string): Finding => ({
  rule,
  path,
  message,
  severity: 'warning',
});

const SECRET_METHODS = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt'];

/** Without an id there is no client. */
const clientHasAnId: Check = ({ granted }) =>
  typeof granted.client_id === 'string' && granted.client_id !== ''
    ? []
    : [error('RS-1', 'client_id', 'is missing: there is nothing to use')];

/** A method is of use only with what it needs (RFC 7591 section 3.2.1). */
const methodCanBePerformed: Check = ({ requested, granted, methods }) => {
  const method = granted.token_endpoint_auth_method ?? 'client_secret_basic';
  const path = 'token_endpoint_auth_method';
  if (typeof method !== 'string') return [error('RS-4', path, 'is no text')];
  if (SECRET_METHODS.includes(method)) {
    return typeof granted.client_secret === 'string' && granted.client_secret !== ''
      ? []
      : [error('AM-1', 'client_secret', `is missing, and the client has to authenticate by ${method}`)];
  }
  if (method === 'none') {
    return entriesOf('grant_types', granted.grant_types)?.has('client_credentials') === true
      ? [error('RS-4', path, 'is none, with which client_credentials cannot be used')]
      : [];
  }
  const hasKeys = requested.jwks !== undefined || requested.jwks_uri !== undefined;
  const isOurs = method === requested.token_endpoint_auth_method || methods.includes(method);
  if (isOurs || (method === 'private_key_jwt' && hasKeys)) return [];
  return [error('RS-4', path, `is ${method}, which was not asked for and for which nothing is at hand`)];
};

/** A secret that has ended does not work; one without an end may end unnoticed. */
const secretIsInForce: Check = ({ granted, now }) => {
  if (granted.client_secret === undefined) return [];
  const end = granted.client_secret_expires_at;
  const path = 'client_secret_expires_at';
  if (typeof end !== 'number')
    return [warning('RS-2', path, 'is missing, so nobody knows when the secret ends')];
  return end === 0 || end * 1000 > now ? [] : [error('RS-2', path, 'is past: the secret has ended already')];
};

/** Octets that a secret must have to be the key of an HS algorithm (RFC 7518 section 3.2). */
const KEY_LENGTH: Readonly<Record<string, number>> = { HS256: 32, HS384: 48, HS512: 64 };
const SIGNED_BY_SECRET = [
  'id_token_signed_response_alg',
  'userinfo_signed_response_alg',
  'request_object_signing_alg',
  'authorization_signed_response_alg',
  'introspection_signed_response_alg',
];

/** AL-5, RS-5: what is signed by secret needs a secret of the length (OpenID Connect Core 1.0 section 16.19). */
const secretIsLongEnough: Check = ({ granted }) => {
  const isForAssertions = granted.token_endpoint_auth_method === 'client_secret_jwt';
  const members = isForAssertions
    ? [...SIGNED_BY_SECRET, 'token_endpoint_auth_signing_alg']
    : SIGNED_BY_SECRET;
  const { client_secret } = granted;
  const octets = typeof client_secret === 'string' ? new TextEncoder().encode(client_secret).length : 0;
  return members.flatMap((name) => {
    const needed = KEY_LENGTH[String(granted[name])] ?? 0;
    if (octets >= needed) return [];
    return [
      error(
        'RS-5',
        name,
        `is ${granted[name]}, which needs a secret of ${needed} octets, and there are ${octets}`,
      ),
    ];
  });
};

/** What was asked for is there, and nobody else receives codes (OpenID Connect Registration 1.0 section 3.2). */
const redirectUrisAreOurs: Check = ({ requested, granted, answeredRedirectUris }) => {
  // A software statement brings its own.
  if (requested.software_statement !== undefined) return [];
  const asked = entriesOf('redirect_uris', requested.redirect_uris) ?? new Set();
  const there = new Set([
    ...(entriesOf('redirect_uris', granted.redirect_uris) ?? []),
    ...answeredRedirectUris,
  ]);
  const isMissing = granted.redirect_uris !== undefined && [...asked].some((uri) => !there.has(uri));
  const isForeign = [...there].some((uri) => !asked.has(uri));
  return [
    ...(isMissing
      ? [error('RU-14', 'redirect_uris', 'lack one that was asked for, so logins would fail')]
      : []),
    ...(isForeign
      ? [
          error(
            'RU-14',
            'redirect_uris',
            'hold one that was not asked for: somebody else could receive codes',
          ),
        ]
      : []),
  ];
};

/** RS-7: without its grant or response type an app cannot do its work; without refresh tokens it can. */
const flowsSurvived: Check = ({ requested, granted }) =>
  ['grant_types', 'response_types'].flatMap((name) => {
    const given = entriesOf(name, granted[name]);
    const lost = [...(entriesOf(name, requested[name]) ?? [])].filter((value) => given?.has(value) === false);
    return lost.map((value) =>
      value === 'refresh_token'
        ? warning('RS-7', name, 'lack refresh_token: users log in again when a token ends')
        : error('RS-7', name, `lack ${value}, which was asked for`),
    );
  });

/** Switches that make the client do something in each request. */
const DUTIES: Readonly<Record<string, string>> = {
  require_pushed_authorization_requests: 'each login starts with a pushed request (RFC 9126)',
  require_signed_request_object: 'each login needs a signed request object (RFC 9101)',
  dpop_bound_access_tokens: 'each token request needs a DPoP proof (RFC 9449)',
  tls_client_certificate_bound_access_tokens: 'each token request needs the client certificate (RFC 8705)',
};

/** RS-8: the server may have switched on what the app does not know of. */
const newDutiesAreKnown: Check = ({ requested, granted }) =>
  Object.entries(DUTIES)
    .filter(([name]) => granted[name] === true && requested[name] !== true)
    .map(([name, duty]) => warning('RS-8', name, `was switched on by the server: ${duty}`));

/** RS-3: the address and the token are of use together. */
const accessIsWhole: Check = ({ granted }) => {
  const { registration_client_uri: uri, registration_access_token: token } = granted;
  if ((uri === undefined) === (token === undefined)) return [];
  const path = uri === undefined ? 'registration_client_uri' : 'registration_access_token';
  return [warning('RS-3', path, 'is missing, so the client can be used but not changed')];
};

/** A statement that was used comes back as it was sent (RFC 7591 section 3.2.1). */
const statementIsUntouched: Check = ({ requested, granted }) => {
  const path = 'software_statement';
  const outcome = outcomeOf(path, requested[path], granted[path]);
  if (outcome === 'replaced') return [warning('DM-11', path, 'came back altered')];
  return outcome === 'ignored'
    ? [warning('DM-11', path, 'did not come back, so the server may not have used it')]
    : [];
};

/** JK-1: keys by value beside their address may be an old copy. */
const keysHaveOneSource: Check = ({ granted }) =>
  granted.jwks !== undefined && granted.jwks_uri !== undefined
    ? [warning('JK-1', 'jwks', 'was answered beside jwks_uri: the server may keep a copy that grows old')]
    : [];

export const SUFFICIENCY: readonly Check[] = [
  clientHasAnId,
  methodCanBePerformed,
  secretIsInForce,
  secretIsLongEnough,
  redirectUrisAreOurs,
  flowsSurvived,
  newDutiesAreKnown,
  accessIsWhole,
  statementIsUntouched,
  keysHaveOneSource,
];
