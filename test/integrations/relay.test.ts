import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createDcrClient, type FetchLike, memoryStore, type ServerMetadata } from '../../src/index.js';
import {
  createRegistrationRelay,
  type RegistrationRelayOptions,
  relayFetch,
} from '../../src/integrations/relay.js';
import { createTestServer, type TestServerOptions } from '../../src/testing/index.js';
import { failing } from '../support/failing.js';

const APP = 'https://app.example';
const RELAY = `${APP}/oauth/registration`;
const METADATA = { client_name: 'Page', redirect_uris: [`${APP}/cb`] } as const;

/** A server behind a relay, and a page of {@link APP} that knows the relay alone. */
function setting(serverOptions: TestServerOptions = {}, more: Partial<RegistrationRelayOptions> = {}) {
  const server = createTestServer(serverOptions);
  const upstream: { readonly url: string; readonly init: RequestInit }[] = [];
  const relay = createRegistrationRelay({
    server: server.metadata(),
    configurationEndpoints: [`${server.issuer}/clients`],
    allowedOrigins: [APP],
    fetch: (url, init) => {
      upstream.push({ url, init });
      return server.fetch(url, init);
    },
    ...more,
  });
  const fetch = relayFetch({ url: RELAY, fetch: (url, init) => relay(asFrom(APP, url, init)) });
  const start = () =>
    createDcrClient({ issuer: server.issuer, metadata: METADATA, store: memoryStore(), fetch });
  return { server, upstream, relay, fetch, start };
}

/** The request as a browser sends it from a page of this origin. */
function asFrom(origin: string, url: string, init: RequestInit): Request {
  const request = new Request(url, init);
  request.headers.set('origin', origin);
  return request;
}

const SERVER: ServerMetadata = {
  issuer: 'https://as.example/tenant',
  registration_endpoint: 'https://as.example/tenant/register',
};

const ask = (asked: unknown, init: RequestInit = {}) =>
  asFrom(APP, RELAY, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof asked === 'string' ? asked : JSON.stringify(asked),
    ...init,
  });

/** A relay in front of {@link SERVER}, which answers `{}` to everything, and the addresses that it was asked for. */
function table(more: Partial<RegistrationRelayOptions> = {}) {
  const asked: string[] = [];
  const relay = createRegistrationRelay({
    server: SERVER,
    allowedOrigins: [APP],
    fetch: async (url, { method }) => {
      asked.push(`${method} ${url}`);
      return new Response('{}', { headers: { 'content-type': 'application/json' } });
    },
    ...more,
  });
  return { relay, asked };
}

const authorization = 'Bearer t1';
const body = '{}';
const AT = 'https://as.example/tenant/register';

describe('what a relay sends on', () => {
  test.each([
    [
      'the metadata (RFC 8414)',
      { method: 'GET', url: 'https://as.example/.well-known/oauth-authorization-server/tenant' },
    ],
    [
      'the metadata (OpenID Connect Discovery)',
      { method: 'GET', url: 'https://as.example/tenant/.well-known/openid-configuration' },
    ],
    ['a registration', { method: 'POST', url: AT, body }],
    ['a registration with an initial token', { method: 'POST', url: AT, body, authorization }],
    ['a read', { method: 'GET', url: `${AT}/c1`, authorization }],
    [
      'a read where the client is named in the query',
      { method: 'GET', url: `${AT}?client_id=c%2F1`, authorization },
    ],
    ['an update', { method: 'PUT', url: `${AT}/c1`, authorization, body }],
    ['a deletion', { method: 'DELETE', url: `${AT}/c1`, authorization }],
    ['an id with other letters', { method: 'GET', url: `${AT}/a/b.c~d%20e@f:g`, authorization }],
  ])('%s', async (_name, asked) => {
    const { relay, asked: seen } = table();
    const response = await relay(ask(asked));
    expect(response.status).toBe(200);
    expect(seen).toEqual([`${asked.method} ${asked.url}`]);
  });

  test('what lies where clients are managed, if that is elsewhere', async () => {
    const configurationEndpoints = ['https://api.as.example/clients'];
    const { relay, asked } = table({ configurationEndpoints });
    await relay(ask({ method: 'GET', url: 'https://api.as.example/clients/c1', authorization }));
    const { status } = await relay(ask({ method: 'GET', url: `${AT}/c1`, authorization }));
    expect([status, asked]).toEqual([403, ['GET https://api.as.example/clients/c1']]);
  });
});

