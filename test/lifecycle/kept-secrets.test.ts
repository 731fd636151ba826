import { describe, expect, test } from 'vitest';
import type { DcrClientSettings, FetchLike, StoredRegistration } from '../../src/index.js';
import { memoryStore, RegistrationError } from '../../src/index.js';
import type { RegistrationStore } from '../../src/stores/types.js';
import { holdsSecret, secretNotAllowed } from '../../src/stores/web/secrets.js';
import type { TestServerOptions } from '../../src/testing/index.js';
import { setting } from '../support/client.js';
import { failing } from '../support/failing.js';

const METADATA = { client_name: 'Page', redirect_uris: ['https://page.example/cb'] } as const;
const KEY = 'https://as.example.test#default';

/** A store that keeps no secrets, as that of a browser. */
function secretless(): RegistrationStore {
  const store = memoryStore();
  return {
    ...store,
    keepsSecrets: false,
    write: async (key, record, expected) => {
      if (holdsSecret(record)) throw secretNotAllowed();
      return store.write(key, record, expected);
    },
  };
}

function page(serverOptions: TestServerOptions = {}) {
  const made = setting(serverOptions);
  const store = secretless();
  const start = (options: Partial<DcrClientSettings> = {}) =>
    made.start({ store, metadata: METADATA, ...options });
  const stored = async (): Promise<StoredRegistration | undefined> => (await store.read(KEY))?.record;
  return { ...made, store, start, stored };
}

const insists = {
  substitute: (metadata: object) => ({ ...metadata, token_endpoint_auth_method: 'client_secret_basic' }),
};

