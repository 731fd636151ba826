import { describe, expect, test } from 'vitest';
import { createTestServer, type TestServerOptions } from '../../src/testing/index.js';
import {
  MACHINE_CLIENT,
  manage,
  read,
  register,
  remove,
  requestToken,
  update,
  WEB_CLIENT,
} from './raw-client.js';

async function registered(options: TestServerOptions = {}, metadata: object = WEB_CLIENT) {
  const server = createTestServer(options);
  const { body: client } = await register(server, metadata);
  return { server, client };
}

describe('reading', () => {
  test('answers what was registered', async () => {
    const { server, client } = await registered();
    const { status, headers, body } = await read(server, client);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toEqual(client);
  });

  test('leaves out what it is told to', async () => {
    const { server, client } = await registered({
      omitOnRead: ['client_secret', 'registration_access_token'],
    });
    const { client_secret: _, registration_access_token: __, ...rest } = client;
    expect((await read(server, client)).body).toEqual(rest);
  });
});

describe('the registration access token', () => {
  test('is asked for: none and a wrong one get 401 and the challenge of RFC 6750', async () => {
    const { server, client } = await registered();
    const missing = await manage(server, client, { method: 'GET', token: undefined });
    expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="https://as.example.test"',
    ]);
    const wrong = await manage(server, client, { method: 'GET', token: 'wrong' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect((await read(server, client)).status).toBe(200);
  });

  test('is destroyed when it turns up at the address of another client', async () => {
    const { server, client } = await registered();
    const { body: other } = await register(server, WEB_CLIENT);
    const token = client.registration_access_token;
    expect((await manage(server, other, { method: 'GET', token })).status).toBe(401);
    expect((await read(server, client)).status).toBe(401);
    expect((await read(server, other)).status).toBe(200);
    expect(server.client(String(client.client_id))).not.toHaveProperty('registration_access_token');
  });

  test('is kept by a refused update', async () => {
    const { server, client } = await registered();
    expect((await update(server, client, {})).status).toBe(400);
    expect((await read(server, client)).body).toEqual(client);
  });
});

describe('updating', () => {
  test('replaces: what the body leaves out is gone', async () => {
    const { server, client } = await registered();
    const { status, body } = await update(server, client, {
      redirect_uris: ['https://app.example/new'],
      client_secret: client.client_secret,
    });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('client_name');
    expect(body).toMatchObject({
      client_id: client.client_id,
      client_secret: client.client_secret,
      redirect_uris: ['https://app.example/new'],
      client_id_issued_at: client.client_id_issued_at,
      registration_client_uri: client.registration_client_uri,
    });
    expect((await read(server, body)).body).toEqual(body);
  });

  test.each([
    ['invalid_request', { registration_access_token: 'x' }],
    ['invalid_request', { registration_client_uri: 'https://as.example.test/x' }],
    ['invalid_request', { client_secret_expires_at: 0 }],
    ['invalid_request', { client_id_issued_at: 0 }],
    ['invalid_request', { client_id: 'other' }],
    ['invalid_request', { client_id: undefined }],
    ['invalid_request', { client_secret: 'self-made' }],
    ['invalid_redirect_uri', { redirect_uris: ['nowhere'] }],
  ])('refuses with %s: %j', async (error, members) => {
    const { server, client } = await registered();
    const { status, body } = await update(server, client, { ...WEB_CLIENT, ...members });
    expect([status, body.error]).toEqual([400, error]);
    expect((await read(server, client)).body).toEqual(client);
  });

  test('refuses a secret from a client that has none', async () => {
    const { server, client } = await registered({}, { ...WEB_CLIENT, token_endpoint_auth_method: 'none' });
    expect((await update(server, client, { ...WEB_CLIENT, client_secret: 'x' })).status).toBe(400);
  });

  test('refuses a body that is not JSON', async () => {
    const { server, client } = await registered();
    const response = await server.fetch(String(client.registration_client_uri), {
      method: 'PUT',
      headers: { authorization: `Bearer ${String(client.registration_access_token)}` },
      body: JSON.stringify({ client_id: client.client_id, ...WEB_CLIENT }),
    });
    expect(response.status).toBe(400);
  });

  test('leaves out what it is told to, be it the only copy of a rotated token', async () => {
    const { server, client } = await registered({ omitOnUpdate: ['registration_access_token'] });
    expect((await update(server, client, WEB_CLIENT)).body).not.toHaveProperty('registration_access_token');
    expect((await read(server, client)).status).toBe(401);
  });
});

describe('deleting', () => {
  test('answers 204 without a body, and then 401 to everything', async () => {
    const { server, client } = await registered({ now: () => 7 }, MACHINE_CLIENT);
    const { status, body } = await remove(server, client);
    expect([status, body]).toEqual([204, {}]);
    expect((await read(server, client)).status).toBe(401);
    expect((await update(server, client, MACHINE_CLIENT)).status).toBe(401);
    expect((await remove(server, client)).status).toBe(401);
    expect((await requestToken(server, client)).body.error).toBe('invalid_client');
    expect(server.client(String(client.client_id))).toEqual({
      client_id: client.client_id,
      metadata: expect.any(Object),
      createdAt: 7,
      deletedAt: 7,
    });
  });
});

describe('the configuration address', () => {
  test('is good only as a whole', async () => {
    const { server, client } = await registered();
    const { origin, pathname } = new URL(String(client.registration_client_uri));
    const cut = { ...client, registration_client_uri: origin + pathname };
    expect((await read(server, cut)).status).toBe(404);
    expect((await read(server, client)).status).toBe(200);
  });

  test('gets 405 for other methods', async () => {
    const { server, client } = await registered();
    const { status, headers } = await manage(server, client, { method: 'PATCH', body: {} });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, PUT, DELETE']);
  });

  test('is not there without management', async () => {
    const server = createTestServer({ management: false });
    const response = await server.fetch(`${server.issuer}/clients/x?v=1`);
    expect(response.status).toBe(404);
  });
});

describe('losing clients', () => {
  test('a forgotten client is as good as never registered', async () => {
    const { server, client } = await registered();
    const { body: other } = await register(server, WEB_CLIENT);
    expect(server.forget(String(client.client_id))).toBe(true);
    expect(server.forget(String(client.client_id))).toBe(false);
    expect((await read(server, client)).status).toBe(401);
    expect((await read(server, other)).status).toBe(200);
    expect(server.clients().map(({ client_id }) => client_id)).toEqual([other.client_id]);
  });

  test('a restart forgets all, used-up initial access tokens too, but not the log', async () => {
    const server = createTestServer({ initialAccessToken: { singleUse: ['once'] } });
    const { body: client } = await register(server, WEB_CLIENT, 'once');
    server.restart();
    expect(server.clients()).toEqual([]);
    expect((await read(server, client)).status).toBe(401);
    expect((await register(server, WEB_CLIENT, 'once')).status).toBe(201);
    expect(server.requests()).toHaveLength(3);
  });
});
