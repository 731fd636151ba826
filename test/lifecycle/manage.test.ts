import { describe, expect, test } from 'vitest';
import { type MetadataChanges, UnsavedRegistrationError } from '../../src/index.js';
import { METADATA, setting } from '../support/client.js';
import { failing } from '../support/failing.js';

describe('patch', () => {
  test('changes some members, removes what is null, keeps the rest and the rotated token', async () => {
    const { start, living } = setting({ rotation: 'on-update' });
    const dcr = start();
    const before = await dcr.ensureRegistered();
    await dcr.patch({ client_uri: 'https://app.example', contacts: ['a@example.com'] });
    const after = await dcr.patch({ contacts: null });
    expect(after).toMatchObject({ client_name: 'App', client_uri: 'https://app.example' });
    expect(after).not.toHaveProperty('contacts');
    expect(after.registration_access_token).not.toBe(before.registration_access_token);
    expect(living()[0]?.registration_access_token).toBe(after.registration_access_token);
  });

  test('with fresh builds on what the server has now', async () => {
    const { start, server } = setting({ rotation: 'on-both' });
    const dcr = start();
    const client = await dcr.ensureRegistered();
    await server
      .fetch(client.registration_client_uri ?? '', {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${client.registration_access_token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          ...METADATA,
          response_types: [],
          client_id: client.client_id,
          client_uri: 'https://changed.example',
        }),
      })
      .then(async (answer) => dcr.adopt(await answer.json()));
    expect(await dcr.patch({ contacts: ['a@example.com'] }, { fresh: true })).toMatchObject({
      client_uri: 'https://changed.example',
      contacts: ['a@example.com'],
    });
  });

  test('many at once lose none, under every habit of rotation', async () => {
    for (const rotation of ['never', 'on-read', 'on-update', 'on-both'] as const) {
      const { start, living } = setting({ rotation, latencyMs: 20 });
      await start().ensureRegistered();
      const changes: MetadataChanges[] = [
        { client_uri: 'https://app.example' },
        { logo_uri: 'https://app.example/logo' },
        { tos_uri: 'https://app.example/tos' },
        { policy_uri: 'https://app.example/policy' },
      ];
      await Promise.all(changes.map((change) => start().patch(change)));
      expect(living()).toMatchObject([{ metadata: Object.assign({}, ...changes) }]);
      await start().read();
    }
  });

  test('is refused where nothing is registered, or the client cannot be managed', async () => {
    expect(await failing(setting().start().patch({}))).toMatchObject({ code: 'not-registered' });
    const { start } = setting({ management: false });
    await start().ensureRegistered();
    expect(await failing(start().patch({ client_name: 'New' }))).toMatchObject({ code: 'not-manageable' });
  });

  test('that the server refuses changes nothing and leaves the client manageable', async () => {
    const { start, server } = setting();
    const dcr = start();
    await dcr.ensureRegistered();
    server.failNext({ method: 'PUT', status: 400, body: { error: 'invalid_client_metadata' } });
    expect(await failing(dcr.patch({ client_name: 'Bad' }))).toMatchObject({
      code: 'rejected',
      error: 'invalid_client_metadata',
    });
    expect(await dcr.status()).toMatchObject({ usable: true, manageable: true });
    expect((await dcr.patch({ client_name: 'Good' })).client_name).toBe('Good');
  });
});

test('a patch that a policy forbids says nothing about the token, so that the client stays manageable', async () => {
  const { start, server } = setting();
  const dcr = start();
  await dcr.ensureRegistered();
  const error_description = "Policy 'Trusted Hosts' rejected request to client-registration service.";
  const body = { error: 'insufficient_scope', error_description };
  server.failNext({ method: 'PUT', status: 403, body });
  expect(await failing(dcr.patch({ client_uri: 'https://elsewhere.example.com' }))).toMatchObject({
    code: 'forbidden',
    error: 'insufficient_scope',
  });
  expect(await dcr.status()).toMatchObject({ usable: true, manageable: true });
});

