import { createDcrClient, type DcrChange, memoryStore, readClient } from 'dcr-client';
import { openidClientConfiguration } from 'dcr-client/openid-client';
import { wso2Metadata } from 'dcr-client/wso2';
import { clientCredentialsGrant } from 'openid-client';
import { describe, expect, test } from 'vitest';
import { virtualClock } from '../../support/virtual-clock.js';
import {
  APPLICATION,
  administrator,
  BASE,
  ORGANIZATION,
  PLACES,
  SINCE_7_1,
  TENANT,
  VERSIONS,
  worldOf,
} from './world.js';

const METADATA = { client_name: 'batch', grant_types: ['client_credentials'] } as const;
type World = ReturnType<typeof worldOf>;

/** The app in one process after another, which share a store. */
function appsOf(here: World) {
  const store = memoryStore();
  const changes: DcrChange[] = [];
  const start = (
    metadata: Parameters<typeof createDcrClient>[0]['metadata'] = METADATA,
    options: object = here.options,
  ) =>
    createDcrClient({
      issuer: BASE,
      store,
      metadata,
      onChange: (change) => changes.push(change),
      ...options,
    });
  return { start, changed: () => changes.splice(0).map(({ type }) => type) };
}

describe.each(VERSIONS.flatMap((version) => PLACES.map((tenant) => [version, tenant] as const)))(
  'an app at %s, tenant %s, with the credential of an administrator',
  (version, tenant) => {
    const world = () => worldOf(version, { tenant });

    test('registers once, and starts again without a request', async () => {
      const here = world();
      const { start } = appsOf(here);
      const first = await start().ensureRegistered();
      const before = here.server.requests().length;
      expect(await start().ensureRegistered()).toEqual(first);
      expect(here.server.requests()).toHaveLength(before);
      expect(await start().status()).toMatchObject({ state: 'registered', usable: true, manageable: true });
      expect(here.server.clients()).toHaveLength(1);
    });

    test('reads, patches and deletes its client', async () => {
      const here = world();
      const { start, changed } = appsOf(here);
      const made = await start().ensureRegistered();
      expect((await start().read()).client_id).toBe(made.client_id);
      expect(await start().patch({ client_name: 'batch2' })).toMatchObject({
        client_name: 'batch2',
        client_secret: made.client_secret,
      });
      await start().delete();
      expect(here.server.client(made.client_id)).toMatchObject({ deletedAt: expect.any(Number) });
      expect(changed()).toEqual(['registered', 'updated', 'deleted']);
      // The name is free again.
      expect((await start().ensureRegistered()).client_id).not.toBe(made.client_id);
    });

    test('renews nothing, and misses no token that it never had', async () => {
      const here = world();
      const { start } = appsOf(here);
      await start().ensureRegistered();
      here.told();
      const { client_secret, registration_access_token } = await start().renewCredentials();
      expect([client_secret, registration_access_token]).toEqual(['not-renewed', 'not-renewed']);
      expect(here.told()).not.toContain('token-not-renewed');
    });

    test('carries a changed wish to its client', async () => {
      const here = world();
      const { start } = appsOf(here);
      const made = await start().ensureRegistered();
      const redirect_uris = ['https://app.example/cb', 'https://app.example/cb2'] as const;
      const wish = { ...METADATA, grant_types: ['authorization_code'], redirect_uris } as const;
      expect(await start(wish).ensureRegistered()).toMatchObject({
        client_id: made.client_id,
        client_secret: made.client_secret,
        redirect_uris,
        grant_types: ['authorization_code'],
      });
      const before = here.server.requests().length;
      await start(wish).ensureRegistered();
      expect(here.server.requests()).toHaveLength(before);
    });

    test('deletes a client that somebody else has deleted, without an error', async () => {
      const here = world();
      const { start } = appsOf(here);
      const { client_id } = await start().ensureRegistered();
      here.server.forget(client_id);
      await start().delete();
      expect(await start().status()).toMatchObject({ state: 'deleted' });
    });

    test('replaces a client that the server lost, under the same name', async () => {
      const here = world();
      const { start } = appsOf(here);
      const clock = virtualClock();
      const app = start(METADATA, { ...here.options, clock });
      const made = await app.ensureRegistered();
      here.server.forget(made.client_id);
      clock.advance(120_000);
      const { verdict, registration } = await app.reportRejected(made, 'invalid_client');
      expect(verdict).toBe('dead');
      expect(registration).toMatchObject({ client_name: 'batch' });
      expect(registration.client_id).not.toBe(made.client_id);
    });

    test('finds its client again when the answer to the registration was lost', async () => {
      const here = world();
      const { start } = appsOf(here);
      here.server.loseNextAnswer({ method: 'POST' });
      await expect(start().ensureRegistered()).rejects.toMatchObject({ code: 'network' });
      const found = await start().ensureRegistered();
      expect(here.server.clients().map(({ client_id }) => client_id)).toEqual([found.client_id]);
      expect(await start().status()).toMatchObject({ manageable: true, suspectedOrphans: [] });
    });

    test('does not take a client of its name that is another one', async () => {
      const here = world();
      const { start } = appsOf(here);
      here.server.loseNextAnswer({ method: 'POST' });
      await start({ ...METADATA, grant_types: ['password'] })
        .ensureRegistered()
        .catch(() => undefined);
      await expect(start().ensureRegistered()).rejects.toMatchObject({ code: 'conflict' });
    });

    test('takes over a client by its id alone', async () => {
      const here = world();
      const made = await appsOf(here).start().ensureRegistered();
      const { start } = appsOf(here);
      const { client_id, client_secret } = made;
      await start().adopt({ client_id, ...(client_secret === undefined ? {} : { client_secret }) });
      expect(await start().status()).toMatchObject({ manageable: true });
      expect((await start().read()).client_name).toBe('batch');
    });
  },
);

