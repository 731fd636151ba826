import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { createTestServer } from '../../src/testing/index.js';
import { MACHINE_CLIENT, read, register, requestToken, update, WEB_CLIENT } from './raw-client.js';

describe('the signal', () => {
  test('an aborted one stops the request before it begins', async () => {
    const server = createTestServer();
    const signal = AbortSignal.abort('too late');
    await expect(server.fetch(server.issuer, { signal })).rejects.toBe('too late');
    expect(server.requests()).toEqual([]);
  });

  test('one that aborts while the answer is on its way rejects, the effect staying', async () => {
    const abort = new AbortController();
    const server = createTestServer({
      latencyMs: 50,
      sleep: async () => {
        abort.abort('timeout');
        await new Promise(() => {});
      },
    });
    const pending = server.fetch(`${server.issuer}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(WEB_CLIENT),
      signal: abort.signal,
    });
    await expect(pending).rejects.toBe('timeout');
    expect(server.clients()).toHaveLength(1);
    expect(server.requests()).toMatchObject([{ status: undefined }]);
  });
});

describe('latency', () => {
  test('is slept by each answer, with the signal at hand', async () => {
    const sleep = vi.fn(async (_ms: number, _signal: AbortSignal | undefined) => {});
    let latency = 10;
    const server = createTestServer({ latencyMs: () => latency, sleep });
    const { signal } = new AbortController();
    await server.fetch(server.issuer, { signal });
    latency = 0;
    await server.fetch(server.issuer);
    expect(sleep.mock.calls).toEqual([[10, signal]]);
  });

  test('the default sleep is a timer, which the signal ends', async () => {
    vi.useFakeTimers();
    try {
      const server = createTestServer({ latencyMs: 1_000 });
      const pending = server.fetch(server.issuer);
      await vi.advanceTimersByTimeAsync(1_000);
      expect((await pending).status).toBe(404);
      const abort = new AbortController();
      const stopped = server.fetch(server.issuer, { signal: abort.signal });
      stopped.catch(() => {});
      await vi.advanceTimersByTimeAsync(1);
      abort.abort('enough');
      await expect(stopped).rejects.toBe('enough');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the arguments of fetch', () => {
  test('are judged as by a real fetch', async () => {
    const { fetch } = createTestServer();
    await expect(fetch('/relative')).rejects.toBeInstanceOf(TypeError);
    await expect(fetch('https://as.example.test/', { body: 'x' })).rejects.toBeInstanceOf(TypeError);
    expect((await fetch(new URL('https://as.example.test/jwks'))).status).toBe(200);
  });

  test('a body may be a stream', async () => {
    const server = createTestServer();
    const body = new Blob([JSON.stringify(WEB_CLIENT)]).stream();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
    expect((await server.fetch(`${server.issuer}/register`, init)).status).toBe(201);
  });
});

describe('looking in', () => {
  test('clients are snapshots with their credentials', async () => {
    const server = createTestServer({ now: () => 9 });
    const { body } = await register(server, WEB_CLIENT);
    const [before] = server.clients();
    expect(before).toEqual({
      client_id: body.client_id,
      metadata: {
        ...WEB_CLIENT,
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
      client_secret: body.client_secret,
      client_secret_expires_at: 0,
      registration_access_token: body.registration_access_token,
      registration_client_uri: body.registration_client_uri,
      createdAt: 9,
    });
    const { body: updated } = await update(server, body, { redirect_uris: ['https://app.example/2'] });
    expect(before?.registration_access_token).toBe(body.registration_access_token);
    expect(server.client(String(body.client_id))?.registration_access_token).toBe(
      updated.registration_access_token,
    );
    expect(server.client('nobody')).toBeUndefined();
  });

  test('the log tells what was sent and answered', async () => {
    const server = createTestServer({ now: () => 9 });
    const { body } = await register(server, WEB_CLIENT);
    await read(server, body);
    await requestToken(server, body);
    await server.fetch(`${server.issuer}/x`, { method: 'POST', body: 'plain' });
    expect(server.requests()).toEqual([
      {
        method: 'POST',
        url: `${server.issuer}/register`,
        authorization: 'none',
        body: WEB_CLIENT,
        status: 201,
        at: 9,
      },
      {
        method: 'GET',
        url: body.registration_client_uri,
        authorization: 'bearer',
        body: undefined,
        status: 200,
        at: 9,
      },
      {
        method: 'POST',
        url: `${server.issuer}/token`,
        authorization: 'basic',
        body: { grant_type: 'client_credentials' },
        status: 400,
        at: 9,
      },
      { method: 'POST', url: `${server.issuer}/x`, authorization: 'none', body: 'plain', status: 404, at: 9 },
    ]);
  });

  test.each([
    ['Basic %%%', 'basic'],
    [`Basic ${btoa('no colon')}`, 'basic'],
    [`Basic ${btoa('%zz:%zz')}`, 'basic'],
    ['Basic', 'basic'],
    ['bearer a b', 'bearer'],
    ['SSWS planted', 'other'],
  ])('the log names the scheme of %s, readable or not', async (authorization, scheme) => {
    const server = createTestServer();
    await server.fetch(server.metadata().token_endpoint ?? '', {
      method: 'POST',
      headers: { authorization },
    });
    expect(server.requests()).toMatchObject([{ authorization: scheme }]);
    expect(JSON.stringify(server.requests())).not.toContain('planted');
  });

  test('the log shows no secret, wherever the client put it', async () => {
    const server = createTestServer({ rotation: 'never', initialAccessToken: 'iat' });
    const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'private' };
    const { body } = await register(server, { ...MACHINE_CLIENT, jwks: { keys: [key] }, note: 'iat' }, 'iat');
    const token = String(body.registration_access_token);
    await update(server, body, { ...MACHINE_CLIENT, client_secret: 'chosen', note: `see ${token}` });
    await server.fetch(`${server.issuer}/x?access_token=${token}`, {
      method: 'POST',
      body: `<a>${token}</a>`,
    });
    const seen = JSON.stringify(server.requests());
    for (const secret of [token, String(body.client_secret), 'chosen', 'private', '"iat"']) {
      expect(seen).not.toContain(secret);
    }
    expect(server.requests()[1]?.body).toMatchObject({ client_secret: '[secret]', note: 'see [secret]' });
    expect(server.requests()[2]).toMatchObject({
      url: `${server.issuer}/x?access_token=[secret]`,
      body: '<a>[secret]</a>',
    });
  });

  test('inspecting the server shows no secret', async () => {
    const server = createTestServer({ initialAccessToken: 'iat-value' });
    const { body } = await register(server, WEB_CLIENT, 'iat-value');
    const shown = inspect(server, { depth: null, showHidden: true, getters: true });
    for (const secret of ['iat-value', String(body.client_secret), String(body.registration_access_token)]) {
      expect(shown).not.toContain(secret);
    }
  });
});