describe('a lost answer to a patch', () => {
  test('without rotation counts as done when a read shows it done', async () => {
    const { start, server } = setting({ rotation: 'never' });
    const dcr = start();
    await dcr.ensureRegistered();
    server.loseNextAnswer({ method: 'PUT' });
    expect(await dcr.patch({ client_name: 'New' })).toMatchObject({ client_name: 'New' });
  });

  test('after a rotation: usable, not manageable, said so, nothing registered anew', async () => {
    const { start, server, changes, posts } = setting({ rotation: 'on-update' });
    const dcr = start();
    const first = await dcr.ensureRegistered();
    server.loseNextAnswer({ method: 'PUT' });
    const error = await failing(dcr.patch({ client_name: 'New' }));
    expect(error.code).toBe('management-lost');
    expect(error.message).toContain('adopt');
    expect(await dcr.status()).toMatchObject({
      usable: true,
      manageable: false,
      managementLost: expect.any(String),
    });
    expect(changes.map(({ type }) => type)).toContain('management-lost');
    expect((await dcr.ensureRegistered()).client_id).toBe(first.client_id);
    expect(posts()).toBe(1);
  });

  test('with the server gone for good afterwards: looked into at the next occasion', async () => {
    const { start, server } = setting({ rotation: 'never' });
    const dcr = start();
    await dcr.ensureRegistered();
    server.loseNextAnswer({ method: 'PUT' });
    server.failNext({ method: 'GET', status: 503 });
    expect(await failing(dcr.patch({ client_name: 'New' }))).toMatchObject({ code: 'network' });
    expect(await start().ensureRegistered()).toMatchObject({ client_name: 'New' });
  });
});

describe('renewCredentials', () => {
  test.each([
    ['on-read', 'read'],
    ['on-update', 'update'],
    ['on-both', 'read'],
  ] as const)('of a server that rotates %s: renews by %s, and remembers it', async (rotation, by) => {
    const { start, server } = setting({ rotation });
    await start().ensureRegistered();
    const first = await start().renewCredentials();
    expect(first.registration_access_token).toBe(by);
    const before = server.requests().length;
    const second = await start().renewCredentials();
    expect(second.registration_access_token).toBe(by);
    expect(second.information.registration_access_token).not.toBe(
      first.information.registration_access_token,
    );
    expect(server.requests().length).toBeGreaterThan(before);
  });

  test('says when the server renews nothing, and then asks it no more', async () => {
    const { start, server, warnings } = setting({ rotation: 'never' });
    const before = await start().ensureRegistered();
    const first = await start().renewCredentials();
    expect(first).toMatchObject({ registration_access_token: 'not-renewed', client_secret: 'not-renewed' });
    expect(first.information.registration_access_token).toBe(before.registration_access_token);
    expect(warnings.map(({ code }) => code)).toContain('token-not-renewed');
    const asked = server.requests().length;
    await start().renewCredentials();
    expect(server.requests()).toHaveLength(asked);
  });

  test('renews the secret where the server does', async () => {
    const { start } = setting({ rotation: 'never', rotateSecret: 'on-update' });
    const before = await start().ensureRegistered();
    const renewal = await start().renewCredentials();
    expect(renewal.client_secret).toBe('update');
    expect(renewal.information.client_secret).not.toBe(before.client_secret);
  });
});

describe('delete', () => {
  test('deletes at the server, leaves a tombstone, and is done when repeated', async () => {
    const { start, living, changes } = setting();
    const dcr = start();
    await dcr.ensureRegistered();
    await dcr.delete();
    expect(living()).toHaveLength(0);
    expect(await dcr.status()).toMatchObject({ state: 'deleted', usable: false });
    await dcr.delete();
    expect(changes.map(({ type }) => type)).toEqual(['registered', 'deleted']);
  });

  test('keeps no credential', async () => {
    const { start, store, server } = setting();
    const dcr = start();
    const { client_secret = '', registration_access_token = '' } = await dcr.ensureRegistered();
    await dcr.delete();
    const stored = JSON.stringify(await store.read(`${server.issuer}#default`));
    expect(stored).not.toContain(client_secret);
    expect(stored).not.toContain(registration_access_token);
  });

  test('of which nobody knows the end is finished at the next start', async () => {
    const { start, server, living } = setting();
    const dcr = start();
    const first = await dcr.ensureRegistered();
    server.loseNextAnswer({ method: 'DELETE' });
    expect(await failing(dcr.delete())).toMatchObject({ code: 'network' });
    const second = await start().ensureRegistered();
    expect(second.client_id).not.toBe(first.client_id);
    expect(living()).toHaveLength(1);
  });

  test('where nothing is registered has nothing to do', async () => {
    const { start, server } = setting();
    await start().delete();
    expect(server.requests()).toHaveLength(0);
  });
});

