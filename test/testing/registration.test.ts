import { describe, expect, test } from 'vitest';
import { createTestServer } from '../../src/testing/index.js';
import { MACHINE_CLIENT, register, WEB_CLIENT } from './raw-client.js';

describe('registering', () => {
  test('answers 201 with credentials, the RFC defaults and an opaque configuration address', async () => {
    let count = 0;
    const server = createTestServer({
      now: () => 1_700_000_000_999,
      random: () => {
        count += 1;
        return `r${count}`;
      },
    });
    const { status, headers, body } = await register(server, { ...WEB_CLIENT, x_own: { a: 1 } });
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('date')).toBe('Tue, 14 Nov 2023 22:13:20 GMT');
    expect(body).toEqual({
      ...WEB_CLIENT,
      x_own: { a: 1 },
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      client_id: 'client-r1',
      client_secret: 'secret-r2',
      client_secret_expires_at: 0,
      client_id_issued_at: 1_700_000_000,
      registration_access_token: 'token-r3',
      registration_client_uri: 'https://as.example.test/clients/r4?v=1',
    });
  });

  test.each([
    ['none', {}],
    ['private_key_jwt', { jwks: { keys: [] } }],
  ])('gives no secret to a client of method %s', async (method, more) => {
    const { status, body } = await register(createTestServer(), {
      ...WEB_CLIENT,
      ...more,
      token_endpoint_auth_method: method,
    });
    expect(status).toBe(201);
    expect(body).not.toHaveProperty('client_secret');
    expect(body).not.toHaveProperty('client_secret_expires_at');
  });

  test('gives secrets an end of life where it is told to', async () => {
    const server = createTestServer({ now: () => 5_000, secretExpiresInSeconds: 60 });
    expect((await register(server, WEB_CLIENT)).body.client_secret_expires_at).toBe(65);
  });

  test('offers no management where it is told to', async () => {
    const { body } = await register(createTestServer({ management: false }), WEB_CLIENT);
    expect(body).not.toHaveProperty('registration_access_token');
    expect(body).not.toHaveProperty('registration_client_uri');
  });

  test('ignores credentials and ids that the client would like to have, and null members', async () => {
    const server = createTestServer({ random: () => 'r' });
    const { body } = await register(server, {
      ...WEB_CLIENT,
      client_id: 'mine',
      client_secret: 'mine',
      registration_access_token: 'mine',
      logo_uri: null,
    });
    expect(JSON.stringify(body)).not.toContain('mine');
    expect(body).not.toHaveProperty('logo_uri');
  });

  test.each([
    ['invalid_redirect_uri', {}],
    ['invalid_redirect_uri', { redirect_uris: [] }],
    ['invalid_redirect_uri', { redirect_uris: 'https://app.example/cb' }],
    ['invalid_redirect_uri', { redirect_uris: ['/cb'] }],
    ['invalid_redirect_uri', { redirect_uris: ['https://app.example/cb#x'] }],
    ['invalid_redirect_uri', { grant_types: ['implicit'], response_types: ['token'] }],
    ['invalid_client_metadata', { ...WEB_CLIENT, grant_types: 'authorization_code' }],
    ['invalid_client_metadata', { ...WEB_CLIENT, grant_types: ['magic'] }],
    ['invalid_client_metadata', { ...WEB_CLIENT, response_types: ['magic'] }],
    ['invalid_client_metadata', { ...WEB_CLIENT, response_types: [] }],
    ['invalid_client_metadata', { ...WEB_CLIENT, response_types: ['token'] }],
    ['invalid_client_metadata', { ...MACHINE_CLIENT, response_types: ['code'] }],
    ['invalid_client_metadata', { ...WEB_CLIENT, token_endpoint_auth_method: 'magic' }],
    ['invalid_client_metadata', { ...WEB_CLIENT, token_endpoint_auth_method: 'private_key_jwt' }],
    ['invalid_client_metadata', { ...WEB_CLIENT, client_name: 7 }],
    ['invalid_client_metadata', { ...WEB_CLIENT, jwks: [] }],
    ['invalid_client_metadata', { ...WEB_CLIENT, jwks: { keys: [] }, jwks_uri: 'https://app.example/jwks' }],
    ['invalid_request', [WEB_CLIENT]],
  ])('refuses with %s: %j', async (error, metadata) => {
    const server = createTestServer();
    const { status, headers, body } = await register(server, metadata);
    expect(status).toBe(400);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({ error, error_description: expect.any(String) });
    expect(server.clients()).toEqual([]);
  });

  test.each([
    [{ grant_types: ['client_credentials'] }, []],
    [{ ...WEB_CLIENT, grant_types: ['implicit'] }, ['token']],
    [
      { ...WEB_CLIENT, grant_types: ['authorization_code', 'implicit'], response_types: ['id_token code'] },
      ['id_token code'],
    ],
  ])('takes %j, and fills in response types that fit', async (metadata, response_types) => {
    const { status, body } = await register(createTestServer(), metadata);
    expect(status).toBe(201);
    expect(body.response_types).toEqual(response_types);
  });

  test('accepts what the metadata document lists, or anything where there is no list', async () => {
    const method = { ...WEB_CLIENT, token_endpoint_auth_method: 'client_secret_jwt' };
    const listed = { metadata: { token_endpoint_auth_methods_supported: ['client_secret_jwt'] } };
    const silent = { metadata: { token_endpoint_auth_methods_supported: undefined } };
    expect((await register(createTestServer(listed), method)).body).toHaveProperty('client_secret');
    expect((await register(createTestServer(silent), method)).status).toBe(201);
    expect((await register(createTestServer(listed), WEB_CLIENT)).status).toBe(400);
  });

  test.each([
    ['text/plain', '{}', 400],
    ['application/json', '{', 400],
    ['Application/JSON; charset=utf-8', JSON.stringify(WEB_CLIENT), 201],
  ])('a body of type %s that reads %s is answered by the status', async (type, body, status) => {
    const server = createTestServer();
    const response = await server.fetch('https://as.example.test/register', {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(status);
  });

  test('other methods get 405', async () => {
    const response = await createTestServer().fetch('https://as.example.test/register');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('the initial access token', () => {
  test('one for all is asked for again and again', async () => {
    const server = createTestServer({ initialAccessToken: 'open-sesame' });
    expect((await register(server, WEB_CLIENT, 'open-sesame')).status).toBe(201);
    expect((await register(server, WEB_CLIENT, 'open-sesame')).status).toBe(201);
  });

  test('a wrong one is named in the challenge, a missing one is not', async () => {
    const server = createTestServer({ initialAccessToken: 'open-sesame' });
    const wrong = await register(server, WEB_CLIENT, 'other');
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    const missing = await register(server, WEB_CLIENT);
    expect(missing.status).toBe(401);
    expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="https://as.example.test"');
    expect(missing.body.error).toBe('invalid_token');
  });

  test('one for a single use is used up by success alone', async () => {
    const server = createTestServer({ initialAccessToken: { singleUse: ['a', 'b'] } });
    expect((await register(server, {}, 'a')).status).toBe(400);
    expect((await register(server, WEB_CLIENT, 'a')).status).toBe(201);
    expect((await register(server, WEB_CLIENT, 'a')).status).toBe(401);
    expect((await register(server, WEB_CLIENT, 'b')).status).toBe(201);
  });

  test('one for a single use serves one of two requests at a time', async () => {
    const server = createTestServer({ initialAccessToken: { singleUse: ['a'] } });
    const answers = await Promise.all([register(server, WEB_CLIENT, 'a'), register(server, WEB_CLIENT, 'a')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
  });

  test('a function judges what came', async () => {
    const server = createTestServer({
      initialAccessToken: async (token) => token?.startsWith('ok-') === true,
    });
    expect((await register(server, WEB_CLIENT, 'ok-1')).status).toBe(201);
    expect((await register(server, WEB_CLIENT)).status).toBe(401);
  });
});
