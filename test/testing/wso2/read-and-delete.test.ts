import { describe, expect, test } from 'vitest';
import { call, create, read, readByName, remove, serverOf, token, VERSIONS, WEB } from './raw-client.js';

describe.each(VERSIONS)('reading at %s', (version) => {
  test('by id gives what was registered, secret included', async () => {
    const server = serverOf(version);
    const { body } = await create(server, WEB);
    const answer = await read(server, body.client_id);
    expect([answer.status, answer.body]).toEqual([200, body]);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  test('by name gives one object', async () => {
    const server = serverOf(version);
    const { body } = await create(server, WEB);
    expect(await readByName(server, WEB.client_name)).toMatchObject({ status: 200, body });
  });

  test('by no name is refused', async () => {
    for (const path of ['', '/', '?client_name=']) {
      const { status, body } = await call(serverOf(version), 'GET', { path });
      expect([status, body.error, body.error_description]).toEqual([
        400,
        'invalid_client_metadata',
        'Insufficient data in the request',
      ]);
    }
  });

  test('what is not there is 401, with neither body nor challenge', async () => {
    const server = serverOf(version);
    for (const answer of [
      await read(server, 'invalid_client_id'),
      await readByName(server, 'nobody'),
      await remove(server, 'invalid_client_id'),
    ]) {
      expect([answer.status, answer.text, answer.headers.get('www-authenticate')]).toEqual([401, '', null]);
      expect(answer.headers.get('content-type')).toBeNull();
    }
  });

  test('what another tenant has is not there', async () => {
    const server = serverOf(version);
    const { body } = await create(server, WEB);
    expect((await read(server, body.client_id, { place: { tenant: 'wso2.com' } })).status).toBe(401);
  });

  test('deleting ends the client and its credentials, once', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, { ...WEB, grant_types: ['client_credentials'] });
    const first = await remove(server, client.client_id);
    expect([first.status, first.text]).toEqual([204, '']);
    expect((await remove(server, client.client_id)).status).toBe(401);
    expect((await read(server, client.client_id)).status).toBe(401);
    expect((await readByName(server, WEB.client_name)).status).toBe(401);
    const answer = await token(server, { grant_type: 'client_credentials' }, { client });
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
    expect(server.client(String(client.client_id))).toMatchObject({ deletedAt: expect.any(Number) });
  });

  test('speaks JSON alone, and needs no content type where there is no body', async () => {
    const server = serverOf(version);
    const { body } = await create(server, WEB);
    const path = `/${String(body.client_id)}`;
    expect((await call(server, 'GET', { path, contentType: null })).status).toBe(200);
    expect((await call(server, 'GET', { path, contentType: 'text/plain' })).status).toBe(415);
    expect((await call(server, 'POST', { body: WEB, contentType: 'text/plain' })).status).toBe(415);
  });

  test('knows no other methods', async () => {
    const server = serverOf(version);
    expect((await call(server, 'PATCH', { path: '/a' })).status).toBe(405);
    const { status, headers } = await call(server, 'DELETE');
    expect([status, headers.get('allow')]).toEqual([405, 'GET,POST']);
  });
});

describe('reading by name', () => {
  test('leaves out jwks_uri, which is held', async () => {
    const server = serverOf('7.3');
    const jwks_uri = 'https://app.example/jwks';
    const { body } = await create(server, { ...WEB, jwks_uri });
    expect((await read(server, body.client_id)).body).toMatchObject({ jwks_uri });
    expect((await readByName(server, WEB.client_name)).body).not.toHaveProperty('jwks_uri');
  });

  test('does not find what failed halfway', async () => {
    const server = serverOf('7.3');
    await create(server, { client_name: 'half', redirect_uris: null });
    expect((await readByName(server, 'half')).status).toBe(401);
  });
});

describe('where only owners may', () => {
  const users = [
    { username: 'admin', password: 'admin' },
    { username: 'jane', password: 'secret' },
  ];
  const jane = { authorization: `Basic ${btoa('jane:secret')}` };

  test('others get 403 without a body', async () => {
    const server = serverOf('7.3', { users, behaviour: { ownersOnly: true } });
    const { body } = await create(server, WEB);
    for (const answer of [
      await read(server, body.client_id, jane),
      await readByName(server, WEB.client_name, jane),
      await remove(server, body.client_id, jane),
    ]) {
      expect([answer.status, answer.text]).toEqual([403, '']);
    }
    expect((await read(server, body.client_id)).status).toBe(200);
  });

  test.each(VERSIONS)('elsewhere every administrator may: %s', async (version) => {
    const server = serverOf(version, { users });
    const { body } = await create(server, WEB);
    expect((await read(server, body.client_id, jane)).status).toBe(200);
  });
});