describe.each(VERSIONS)('credentials at %s', (version) => {
  test('a wrong one fails with what it is, and costs nothing', async () => {
    const here = worldOf(version);
    const { start } = appsOf(here);
    const made = await start().ensureRegistered();
    const wrong = here.profileWith({ credentials: { username: 'admin', password: 'wrong' } });
    await expect(start(METADATA, here.using(wrong)).read()).rejects.toMatchObject({ code: 'unauthorized' });
    // The stored client works without anybody's credential.
    expect(await start(METADATA, here.using(wrong)).ensureRegistered()).toEqual(made);
    expect(await start().status()).toMatchObject({ manageable: true });
    expect((await start().read()).client_id).toBe(made.client_id);
  });

  test('none is needed to start again, and then the client cannot be managed', async () => {
    const here = worldOf(version);
    const { start } = appsOf(here);
    const made = await start().ensureRegistered();
    const without = start(METADATA, here.using(here.profileWith({})));
    expect(await without.ensureRegistered()).toEqual(made);
    expect(await without.status()).toMatchObject({ usable: true, manageable: false });
    await expect(without.read()).rejects.toMatchObject({ code: 'not-manageable' });
  });

  test('a token is fetched once for many requests, and anew when it is refused or near its end', async () => {
    let now = Date.UTC(2026, 0, 10);
    const here = worldOf(version, { now: () => now });
    const profile = here.profileWith({ credentials: APPLICATION });
    const tokens = () => here.server.requests().filter(({ url }) => url.endsWith('/oauth2/token')).length;
    const { start } = appsOf(here);
    const app = start(METADATA, here.using(profile));
    const made = await app.ensureRegistered();
    await Promise.all([app.read(), readClient(made, here.using(profile))]);
    expect(tokens()).toBe(1);
    // All tokens of the server end, which the profile cannot know.
    now += 2 * 60 * 60 * 1000;
    await app.read();
    expect(tokens()).toBe(2);
    await app.delete();
    expect(tokens()).toBe(2);
  });

  test.each([
    [{ clientId: 'management-application', clientSecret: 'wrong' }, 'credential-failed'],
    [{ accessToken: 'not-one-of-ours' }, 'unauthorized'],
    [{ accessToken: 'with a space' }, 'credential-failed'],
    [{ accessToken: () => Promise.reject(new Error('vault')) }, 'credential-failed'],
  ])('%j is %s', async (credentials, code) => {
    const here = worldOf(version);
    const app = appsOf(here).start(METADATA, here.using(here.profileWith({ credentials })));
    const error = await app.ensureRegistered().catch((reason) => reason);
    expect(error.code).toBe(code);
    expect(JSON.stringify(error) + error.stack).not.toMatch(/wrong|not-one-of-ours|with a space/);
    expect((await app.status()).suspectedOrphans).toEqual([]);
  });

  test('an access token is asked for before each request', async () => {
    const here = worldOf(version);
    let asked = 0;
    const accessToken = async () => {
      asked += 1;
      return here.server.issueToken();
    };
    const app = appsOf(here).start(METADATA, here.using(here.profileWith({ credentials: { accessToken } })));
    await app.ensureRegistered();
    await app.read();
    expect(asked).toBe(2);
  });

  test('none goes to another server', async () => {
    const here = worldOf(version);
    const elsewhere = {
      client_id: 'x',
      registration_client_uri: 'https://evil.example/api/identity/oauth2/dcr/v1.1/register/x',
    };
    await expect(readClient(elsewhere, here.options)).rejects.toMatchObject({ code: 'url-refused' });
    expect(here.server.requests()).toEqual([]);
  });

  test('tokens are got with what was registered', async () => {
    const here = worldOf(version);
    const app = appsOf(here).start(
      wso2Metadata({
        ...METADATA,
        ext_param_client_id: 'an_id_with_many_underscores',
        ext_param_client_secret: 'a_secret-with.marks',
      }),
    );
    const configuration = await openidClientConfiguration(app, {
      fetch: (url, { method, headers, body }) =>
        here.server.fetch(url, { method, headers, body: String(body ?? '') }),
    });
    expect((await clientCredentialsGrant(configuration)).token_type).toBe('bearer');
  });
});