describe('what a relay does not send on', () => {
  const read = { method: 'GET', url: `${AT}/c1`, authorization };
  test.each<[string, unknown, RegExp]>([
    [
      'another origin',
      { ...read, url: 'https://as.example.evil.example/tenant/register/c1' },
      /none of what/,
    ],
    ['another port', { ...read, url: 'https://as.example:444/tenant/register/c1' }, /none of what/],
    ['another scheme', { ...read, url: 'http://as.example/tenant/register/c1' }, /none of what/],
    ['an address of this machine', { ...read, url: 'http://169.254.169.254/latest' }, /none of what/],
    ['no address', { ...read, url: '/tenant/register/c1' }, /none of what/],
    [
      'credentials in the address',
      { ...read, url: 'https://u:p@as.example/tenant/register/c1' },
      /none of what/,
    ],
    ['a fragment', { ...read, url: `${AT}/c1#x` }, /none of what/],
    ['another path', { ...read, url: 'https://as.example/tenant/admin' }, /none of what/],
    ['a path that only begins the same', { ...read, url: `${AT}ed/c1` }, /none of what/],
    ['a way up', { ...read, url: `${AT}/../admin` }, /none of what/],
    ['an encoded way up', { ...read, url: `${AT}/%2e%2e/admin` }, /none of what/],
    ['a way up with encoded slashes', { ...read, url: `${AT}/..%2fadmin` }, /none of what/],
    ['a way up encoded twice', { ...read, url: `${AT}/%252e%252e/admin` }, /none of what/],
    ['a way up with a parameter', { ...read, url: `${AT}/..;/admin` }, /none of what/],
    ['a backslash', { ...read, url: `${AT}/%5c..%5cadmin` }, /none of what/],
    ['an empty segment', { ...read, url: `${AT}//as.example` }, /none of what/],
    ['a null', { ...read, url: `${AT}/c1%00` }, /none of what/],
    ['management without a token', { method: 'GET', url: `${AT}/c1` }, /without a token, is none/],
    [
      'metadata with a token',
      { ...read, url: 'https://as.example/tenant/.well-known/openid-configuration' },
      /none of/,
    ],
    ['a registration below the endpoint', { method: 'POST', url: `${AT}/c1`, body }, /none of what/],
    ['a registration with a query', { method: 'POST', url: `${AT}?x=1`, body }, /none of what/],
    ['another method', { ...read, method: 'PATCH' }, /none of GET, POST, PUT, DELETE/],
    ['CONNECT', { ...read, method: 'CONNECT' }, /none of GET/],
    ['another header', { ...read, cookie: 'a=b' }, /members beside/],
    ['a password', { ...read, authorization: 'Basic dTpw' }, /no bearer token/],
    ['a header inside a token', { ...read, authorization: 'Bearer t1\r\nx-admin: 1' }, /no bearer token/],
    ['a body that is no object', { method: 'POST', url: AT, body: '[]' }, /no JSON object/],
    ['a body that is no text', { method: 'POST', url: AT, body: {} }, /no JSON object/],
    ['no body', { method: 'POST', url: AT }, /no JSON object/],
    ['a body where none belongs', { ...read, body }, /GET has no body/],
    ['no object', '[]', /method is none of/],
    ['no JSON', 'grant_type=x', /method is none of/],
    [
      'more than it reads',
      { method: 'POST', url: AT, body: `{"a":"${'x'.repeat(200_000)}"}` },
      /larger than 131072 bytes/,
    ],
  ])('%s', async (_name, asked, words) => {
    const { relay, asked: seen } = table();
    const response = await relay(ask(asked));
    const { failure } = await response.json();
    expect(response.status).toBe(403);
    expect(failure).toMatchObject({
      code: 'relay-refused',
      notProcessed: true,
      message: expect.stringMatching(words),
    });
    expect(seen).toEqual([]);
  });

  test.each<[string, RequestInit]>([
    ['a form, which needs no preflight', { headers: { 'content-type': 'text/plain' } }],
    ['a request without a type', { headers: {} }],
    ['another method of its own', { method: 'PUT' }],
  ])('%s', async (_name, init) => {
    const { relay, asked } = table();
    const response = await relay(ask({ method: 'GET', url: `${AT}/c1`, authorization }, init));
    expect(response.status).toBe(403);
    expect(asked).toEqual([]);
  });

  test('a request whose body does not arrive', async () => {
    const { relay } = table({ timeoutMs: 20 });
    const stalled = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) });
    const response = await relay(ask('', { body: stalled, duplex: 'half' } as RequestInit));
    expect((await response.json()).failure.message).toContain('did not arrive within 20 ms');
  });
});

test('a request that breaks off is refused, and the handler does not reject', async () => {
  const { relay } = table();
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error('aborted')) });
  const response = await relay(ask('', { body: broken, duplex: 'half' } as RequestInit));
  expect((await response.json()).failure).toMatchObject({
    code: 'relay-refused',
    message: expect.stringContaining('broke off'),
  });
});

