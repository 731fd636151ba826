import { describe, expect, test } from 'vitest';
import {
  createDcrClient,
  deleteClient,
  discoverServer,
  findIssuer,
  isDcrError,
  memoryStore,
  readClient,
  registerClient,
  updateClient,
} from '../src/index.js';

/** Counts what would have been sent. */
function counting() {
  let requests = 0;
  const fetch = async () => {
    requests += 1;
    return new Response('{}');
  };
  return { fetch, sent: () => requests };
}

const server = { issuer: 'https://as.example', registration_endpoint: 'https://as.example/register' };
const registration = {
  client_id: 'c1',
  registration_client_uri: 'https://as.example/c1',
  registration_access_token: 't1',
};
const metadata = { redirect_uris: ['https://app.example/cb'] };
type Fetch = { fetch: () => Promise<Response> };

/** What callers without types may do; each must fail before anything is sent. */
const calls: [string, string, RegExp, (fetch: Fetch) => unknown][] = [
  ['no issuer', 'invalid-issuer', /give the issuer/, (fetch) => discoverServer(undefined as never, fetch)],
  ['an http issuer', 'insecure-url', /https/, (fetch) => discoverServer('http://as.example', fetch)],
  [
    'an issuer with a query',
    'invalid-issuer',
    /query/,
    (fetch) => discoverServer('https://as.example?x', fetch),
  ],
  [
    'an issuer with a fragment',
    'invalid-issuer',
    /fragment/,
    (fetch) => discoverServer('https://as.example#x', fetch),
  ],
  [
    'an account that is none',
    'invalid-account',
    /looks like joe@example.com/,
    (fetch) => findIssuer('@joe', fetch),
  ],
  ['an account that is no text', 'invalid-account', /not a text/, (fetch) => findIssuer(7 as never, fetch)],
  [
    'a server that is none',
    'invalid-option',
    /server metadata/,
    (fetch) => registerClient(undefined as never, {}, fetch),
  ],
  [
    'a server without endpoint',
    'no-registration-endpoint',
    /operator/,
    (fetch) => registerClient({ issuer: 'https://as.example' }, metadata, fetch),
  ],
  [
    'metadata that is no object',
    'invalid-metadata',
    /must be an object/,
    (fetch) => registerClient(server, 'x' as never, fetch),
  ],
  [
    'metadata that is a list',
    'invalid-metadata',
    /a list/,
    (fetch) => registerClient(server, [] as never, fetch),
  ],
  [
    'metadata that is null',
    'invalid-metadata',
    /null/,
    (fetch) => registerClient(server, null as never, fetch),
  ],
  [
    'redirect_uris that is a text',
    'invalid-metadata',
    /redirect_uris must be a list/,
    (fetch) => registerClient(server, { redirect_uris: 'https://app.example/cb' } as never, fetch),
  ],
  [
    'a redirect URI that is a number',
    'invalid-metadata',
    /redirect_uris\[1\]/,
    (fetch) => registerClient(server, { redirect_uris: ['https://app.example/cb', 7] } as never, fetch),
  ],
  [
    'several wrong members at once',
    'invalid-metadata',
    /client_name.*scope/,
    (fetch) => registerClient(server, { client_name: 1, scope: [] } as never, fetch),
  ],
  [
    'a private key in jwks',
    'invalid-metadata',
    /private key/,
    (fetch) => registerClient(server, { jwks: { keys: [{ kty: 'EC', d: 'x' }] } } as never, fetch),
  ],
  [
    'an unknown option',
    'invalid-option',
    /Did you mean initialAccessToken/,
    (fetch) => registerClient(server, metadata, { ...fetch, initialAccesToken: 'x' } as never),
  ],
  [
    'a token in place of the options',
    'invalid-option',
    /registerClient: the options must be an object/,
    () => registerClient(server, metadata, 'token' as never),
  ],
  [
    'a text in place of the options of an update',
    'invalid-option',
    /updateClient: the options must be an object/,
    () => updateClient(registration, metadata, 'token' as never),
  ],
  [
    'a server that was not awaited',
    'invalid-option',
    /server metadata.*await it/,
    (fetch) => registerClient(Promise.resolve(server) as never, metadata, fetch),
  ],
  [
    'a registration that was not awaited',
    'invalid-option',
    /must be an object.*await it/,
    (fetch) => readClient(Promise.resolve(registration) as never, fetch),
  ],
  [
    'a list that is a text, which is not missing as well',
    'invalid-metadata',
    /^registerClient: redirect_uris must be a list of addresses as texts \(RU-10\)\. Nothing/,
    (fetch) => registerClient(server, { redirect_uris: 'https://app.example/cb' } as never, fetch),
  ],
  [
    'a misspelt member, for which another one is missing',
    'invalid-metadata',
    /redirect_uris must be there.*redirectUris is no member.*is redirect_uris meant/,
    (fetch) => registerClient(server, { redirectUris: metadata.redirect_uris } as never, fetch),
  ],
  [
    'an empty token',
    'initial-access-token-failed',
    /is empty. See whether the variable/,
    (fetch) => registerClient(server, metadata, { ...fetch, initialAccessToken: async () => '' }),
  ],
  [
    'a token with a line break',
    'initial-access-token-failed',
    /trailing newline/,
    (fetch) => registerClient(server, metadata, { ...fetch, initialAccessToken: 'token\n' }),
  ],
  [
    'a token function that throws',
    'initial-access-token-failed',
    /function failed/,
    (fetch) =>
      registerClient(server, metadata, {
        ...fetch,
        initialAccessToken: () => Promise.reject(new Error('vault sealed')),
      }),
  ],
  [
    'an endpoint in plain http',
    'insecure-url',
    /as.example/,
    (fetch) =>
      registerClient({ ...server, registration_endpoint: 'http://as.example/register' }, metadata, fetch),
  ],
  [
    'an endpoint that is no address',
    'insecure-url',
    /not an absolute address/,
    (fetch) => registerClient({ ...server, registration_endpoint: '/register' }, metadata, fetch),
  ],
  [
    'a registration without token',
    'not-manageable',
    /registration_access_token/,
    (fetch) => readClient({ registration_client_uri: 'https://as.example/c1' }, fetch),
  ],
  [
    'a registration access token with a line break',
    'not-manageable',
    /trailing newline/,
    (fetch) => readClient({ ...registration, registration_access_token: 'token-of-c1\n' }, fetch),
  ],
  [
    'a registration access token with half a character',
    'not-manageable',
    /no header/,
    (fetch) => deleteClient({ ...registration, registration_access_token: '\ud800token' }, fetch),
  ],
  [
    'a registration that is none',
    'invalid-option',
    /must be an object/,
    (fetch) => deleteClient(undefined as never, fetch),
  ],
  [
    'an update without client_id',
    'invalid-metadata',
    /client_id/,
    (fetch) => updateClient({ ...registration, client_id: undefined } as never, {}, fetch),
  ],
  [
    'an update that is no object',
    'invalid-metadata',
    /must be an object/,
    (fetch) => updateClient(registration, 7 as never, fetch),
  ],
  [
    'no target',
    'invalid-option',
    /exactly one of issuer, account and server/,
    (fetch) => createDcrClient({ store: memoryStore(), metadata: {}, ...fetch } as never),
  ],
  [
    'two targets',
    'invalid-option',
    /exactly one/,
    (fetch) =>
      createDcrClient({
        issuer: 'https://as.example',
        account: 'a@b.example',
        store: memoryStore(),
        metadata: {},
        ...fetch,
      } as never),
  ],
  [
    'no store',
    'invalid-option',
    /memoryStore/,
    (fetch) => createDcrClient({ issuer: 'https://as.example', metadata: {}, ...fetch } as never),
  ],
  [
    'a facade with an http issuer',
    'insecure-url',
    /https/,
    (fetch) => createDcrClient({ issuer: 'http://as.example', store: memoryStore(), metadata: {}, ...fetch }),
  ],
  [
    'a facade with a query in its issuer',
    'invalid-issuer',
    /query/,
    (fetch) =>
      createDcrClient({ issuer: 'https://as.example/?x=1', store: memoryStore(), metadata: {}, ...fetch }),
  ],
  [
    'a facade with metadata that is none',
    'invalid-option',
    /metadata must be an object/,
    (fetch) =>
      createDcrClient({
        issuer: 'https://as.example',
        store: memoryStore(),
        metadata: 'x',
        ...fetch,
      } as never),
  ],
  [
    'a facade whose redirect_uris is a text',
    'invalid-metadata',
    /must be a list/,
    (fetch) =>
      createDcrClient({
        issuer: 'https://as.example',
        store: memoryStore(),
        metadata: { redirect_uris: 'x' },
        ...fetch,
      } as never).ensureRegistered(),
  ],
  [
    'a facade with a misspelt option',
    'invalid-option',
    /Did you mean revision/,
    (fetch) =>
      createDcrClient({
        issuer: 'https://as.example',
        store: memoryStore(),
        metadata: {},
        revison: 1,
        ...fetch,
      } as never),
  ],
  [
    'a fetch that is none',
    'invalid-option',
    /fetch must be a function/,
    () => registerClient(server, metadata, { fetch: 'fetch' as never }),
  ],
  [
    'a claim that is dead at once',
    'invalid-option',
    /claimTtlMs must be a positive/,
    (fetch) =>
      createDcrClient({
        issuer: 'https://as.example',
        store: memoryStore(),
        metadata: {},
        claimTtlMs: 0,
        ...fetch,
      }),
  ],
  [
    'a facade with a negative limit',
    'invalid-option',
    /not negative/,
    (fetch) =>
      createDcrClient({
        issuer: 'https://as.example',
        store: memoryStore(),
        metadata: {},
        claimWaitMs: -1,
        ...fetch,
      }),
  ],
  [
    'an account that cannot be looked up',
    'invalid-account',
    /looks like/,
    (fetch) =>
      createDcrClient({
        account: 'nobody@',
        store: memoryStore(),
        metadata,
        ...fetch,
      }).ensureRegistered(),
  ],
  [
    'changes that are no object',
    'invalid-option',
    /must be an object/,
    (fetch) =>
      createDcrClient({ issuer: 'https://as.example', store: memoryStore(), metadata: {}, ...fetch }).patch(
        'x' as never,
      ),
  ],
];

describe('bad input is refused before anything is sent', () => {
  test.each(calls)('%s: %s', async (_name, code, words, call) => {
    const { fetch, sent } = counting();
    const error = await (async () => call({ fetch }))().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isDcrError(error)) throw new Error(`expected a DcrError, got ${String(error)}`);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
    expect(sent()).toBe(0);
  });
});