describe('a secret that ends, at master', () => {
  test('is replaced in time by another client, whose name is free', async () => {
    const clock = virtualClock();
    const here = worldOf('master', { now: () => clock.now() });
    const { start } = appsOf(here);
    const inTenHours = () =>
      wso2Metadata({
        ...METADATA,
        ext_param_client_secret_expires_at: Math.floor(clock.now() / 1000) + 36_000,
      });
    const wish = inTenHours();
    const options = { ...here.options, clock };
    const made = await start(wish, options).ensureRegistered();
    clock.advance(9.5 * 3600 * 1000);
    const next = await start(inTenHours(), { ...options, onDrift: 'keep' }).ensureRegistered();
    expect(next.client_id).not.toBe(made.client_id);
    expect(next.client_name).toMatch(/^batch-[0-9a-f]{8}$/);
    expect(await start(wish, options).status()).toMatchObject({ retired: [made.client_id] });
    await start(wish, options).reportAccepted(next);
    expect(here.server.clients().filter(({ deletedAt }) => deletedAt === undefined)).toHaveLength(1);
  });
});

describe.each(SINCE_7_1)('an app in an organisation, and one that is anonymous, at %s', (version) => {
  test('registers in the organisation and is managed there', async () => {
    const here = worldOf(version, { tenant: TENANT });
    const profile = here.profileWith({ organization: ORGANIZATION, credentials: APPLICATION });
    const { start } = appsOf(here);
    const app = start(METADATA, here.using(profile));
    const { client_id } = await app.ensureRegistered();
    expect(here.server.client(client_id)).toMatchObject({ organization: ORGANIZATION });
    await app.patch({ client_name: 'batch2' });
    await app.delete();
    expect(here.server.client(client_id)).toMatchObject({ deletedAt: expect.any(Number) });
  });

  test('registers with a software statement, and says that it cannot be managed', async () => {
    const tenants = { [TENANT]: { authenticationRequired: false, mandateSoftwareStatement: true } };
    const here = worldOf(version, { tenant: TENANT, tenants });
    const software_statement = `${btoa('{"alg":"RS256"}')}.${btoa('{}')}.c2ln`;
    const anonymous = here.using(here.profileWith({}));
    const { start } = appsOf(here);
    const app = start({ ...METADATA, software_statement }, anonymous);
    await app.ensureRegistered();
    expect(await app.status()).toMatchObject({ state: 'registered', usable: true, manageable: false });
    expect(administrator(TENANT)).toHaveProperty('username', 'admin@wso2.com');
  });
});