describe('pages', () => {
  const asked = { method: 'GET', url: `${AT}/c1`, authorization };

  test.each([
    ['another origin', 'https://evil.example'],
    ['another port', `${APP}:444`],
    ['a sandboxed frame', 'null'],
    ['no browser', ''],
  ])('of %s may neither ask nor read', async (_name, origin) => {
    const { relay, asked: seen } = table();
    const request = ask(asked);
    if (origin === '') request.headers.delete('origin');
    else request.headers.set('origin', origin);
    const preflight = new Request(RELAY, { method: 'OPTIONS', headers: { origin } });
    for (const response of [await relay(request), await relay(preflight)]) {
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect((await response.json()).failure.message).toContain('allowedOrigins');
    }
    expect(seen).toEqual([]);
  });

  test('of an origin that is allowed may, after a preflight that names it alone', async () => {
    const { relay } = table();
    const preflight = await relay(new Request(RELAY, { method: 'OPTIONS', headers: { origin: APP } }));
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      vary: 'origin',
    });
    const response = await relay(ask(asked));
    expect(response.headers.get('access-control-allow-origin')).toBe(APP);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('what goes to the server, and what comes back', () => {
  test('of the page the token and the body; of the server what is needed', async () => {
    const sent: RequestInit[] = [];
    const { relay } = table({
      fetch: async (_url, init) => {
        sent.push(init);
        const headers = {
          'set-cookie': 'a=b',
          server: 'AS',
          date: 'now',
          'retry-after': '7',
          'www-authenticate': 'Bearer',
        };
        return new Response('no', { status: 401, headers: { ...headers, 'content-type': 'text/plain' } });
      },
    });
    const request = ask({ method: 'PUT', url: `${AT}/c1`, authorization, body: '{"client_id":"c1"}' });
    request.headers.set('cookie', 'session=1');
    request.headers.set('x-forwarded-for', '10.0.0.1');
    const response = await relay(request);
    expect(sent).toMatchObject([
      {
        method: 'PUT',
        headers: { accept: 'application/json', authorization, 'content-type': 'application/json' },
        body: '{"client_id":"c1"}',
        redirect: 'manual',
        credentials: 'omit',
      },
    ]);
    expect(Object.keys(sent[0]?.headers ?? {})).toHaveLength(3);
    const headers = {
      'content-type': 'text/plain',
      date: 'now',
      'retry-after': '7',
      'www-authenticate': 'Bearer',
    };
    // The refusal is the server's: the relay itself did well.
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ answer: { status: 401, headers, body: 'no' } });
  });

  test.each([302, 307, 308])('no redirect is followed (%s)', async (status) => {
    const location = `${AT}/elsewhere`;
    let requests = 0;
    const { relay } = table({
      fetch: async () => {
        requests += 1;
        return new Response(null, { status, headers: { location } });
      },
    });
    const { failure } = await (await relay(ask({ method: 'POST', url: AT, body }))).json();
    expect(failure).toMatchObject({ code: 'redirect-refused', message: expect.stringContaining(location) });
    expect(requests).toBe(1);
  });

  test('an answer that is too large, one that does not come, and a server that is down are reported as such', async () => {
    const large = table({ fetch: async () => new Response('x'.repeat(1024 * 1024 + 1)) });
    const silent = table({ timeoutMs: 20, fetch: () => new Promise(() => undefined) });
    const refused = Object.assign(new TypeError('x'), { cause: { code: 'ECONNREFUSED' } });
    const down = table({ fetch: () => Promise.reject(refused) });
    const codes = [];
    for (const { relay } of [large, silent, down]) {
      const response = await relay(ask({ method: 'POST', url: AT, body }));
      const { failure } = await response.json();
      codes.push([response.status, failure.code, failure.notProcessed ?? false]);
    }
    expect(codes).toEqual([
      [502, 'response-too-large', false],
      [502, 'timeout', false],
      [502, 'network', true],
    ]);
  });
});

