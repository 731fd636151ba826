import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestServer, type TestServer } from '../../src/testing/index.js';
import { testServerHandlers } from '../../src/testing/msw.js';
import { read, register, remove, requestToken, update } from './raw-client.js';

const network = setupServer();
beforeAll(() => network.listen({ onUnhandledRequest: 'error' }));
afterEach(() => network.resetHandlers());
afterAll(() => network.close());

/** A server that the raw client reaches through the global fetch alone. */
function behindMsw(server: TestServer): TestServer {
  network.use(...testServerHandlers(server));
  return { ...server, fetch: (url, init) => globalThis.fetch(url, init) };
}

const CLIENT = { grant_types: ['client_credentials'] };

test('the whole life of a client goes through the global fetch', async () => {
  const server = behindMsw(createTestServer({ issuer: 'https://as.example.test/tenant' }));
  const document = await fetch('https://as.example.test/.well-known/oauth-authorization-server/tenant');
  expect(await document.json()).toEqual(server.metadata());
  const { status, body } = await register(server, CLIENT);
  expect(status).toBe(201);
  expect((await requestToken(server, body)).status).toBe(200);
  expect((await read(server, body)).body).toEqual(body);
  const { body: updated } = await update(server, body, { ...CLIENT, client_name: 'New' });
  expect(updated.client_name).toBe('New');
  expect((await remove(server, updated)).status).toBe(204);
  expect((await read(server, updated)).status).toBe(401);
  expect(server.requests().map((request) => request.status)).toEqual([200, 201, 200, 200, 200, 204, 401]);
});

test('the hosts of accounts are routed too', async () => {
  behindMsw(createTestServer({ accounts: { 'acct:joe@example.com': 'https://as.example.test' } }));
  const response = await fetch('https://example.com/.well-known/webfinger?resource=acct:joe@example.com');
  expect(response.status).toBe(200);
});

test('a broken connection is a network error', async () => {
  const server = behindMsw(createTestServer());
  server.loseNextAnswer();
  await expect(register(server, CLIENT)).rejects.toBeInstanceOf(TypeError);
  expect(server.clients()).toHaveLength(1);
});

test('a hang ends when the signal aborts', async () => {
  const abort = new AbortController();
  const arrived = (): number => {
    queueMicrotask(() => abort.abort(new Error('enough')));
    return 0;
  };
  const server = behindMsw(createTestServer({ now: arrived }));
  server.hangNext();
  await expect(fetch(server.issuer, { signal: abort.signal })).rejects.toThrow('enough');
  expect(server.requests()).toHaveLength(1);
});

test('redirects are left to the fetch', async () => {
  const server = behindMsw(createTestServer());
  server.redirectNext({ location: `${server.issuer}/jwks`, times: 2 });
  expect((await fetch(server.issuer, { redirect: 'manual' })).status).toBe(302);
  expect((await fetch(server.issuer)).status).toBe(200);
});