describe('adopt', () => {
  test('takes over a client without a request, and the next start uses it', async () => {
    const { start, server, posts } = setting();
    const registration = { ...(await start({ name: 'other' }).ensureRegistered()) };
    const before = server.requests().length;
    await start().adopt(registration);
    expect(await start().ensureRegistered()).toMatchObject({ client_id: registration.client_id });
    expect(server.requests()).toHaveLength(before);
    expect(posts()).toBe(1);
  });

  test('retires the client that was there before', async () => {
    const { start } = setting();
    const first = await start().ensureRegistered();
    const other = await start({ name: 'other' }).ensureRegistered();
    await start().adopt(other);
    expect(await start().status()).toMatchObject({ client_id: other.client_id, retired: [first.client_id] });
  });

  test('brings a lost token back', async () => {
    const { start, server, living } = setting();
    const dcr = start();
    const client = await dcr.ensureRegistered();
    server.loseNextAnswer({ method: 'PUT' });
    await failing(dcr.patch({ client_name: 'New' }));
    await dcr.adopt({ ...client, registration_access_token: living()[0]?.registration_access_token ?? '' });
    expect(await dcr.status()).toMatchObject({ manageable: true, retired: [] });
    expect(await dcr.patch({ client_name: 'Newer' })).toMatchObject({ client_name: 'Newer' });
  });

  test("refuses an error's record of a client that was deleted since, and takes a later change for the better one", async () => {
    const { start, store, living } = setting({ rotation: 'on-update' });
    const first = await start().ensureRegistered();
    let broken = false;
    const write: typeof store.write = (...args) => {
      if (broken) return Promise.reject(new Error('disk full'));
      broken = true;
      return store.write(...args);
    };
    const error = await failing(start({ store: { ...store, write } }).patch({ client_name: 'New' }));
    if (!(error instanceof UnsavedRegistrationError)) throw error;
    await start().adopt(error.record);
    await start().patch({ client_name: 'Newer' });
    expect(await start().adopt(error.record)).toMatchObject({
      client_id: first.client_id,
      client_name: 'Newer',
    });
    expect((await start().ensureRegistered()).registration_access_token).toBe(
      living()[0]?.registration_access_token,
    );
    await start().delete();
    expect(await failing(start().adopt(error.record))).toMatchObject({ code: 'not-registered' });
    expect((await start().status()).state).toBe('deleted');
  });

  test('refuses what is no registration, and the record of another issuer', async () => {
    const { start } = setting();
    // @ts-expect-error no client_id
    expect(await failing(start().adopt({}))).toMatchObject({ code: 'invalid-option' });
  });
});

describe('a token that the server refuses', () => {
  test('is marked, the client stays usable, and a later success takes that back', async () => {
    const { start, server, changes } = setting();
    const dcr = start();
    await dcr.ensureRegistered();
    server.failNext({
      method: 'GET',
      path: /clients/,
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      body: { error: 'invalid_token' },
    });
    expect(await failing(dcr.read())).toMatchObject({ code: 'token-refused' });
    expect(await dcr.status()).toMatchObject({ usable: true, manageable: false });
    await dcr.read();
    expect(await dcr.status()).toMatchObject({ manageable: true });
    expect(changes.map(({ type }) => type)).toEqual(['registered', 'management-lost', 'management-regained']);
  });
});

describe('abort', () => {
  test('rejects with the reason; what is under way is still saved', async () => {
    const { start, server, posts } = setting({ latencyMs: 300 });
    const controller = new AbortController();
    const dcr = start({
      fetch: (url, init) => {
        if (init.method === 'POST') controller.abort(new Error('enough'));
        return server.fetch(url, init);
      },
    });
    await expect(dcr.ensureRegistered({ signal: controller.signal })).rejects.toThrow('enough');
    expect(await start().ensureRegistered()).toMatchObject({ client_name: 'App' });
    expect(posts()).toBe(1);
  });

  test('before the request left stops it, and leaves nothing behind', async () => {
    const { start, server, posts } = setting();
    const controller = new AbortController();
    const dcr = start({
      fetch: (url, init) => {
        controller.abort(new Error('enough'));
        return server.fetch(url, init);
      },
    });
    await expect(dcr.ensureRegistered({ signal: controller.signal })).rejects.toThrow('enough');
    await start().ensureRegistered();
    expect([posts(), (await start().status()).suspectedOrphans]).toEqual([1, []]);
  });

  test('of one caller does not stop the others', async () => {
    const { start } = setting({ latencyMs: 300 });
    const dcr = start();
    const controller = new AbortController();
    const leaving = dcr.ensureRegistered({ signal: controller.signal });
    const staying = dcr.ensureRegistered();
    controller.abort('left');
    await expect(leaving).rejects.toBe('left');
    expect(await staying).toMatchObject({ client_name: 'App' });
  });

  test('does not stop the clearing up after a lost answer', async () => {
    const { start, server } = setting({ rotation: 'on-update', latencyMs: 100 });
    await start().ensureRegistered();
    const controller = new AbortController();
    server.loseNextAnswer({ method: 'PUT' });
    const dcr = start({
      fetch: (url, init) => {
        if (init.method === 'PUT') controller.abort(new Error('enough'));
        return server.fetch(url, init);
      },
    });
    await expect(dcr.patch({ client_name: 'New' }, { signal: controller.signal })).rejects.toThrow('enough');
    while ((await dcr.status()).busyWith !== undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(await dcr.status()).toMatchObject({ usable: true, managementLost: expect.any(String) });
  });
});
