import { expect, test } from 'vitest';
import { createTestServer } from '../../src/testing/index.js';
import { MACHINE_CLIENT, postForm, register, requestToken, WEB_CLIENT } from './raw-client.js';

const GRANT = { grant_type: 'client_credentials' };

test('good credentials get a bearer token', async () => {
  const server = createTestServer();
  const { body: client } = await register(server, MACHINE_CLIENT);
  const { status, headers, body } = await requestToken(server, client);
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
});

test('a secret with special characters must be form-urlencoded in the header', async () => {
  const server = createTestServer({ random: () => 'a b+c%:ü' });
  const { body: client } = await register(server, MACHINE_CLIENT);
  expect((await requestToken(server, client)).status).toBe(200);
  const bare = btoa(`${String(client.client_id)}:${String(client.client_secret)}`);
  expect((await postForm(server, GRANT, { authorization: `Basic ${bare}` })).status).toBe(401);
});

test('a client authenticates in the way that it registered, and in one way', async () => {
  const server = createTestServer();
  const { body: client } = await register(server, {
    ...MACHINE_CLIENT,
    token_endpoint_auth_method: 'client_secret_post',
  });
  const inForm = {
    ...GRANT,
    client_id: String(client.client_id),
    client_secret: String(client.client_secret),
  };
  expect((await postForm(server, inForm)).status).toBe(200);
  expect((await requestToken(server, client)).status).toBe(401);
  const twice = await postForm(server, inForm, { authorization: `Basic ${btoa('a:b')}` });
  expect([twice.status, twice.body.error]).toEqual([400, 'invalid_request']);
});

test.each([
  ['no header', {}],
  ['a wrong secret', { authorization: `Basic ${btoa('client-x:wrong')}` }],
  ['a header that cannot be read', { authorization: 'Basic %%%' }],
])('%s gets 401 invalid_client and a challenge', async (_name, headers) => {
  const server = createTestServer({ random: () => 'x' });
  await register(server, MACHINE_CLIENT);
  const answer = await postForm(server, GRANT, headers);
  expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
});

test('an expired secret is refused from that second on', async () => {
  let now = 1_000_000;
  const server = createTestServer({ now: () => now, secretExpiresInSeconds: 60 });
  const { body: client } = await register(server, MACHINE_CLIENT);
  now = 1_059_999;
  expect((await requestToken(server, client)).status).toBe(200);
  now = 1_060_000;
  expect((await requestToken(server, client)).body.error).toBe('invalid_client');
});

test('a grant that is missing, unknown or not registered for is refused', async () => {
  const server = createTestServer();
  const { body: machine } = await register(server, MACHINE_CLIENT);
  const { body: web } = await register(server, WEB_CLIENT);
  const basic = btoa(`${String(machine.client_id)}:${String(machine.client_secret)}`);
  const headers = { authorization: `Basic ${basic}` };
  expect((await postForm(server, {}, headers)).body.error).toBe('invalid_request');
  expect((await postForm(server, { grant_type: 'password' }, headers)).body.error).toBe(
    'unsupported_grant_type',
  );
  expect((await requestToken(server, web)).body.error).toBe('unauthorized_client');
});

test('a body that is not a form is refused', async () => {
  const server = createTestServer();
  const response = await server.fetch(`${server.issuer}/token`, { method: 'POST', body: 'grant_type=x' });
  expect(response.status).toBe(400);
});
