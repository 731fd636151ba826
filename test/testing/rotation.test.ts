import { describe, expect, test } from 'vitest';
import { createTestServer, type TestServerOptions } from '../../src/testing/index.js';
import { MACHINE_CLIENT, read, register, requestToken, update, WEB_CLIENT } from './raw-client.js';

async function registered(options: TestServerOptions = {}, metadata: object = WEB_CLIENT) {
  const server = createTestServer(options);
  const { body: client } = await register(server, metadata);
  return { server, client };
}

describe('the registration access token', () => {
  test.each([
    ['never', false, false],
    ['on-read', true, false],
    ['on-update', false, true],
    ['on-both', true, true],
  ] as const)('rotates %s', async (rotation, onRead, onUpdate) => {
    const { server, client } = await registered({ rotation });
    const afterRead = (await read(server, client)).body;
    expect(afterRead.registration_access_token !== client.registration_access_token).toBe(onRead);
    const afterUpdate = (await update(server, afterRead, WEB_CLIENT)).body;
    expect(afterUpdate.registration_access_token !== afterRead.registration_access_token).toBe(onUpdate);
    expect((await read(server, afterUpdate)).status).toBe(200);
    // The old one is dead at once.
    expect((await read(server, client)).status).toBe(rotation === 'never' ? 200 : 401);
  });
});

describe('the client secret', () => {
  test.each([
    ['never', false, false],
    ['on-read', true, false],
    ['on-update', false, true],
    ['on-both', true, true],
  ] as const)('rotates %s, the old one being dead at once', async (rotateSecret, onRead, onUpdate) => {
    const { server, client } = await registered({ rotateSecret, rotation: 'never' }, MACHINE_CLIENT);
    const afterRead = (await read(server, client)).body;
    expect(afterRead.client_secret !== client.client_secret).toBe(onRead);
    const afterUpdate = (await update(server, client, MACHINE_CLIENT)).body;
    expect(afterUpdate.client_secret !== afterRead.client_secret).toBe(onUpdate);
    expect((await requestToken(server, afterUpdate)).status).toBe(200);
    expect((await requestToken(server, client)).status).toBe(rotateSecret === 'never' ? 200 : 401);
  });

  test('lives anew when it is rotated', async () => {
    let now = 0;
    const { server, client } = await registered({
      now: () => now,
      rotateSecret: 'on-update',
      secretExpiresInSeconds: 10,
    });
    now = 8_000;
    expect((await read(server, client)).body.client_secret_expires_at).toBe(10);
    expect((await update(server, client, WEB_CLIENT)).body.client_secret_expires_at).toBe(18);
  });

  test('comes and goes with the authentication method', async () => {
    const { server, client } = await registered({ rotation: 'never' });
    const open = await update(server, client, { ...WEB_CLIENT, token_endpoint_auth_method: 'none' });
    expect(open.body).not.toHaveProperty('client_secret');
    expect(open.body).not.toHaveProperty('client_secret_expires_at');
    const closed = await update(server, client, WEB_CLIENT);
    expect(closed.body.client_secret).not.toBe(client.client_secret);
    expect(closed.body.client_secret_expires_at).toBe(0);
  });
});