describe('on a store that keeps no secrets', () => {
  test('an app that names no method registers a public client', async () => {
    const { start, server, posts } = page();
    const first = await start().ensureRegistered();
    expect(first).toMatchObject({ token_endpoint_auth_method: 'none' });
    expect(server.requests().find(({ method }) => method === 'POST')?.body).toMatchObject({
      token_endpoint_auth_method: 'none',
    });
    expect(await start().ensureRegistered()).toEqual(first);
    expect(posts()).toBe(1);
  });

  test('another store goes on asking for what the app named', async () => {
    const { start } = setting();
    expect(await start().ensureRegistered()).toMatchObject({
      token_endpoint_auth_method: 'client_secret_basic',
    });
  });

  test('a method with a secret is refused when the client is made, and one with a key pair is not', async () => {
    const { start } = page();
    for (const token_endpoint_auth_method of [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
    ] as const)
      expect(() => start({ metadata: { ...METADATA, token_endpoint_auth_method } })).toThrow(
        expect.objectContaining({ code: 'secret-not-allowed', message: expect.stringContaining('none') }),
      );
    const jwks_uri = 'https://page.example/keys';
    start({ metadata: { ...METADATA, token_endpoint_auth_method: 'private_key_jwt', jwks_uri } });
  });

  test('a refusal of public clients is not answered by asking for a secret', async () => {
    const { start, server } = page();
    let sent = 0;
    const fetch: FetchLike = async (url, init) => {
      if (init.method !== 'POST') return server.fetch(url, init);
      sent += 1;
      const body = { error: 'invalid_client_metadata', error_description: 'token_endpoint_auth_method none' };
      return Response.json(body, { status: 400 });
    };
    const error = await failing(start({ fetch }).ensureRegistered());
    expect([error.code, sent]).toEqual(['rejected', 1]);
  });

  test.each(['on-read', 'on-update', 'on-both'] as const)(
    'a secret that a server issues unasked (tokens rotate %s) is neither kept nor returned, by whatever call',
    async (rotation) => {
      const { start, server, stored, warnings } = page({ rotation });
      const fetch: FetchLike = async (url, init) => {
        const answer = await server.fetch(url, init);
        if (!url.includes('/register') || answer.status >= 300 || answer.status === 204) return answer;
        const body: object = await answer.json();
        return Response.json(
          { ...body, client_secret: 'unasked-secret', client_secret_expires_at: 0 },
          answer,
        );
      };
      const app = start({ fetch });
      const answers = [
        await app.ensureRegistered(),
        await start({ fetch }).ensureRegistered(),
        await app.read(),
        await app.patch({ client_name: 'Renamed' }),
        (await app.renewCredentials()).information,
      ];
      expect(JSON.stringify([answers, await stored()])).not.toContain('unasked-secret');
      expect(answers.map((answer) => 'client_secret_expires_at' in answer)).not.toContain(true);
      expect(answers[0]).toEqual(answers[1]);
      expect(warnings.map(({ code }) => code)).toContain('secret-for-public-client');
      expect(await app.status()).toMatchObject({ usable: true, manageable: true });
      await app.delete();
    },
  );

  test('a client that cannot do without its secret is kept, manageable, and not registered again', async () => {
    const { start, posts, living, stored } = page(insists);
    const error = await failing(start().ensureRegistered());
    expect(error).toMatchObject({ code: 'secret-not-allowed', message: expect.stringContaining('none') });
    // The only place where the secret still is.
    expect(error instanceof RegistrationError && error.registration.client_secret).toBe(
      living()[0]?.client_secret,
    );
    expect(JSON.stringify(await stored())).not.toContain(living()[0]?.client_secret);
    expect((await failing(start().ensureRegistered())).code).toBe('secret-not-allowed');
    expect(posts()).toBe(1);
    expect(await start().status()).toMatchObject({ usable: false, manageable: true, suspectedOrphans: [] });
    await start().delete();
    expect(living()).toEqual([]);
  });

  test('an update that would bring a secret is refused before it is sent', async () => {
    const { start, puts } = page();
    const app = start();
    const client = await app.ensureRegistered();
    const { token_endpoint_auth_method: _left, ...others } = client;
    for (const call of [
      () => app.patch({ token_endpoint_auth_method: 'client_secret_post' }),
      () => app.update({ ...client, token_endpoint_auth_method: 'client_secret_basic' }),
      // Left out it would mean client_secret_basic.
      () => app.update(others),
    ])
      expect((await failing(call())).code).toBe('secret-not-allowed');
    expect(puts()).toBe(0);
    expect(await app.patch({ client_name: 'Other' })).toMatchObject({ client_name: 'Other' });
  });

  test('a server that turns the client into one with a secret leaves it managed, and says so', async () => {
    const { start, server, living } = page();
    const app = start();
    await app.ensureRegistered();
    const fetch: FetchLike = async (url, init) => {
      const answer = await server.fetch(url, init);
      if (init.method !== 'PUT') return answer;
      const body: object = await answer.json();
      return Response.json({
        ...body,
        token_endpoint_auth_method: 'client_secret_basic',
        client_secret: 's3cr3t',
      });
    };
    const error = await failing(start({ fetch }).patch({ client_name: 'Other' }));
    expect(error.code).toBe('secret-not-allowed');
    expect(await app.status()).toMatchObject({ usable: false, manageable: true });
    expect(await app.patch({ token_endpoint_auth_method: 'none' })).toMatchObject({ client_name: 'Other' });
    expect(await app.status()).toMatchObject({ usable: true });
    expect(living()).toHaveLength(1);
  });

  test('a client is taken over without a secret that it does not need, and not with one that it does', async () => {
    const { start, stored } = page();
    const own = { client_id: 'c1', client_secret: 's3cr3t', client_secret_expires_at: 0 };
    const adopted = await start().adopt({ ...own, token_endpoint_auth_method: 'none' });
    expect(adopted).toEqual({ client_id: 'c1', token_endpoint_auth_method: 'none' });
    const error = await failing(
      start().adopt({ ...own, client_id: 'c2', token_endpoint_auth_method: 'client_secret_post' }),
    );
    expect(error.code).toBe('secret-not-allowed');
    const record = {
      ...((await stored()) ?? raise()),
      otherSecret: 's3cr3t',
      previous: { client_secret: 's3cr3t' },
    };
    await start().adopt({ ...record, retired: [{ information: own, retiredAt: 1 }] });
    expect(JSON.stringify(await stored())).not.toContain('s3cr3t');
  });

  test('a record that was stored with a secret before is used, and a change of it fails at once, in words', async () => {
    const made = setting();
    const before = await made.start().ensureRegistered();
    const store: RegistrationStore = {
      ...made.store,
      keepsSecrets: false,
      write: async () => Promise.reject(secretNotAllowed()),
    };
    const app = made.start({ store, onDrift: 'keep', metadata: METADATA });
    expect(await app.ensureRegistered()).toEqual(before);
    const startedAt = made.clock.monotonic();
    const error = await failing(app.patch({ token_endpoint_auth_method: 'none' }));
    expect(error).toMatchObject({
      code: 'secret-not-allowed',
      message: expect.stringContaining('allowSecrets'),
    });
    expect(made.clock.monotonic() - startedAt).toBeLessThan(1000);
  });
});

function raise(): never {
  throw new Error('nothing is stored');
}