describe('the initial access token of a relay', () => {
  const INITIAL = 'planted-initial-access-token';

  test('goes with registrations, and with nothing else; the page never sees it', async () => {
    const { upstream, start } = setting(
      { initialAccessToken: INITIAL },
      { initialAccessToken: async () => INITIAL },
    );
    const dcr = start();
    const client = await dcr.ensureRegistered();
    await dcr.patch({ client_name: 'Renamed' });
    await dcr.delete();
    const carriers = upstream.filter(({ init }) => JSON.stringify(init.headers).includes(INITIAL));
    expect(carriers.map(({ init }) => init.method)).toEqual(['POST']);
    expect(inspect(client)).not.toContain(INITIAL);
  });

  test('is not shown to the page where the server repeats it', async () => {
    const relay = table({
      initialAccessToken: INITIAL,
      fetch: async (_url, init) =>
        new Response(inspect(init.headers), {
          status: 401,
          headers: { 'www-authenticate': `Bearer x="${INITIAL}"` },
        }),
    }).relay;
    const text = await (await relay(ask({ method: 'POST', url: AT, body }))).text();
    expect(text).toContain('[redacted]');
    expect(text).not.toContain(INITIAL);
  });

  test.each([
    ['as it is', (token: string) => token],
    ['behind backslashes', (token: string) => token.replaceAll('/', '\\/')],
    ['by its number', (token: string) => token.replaceAll('+', '\\u002B').replaceAll('/', '\\u002f')],
  ])('is not shown either where JSON spells it %s', async (_how, spell) => {
    const token = 'in+it/ial.to~ken==';
    const { relay } = table({
      initialAccessToken: token,
      fetch: async () => new Response(`{"error":"invalid_token","was":"${spell(token)}"}`, { status: 401 }),
    });
    const { answer } = await (await relay(ask({ method: 'POST', url: AT, body }))).json();
    expect(JSON.parse(answer.body)).toEqual({ error: 'invalid_token', was: '[redacted]' });
  });

  test('gives way to one that the page brings', async () => {
    const sent: unknown[] = [];
    const { relay } = table({
      initialAccessToken: () => Promise.reject(new Error('asked')),
      fetch: async (_url, { headers }) => {
        sent.push(headers);
        return new Response('{}');
      },
    });
    await relay(ask({ method: 'POST', url: AT, body, authorization }));
    expect(sent).toMatchObject([{ authorization }]);
  });

  test('that cannot be had fails the registration, without telling the page why', async () => {
    const { relay, asked } = table({
      initialAccessToken: () => Promise.reject(new Error('vault at 10.0.0.7')),
    });
    const response = await relay(ask({ method: 'POST', url: AT, body }));
    const text = await response.text();
    expect(JSON.parse(text).failure.code).toBe('initial-access-token-failed');
    expect(text).not.toContain('10.0.0.7');
    expect(asked).toEqual([]);
  });
});

describe('a page behind a relay', () => {
  test('lives as if it asked the server itself', async () => {
    const { server, start } = setting({ rotation: 'on-both' });
    const dcr = start();
    const { client_id } = await dcr.ensureRegistered();
    expect((await dcr.patch({ client_name: 'Renamed' })).client_name).toBe('Renamed');
    expect((await dcr.read()).client_id).toBe(client_id);
    await dcr.delete();
    expect((await dcr.status()).state).toBe('deleted');
    expect(server.clients().filter(({ deletedAt }) => deletedAt === undefined)).toEqual([]);
  });

  test('is told the refusals of the server, and what the relay saw of it', async () => {
    const refused = setting({ initialAccessToken: 'needed' });
    expect(await failing(refused.start().ensureRegistered())).toMatchObject({
      code: 'unauthorized',
      status: 401,
    });
    const lost = setting();
    lost.server.loseNextAnswer({ method: 'POST' });
    const dcr = lost.start();
    expect((await failing(dcr.ensureRegistered())).code).toBe('network');
    expect((await dcr.status()).suspectedOrphans).toHaveLength(1);
  });

  test('is told at once, and lists no attempt, where the relay is for another server', async () => {
    const { fetch } = setting();
    const dcr = createDcrClient({ server: SERVER, metadata: METADATA, store: memoryStore(), fetch });
    const error = await failing(dcr.ensureRegistered());
    expect(error).toMatchObject({ code: 'relay-refused', notProcessed: true });
    expect(error.message).toContain(SERVER.registration_endpoint);
    expect((await dcr.status()).suspectedOrphans).toEqual([]);
    const asIssuer = createDcrClient({
      issuer: SERVER.issuer,
      metadata: METADATA,
      store: memoryStore(),
      fetch,
    });
    expect((await failing(asIssuer.ensureRegistered())).code).toBe('relay-refused');
  });
});

