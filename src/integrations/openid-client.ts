/**
 * The way to tokens: hands a registration to `openid-client`, which must be installed.
 *
 * @module dcr-client/openid-client
 */

import * as client from 'openid-client';
import type { DcrClient } from '../client.js';
import { profileFor } from '../http/profile.js';
import type { UsedCredentials } from '../lifecycle/report-rejected.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { isLoopbackHost } from '../protocol/issuer.js';
import { checkOptionNames } from '../protocol/option-names.js';
import { safeCause } from '../protocol/redact.js';
import type { ClientInformation } from '../protocol/types.js';

/** A key as a JWK (RFC 7517 section 4). Secret where it is a private one. */
export type NamedJsonWebKey = JsonWebKey & {
  /** Tells it apart among the registered keys. */
  readonly kid?: string;
};

/** Options of {@link openidClientConfiguration}. */
export interface OpenidClientOptions {
  /** For `private_key_jwt`: the private key of a public one that was registered. Secret. */
  readonly privateKey?: CryptoKey | NamedJsonWebKey;
  /** Default: openid-client's own, the global `fetch`. For mutual TLS one that presents the certificate. */
  readonly fetch?: client.CustomFetch;
  /** Limit for each request of openid-client's. Milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
  /** Plain http to other machines. Loopback http is allowed where the issuer itself is one. */
  readonly allowInsecureRequests?: boolean;
  /** Ends the wait; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
}

/**
 * An openid-client `Configuration` for the registered client, with the authentication method that the server
 * granted. It is a snapshot: after credentials were renewed or replaced, which `onChange` tells, make a new one.
 *
 * @throws DcrError what `ensureRegistered` and `server` throw; `invalid-option` where the method needs a key that is
 * missing.
 */
export async function openidClientConfiguration(
  dcr: DcrClient,
  options: OpenidClientOptions = {},
): Promise<client.Configuration> {
  const names = ['privateKey', 'fetch', 'timeoutMs', 'allowInsecureRequests', 'signal'];
  checkOptionNames(options, names, 'openidClientConfiguration');
  const { signal, timeoutMs = 10_000, fetch } = options;
  const call = signal === undefined ? {} : { signal };
  const information = await dcr.ensureRegistered(call);
  const server = await dcr.server(call);
  const profile = await profileFor({ profile: undefined, signal }, server.registration_endpoint);
  const isPlainBasic = profile?.plainBasic === true;
  const authentication = isPlainBasic
    ? await plainAuthentication(information, options)
    : await clientAuthentication(information, options);
  const { client_id, ...metadata } = { ...information };
  const configuration = new client.Configuration(
    JSON.parse(JSON.stringify(server)),
    client_id,
    JSON.parse(JSON.stringify(metadata)),
    authentication,
  );
  // openid-client counts in seconds.
  configuration.timeout = timeoutMs / 1000;
  if (fetch !== undefined) configuration[client.customFetch] = fetch;
  if (options.allowInsecureRequests === true || isLoopbackHttp(server.issuer))
    client.allowInsecureRequests(configuration);
  return configuration;
}

/**
 * Makes a request as the registered client, and tells the lifecycle how it went: a client that the server has forgotten, or
 * credentials that were replaced meanwhile, cost one more request with the present ones, and no failure.
 *
 * @example
 * ```ts
 * const tokens = await withOpenidClient(dcr, (configuration) => clientCredentialsGrant(configuration));
 * ```
 *
 * @param request one that proves who the client is, such as a grant, and that may be made twice.
 * @throws what `request` threw, where the client was not the cause. DcrError what {@link openidClientConfiguration} and
 * `reportRejected` throw.
 */
export async function withOpenidClient<T>(
  dcr: DcrClient,
  request: (configuration: client.Configuration) => Promise<T>,
  options: OpenidClientOptions = {},
): Promise<T> {
  const call = options.signal === undefined ? {} : { signal: options.signal };
  const first = await openidClientConfiguration(dcr, options);
  try {
    return await accepted(dcr, first, request);
  } catch (error) {
    const { replaced } = await dcr.reportRejected(credentialsOf(first), error, call);
    if (!replaced) throw error;
  }
  return accepted(dcr, await openidClientConfiguration(dcr, options), request);
}

async function accepted<T>(
  dcr: DcrClient,
  configuration: client.Configuration,
  request: (configuration: client.Configuration) => Promise<T>,
): Promise<T> {
  const result = await request(configuration);
  // The caller has a result whatever comes of this: it is told again with the next one.
  await dcr.reportAccepted(credentialsOf(configuration)).catch(() => {});
  return result;
}

function credentialsOf(configuration: client.Configuration): UsedCredentials {
  const { client_id, client_secret } = configuration.clientMetadata();
  return typeof client_secret === 'string' ? { client_id, client_secret } : { client_id };
}

/** How openid-client authenticates by the method that was granted. */
async function clientAuthentication(
  information: ClientInformation,
  options: OpenidClientOptions,
): Promise<client.ClientAuth> {
  const { token_endpoint_auth_method: method, client_secret: secret } = information;
  switch (method) {
    case 'none':
      return client.None();
    case 'client_secret_post':
      return client.ClientSecretPost(secret);
    case 'client_secret_jwt':
      return client.ClientSecretJwt(secret);
    case 'private_key_jwt':
      return client.PrivateKeyJwt(await privateKey(information, options));
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return client.TlsClientAuth();
    case undefined:
    case 'client_secret_basic':
      return secret === undefined ? client.None() : client.ClientSecretBasic(secret);
    default:
      throw new DcrError(
        'invalid-option',
        `openidClientConfiguration: the server granted the authentication method ${JSON.stringify(method)}, which openid-client ` +
          'does not know. Register with another token_endpoint_auth_method.',
      );
  }
}

/**
 * The same for a server that does not decode what RFC 6749 section 2.3.1 has encoded: openid-client encodes even the
 * underscores that ids of such a server are full of.
 */
async function plainAuthentication(
  information: ClientInformation,
  options: OpenidClientOptions,
): Promise<client.ClientAuth> {
  const { token_endpoint_auth_method: method = 'client_secret_basic', client_secret: secret } = information;
  if (method !== 'client_secret_basic' || secret === undefined)
    return clientAuthentication(information, options);
  const pair = new TextEncoder().encode(`${information.client_id}:${secret}`);
  const authorization = `Basic ${btoa(String.fromCharCode(...pair))}`;
  return (_server, _client, _body, headers) => headers.set('authorization', authorization);
}

async function privateKey(
  information: ClientInformation,
  { privateKey: given }: OpenidClientOptions,
): Promise<CryptoKey | client.PrivateKey> {
  if (given === undefined) {
    throw new DcrError(
      'invalid-option',
      'openidClientConfiguration: the client authenticates with private_key_jwt. Pass the private key, a CryptoKey or a JWK, as privateKey.',
    );
  }
  if (given instanceof CryptoKey) return given;
  const { importJWK } = await import('jose');
  const algorithm = given.alg ?? information.token_endpoint_auth_signing_alg;
  try {
    const key = await importJWK(given, algorithm);
    if (!(key instanceof CryptoKey)) throw new TypeError('a symmetric key is no private key');
    return given.kid === undefined ? key : { key, kid: given.kid };
  } catch (error) {
    throw new DcrError(
      'invalid-option',
      'openidClientConfiguration: privateKey could not be read as a private JWK. It needs its private members, and alg ' +
        'unless token_endpoint_auth_signing_alg is registered.',
      {
        cause: safeCause(
          error,
          Object.values(given).filter((value) => typeof value === 'string'),
        ),
      },
    );
  }
}

/**
 * A provider for the `initialAccessToken` option: fetches a token by the client_credentials grant, anew for each
 * attempt, since many such tokens serve once.
 *
 * @param configuration openid-client's, of the client that may have others registered.
 * @param parameters of the token request, such as `scope` and `resource`.
 * @returns a function whose result is secret. It rejects with the DcrError `initial-access-token-failed`.
 */
export function clientCredentialsInitialAccessToken(
  configuration: client.Configuration,
  parameters: Readonly<Record<string, string>> = {},
): () => Promise<string> {
  return async () => {
    try {
      const { access_token } = await client.clientCredentialsGrant(configuration, { ...parameters });
      return access_token;
    } catch (error) {
      if (isDcrError(error)) throw error;
      throw new DcrError(
        'initial-access-token-failed',
        `Could not get an initial access token by client_credentials from ${configuration.serverMetadata().issuer}${serverCode(error)}. ` +
          'Check the credentials and scopes of the client that asks for it.',
        { cause: safeCause(error, secretsOf(configuration)) },
      );
    }
  };
}

/** The server's own code, in brackets, where openid-client has one. */
function serverCode(error: unknown): string {
  if (error instanceof client.ResponseBodyError) return ` (${error.error})`;
  if (!(error instanceof client.WWWAuthenticateChallengeError)) return '';
  return ` (${error.cause[0]?.parameters.error ?? error.status})`;
}

function secretsOf(configuration: client.Configuration): string[] {
  const { client_secret } = configuration.clientMetadata();
  return typeof client_secret === 'string' ? [client_secret] : [];
}

function isLoopbackHttp(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'http:' && isLoopbackHost(hostname);
}