describe('what is no relay', () => {
  /** A registered page, whose back end then answers something else in the relay's place. */
  async function broken(answer: FetchLike) {
    const { server, relay } = setting();
    let isBroken = false;
    const fetch = relayFetch({
      url: RELAY,
      fetch: (url, init) => (isBroken ? answer(url, init) : relay(asFrom(APP, url, init))),
    });
    const dcr = createDcrClient({ issuer: server.issuer, metadata: METADATA, store: memoryStore(), fetch });
    await dcr.ensureRegistered();
    isBroken = true;
    return dcr;
  }

  test.each<[string, FetchLike, RegExp]>([
    ['a missing route', async () => new Response('Not found', { status: 404 }), /no relay: 404/],
    [
      'a login',
      async () => Response.json({ error: 'login' }, { status: 401 }),
      /no relay: 401 \(application\/json\)/,
    ],
    [
      'the page itself',
      async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
      /200 \(text\/html\)/,
    ],
    ['a redirect', async () => Response.error(), /no relay: a redirect/],
    ['a gone server', async () => new Response(null, { status: 410 }), /no relay: 410/],
    [
      'an answer without a status',
      async () => Response.json({ answer: { headers: {}, body: '' } }),
      /no relay/,
    ],
    [
      'a status that is none',
      async () => Response.json({ answer: { status: 99, headers: {}, body: '' } }),
      /no relay/,
    ],
    ['more than is read', async () => new Response('x'.repeat(7 * 1024 * 1024)), /no relay/],
    [
      'nobody',
      () => Promise.reject(new TypeError('Failed to fetch')),
      /Could not ask the relay.*connect-src/,
    ],
  ])('%s is never taken for the server: the client stays', async (_name, answer, words) => {
    const dcr = await broken(answer);
    const error = await failing(dcr.read());
    expect(error.code).toBe('relay-failed');
    expect(error.message).toMatch(words);
    expect(error.notProcessed).toBeUndefined();
    const { usable, state } = await dcr.status();
    expect([usable, state]).toEqual([true, 'registered']);
  });

  test('what limits how often it is asked may say for how long', async () => {
    const limited = async () => new Response('slow down', { status: 429, headers: { 'retry-after': '7' } });
    const error = await failing(relayFetch({ url: RELAY, fetch: limited })(AT, {}));
    expect(error).toMatchObject({ code: 'relay-failed', status: 429, retryAfterMs: 7000 });
  });

  test('an abort is the reason of the signal', async () => {
    const fetch = relayFetch({ url: RELAY, fetch: (_url, init) => globalThis.fetch('data:,x', init) });
    const signal = AbortSignal.abort('enough');
    await expect(fetch(AT, { signal })).rejects.toBe('enough');
  });

  test('failures it writes hold no token, whatever it repeats', async () => {
    const token = 'planted-registration-access-token';
    const repeating = (_url: string, init: RequestInit) =>
      Promise.resolve(Response.json({ failure: { code: 'network', message: `sent ${init.body}\u0000` } }));
    for (const fetch of [repeating, () => Promise.reject(new TypeError(`header Bearer ${token}`))]) {
      const call = relayFetch({ url: RELAY, fetch })(AT, { headers: { authorization: `Bearer ${token}` } });
      expect(inspect(await failing(call))).not.toContain(token);
    }
  });
});

describe('options that cannot work', () => {
  const create = (more: Partial<Record<keyof RegistrationRelayOptions, unknown>>) => () =>
    createRegistrationRelay({ server: SERVER, allowedOrigins: [APP], ...more } as RegistrationRelayOptions);

  test.each<[string, () => unknown, RegExp]>([
    ['no server', create({ server: undefined }), /metadata of a server/],
    [
      'a server without registration',
      create({ server: { issuer: 'https://as.example' } }),
      /registration_endpoint/,
    ],
    [
      'an endpoint that is no address',
      create({ configurationEndpoints: ['/clients'] }),
      /no absolute address/,
    ],
    ['no origins', create({ allowedOrigins: [] }), /name the origins/],
    ['all origins', create({ allowedOrigins: ['*'] }), /name the origins/],
    ['an origin with a path', create({ allowedOrigins: [`${APP}/`] }), /without a path/],
    ['no origin of sandboxed frames', create({ allowedOrigins: ['null'] }), /name the origins/],
    ['a misspelt option', create({ allowedOrigin: [APP] } as never), /allowedOrigins/],
    ['no limit', create({ timeoutMs: 0 }), /timeoutMs/],
    ['a page without the address of the relay', () => relayFetch({ url: '' }), /address of the relay/],
  ])('%s', (_name, call, words) => {
    expect(call).toThrow(words);
  });

  test('a header that would not arrive is refused, not dropped', async () => {
    const { fetch, upstream } = setting();
    const error = await failing(fetch(AT, { headers: { 'x-tenant': 'a' } }));
    expect(error).toMatchObject({ code: 'invalid-option', message: expect.stringContaining('x-tenant') });
    expect(upstream).toEqual([]);
  });
});
