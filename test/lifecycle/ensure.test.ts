import { describe, expect, test } from 'vitest';
import { METADATA, setting } from '../support/client.js';
import { failing } from '../support/failing.js';

const DAY = 24 * 60 * 60 * 1000;

describe('ensureRegistered', () => {
  test('registers once, with visible defaults, and stores what was granted', async () => {
    const { start, posts, changes } = setting();
    const information = await start().ensureRegistered();
    expect(information).toMatchObject({ client_name: 'App', response_types: [] });
    expect(posts()).toBe(1);
    expect(changes).toMatchObject([{ type: 'registered', client_id: information.client_id }]);
  });

  test('a restart makes no request and gives the same', async () => {
    const { start, server } = setting();
    const first = await start().ensureRegistered();
    const before = server.requests().length;
    const dcr = start();
    expect(await dcr.ensureRegistered()).toEqual(first);
    expect((await dcr.server()).issuer).toBe(server.issuer);
    expect(await dcr.status()).toMatchObject({ state: 'registered', usable: true, manageable: true });
    expect(server.requests()).toHaveLength(before);
  });

  test('a server that swallows answers for months makes no record without end: the latest attempts are listed', async () => {
    const { start, server, clock } = setting();
    server.loseNextAnswer({ method: 'POST', times: Number.POSITIVE_INFINITY });
    const latest = async () => (await start().status()).suspectedOrphans.at(-1)?.attempt;
    const seen = new Set<string | undefined>();
    for (let day = 0; day < 110; day += 1) {
      await failing(start().ensureRegistered());
      seen.add(await latest());
      clock.advance(DAY);
    }
    expect(seen.size).toBe(110);
    expect((await start().status()).suspectedOrphans).toHaveLength(100);
  });

  test('calls at once in one process share one registration', async () => {
    const { start, posts } = setting();
    const dcr = start();
    const all = await Promise.all(Array.from({ length: 10 }, () => dcr.ensureRegistered()));
    expect(new Set(all.map(({ client_id }) => client_id)).size).toBe(1);
    expect(posts()).toBe(1);
  });

  test('many processes on one store register one client', async () => {
    const { start, posts } = setting({ latencyMs: 300 });
    const all = await Promise.all(Array.from({ length: 20 }, () => start().ensureRegistered()));
    expect(new Set(all.map(({ client_id }) => client_id)).size).toBe(1);
    expect(posts()).toBe(1);
  });

  test('who waited for an attempt that failed gets its error, and the server is not asked again', async () => {
    const { start, posts } = setting({ latencyMs: 300, initialAccessToken: 'right' });
    const all = await Promise.all(
      Array.from({ length: 5 }, () => failing(start({ initialAccessToken: 'wrong' }).ensureRegistered())),
    );
    expect(all.map(({ code }) => code)).toEqual(Array(5).fill('unauthorized'));
    expect(posts()).toBe(1);
  });

  test.each(['/register', '/.well-known/oauth-authorization-server'])(
    'the limit of a request to %s passes on the injected clock',
    async (path) => {
      const { start, server, clock } = setting();
      server.hangNext({ path, times: Number.POSITIVE_INFINITY });
      const startedAt = clock.monotonic();
      const call = start({ timeoutMs: 3_600_000 }).ensureRegistered();
      if (path === '/register') expect(await failing(call)).toMatchObject({ code: 'timeout' });
      else await call;
      expect(clock.monotonic() - startedAt).toBeGreaterThanOrEqual(3_600_000);
    },
  );

  test('a process with a wrong clock makes the others renew once, not at each start', async () => {
    const { start, clock, server } = setting({
      secretExpiresInSeconds: 3600,
      rotateSecret: 'on-update',
      rotation: 'never',
    });
    const behind = { ...clock, now: () => clock.now() - 2 * 3_600_000 };
    await start({ clock: behind }).ensureRegistered();
    const renewed = await start().ensureRegistered();
    const before = server.requests().length;
    expect(await start().ensureRegistered()).toEqual(renewed);
    expect(server.requests()).toHaveLength(before);
  });

  test('a failed attempt does not stand in the way of the next', async () => {
    const { start, posts } = setting({ initialAccessToken: 'right' });
    await failing(start({ initialAccessToken: 'wrong' }).ensureRegistered());
    await start({ initialAccessToken: 'right' }).ensureRegistered();
    expect(posts()).toBe(2);
  });

  test('the initial access token function is called anew for each attempt', async () => {
    const { start, server } = setting({ initialAccessToken: { singleUse: ['one', 'two'] } });
    const tokens = ['one', 'two'];
    server.failNext({ method: 'POST', status: 503, headers: { 'retry-after': '1' } });
    await start({ initialAccessToken: () => tokens.shift() ?? 'none' }).ensureRegistered();
    expect(tokens).toEqual([]);
  });

  test('a refused connection is tried again, a lost answer is not: it is listed', async () => {
    const { start, server, posts, changes } = setting();
    server.refuseConnection({ times: 1 });
    server.refuseConnection({ method: 'POST', times: 1 });
    await start({ name: 'refused' }).ensureRegistered();
    const dcr = start({ name: 'lost' });
    const before = posts();
    server.loseNextAnswer({ method: 'POST' });
    expect(await failing(dcr.ensureRegistered())).toMatchObject({ code: 'network' });
    expect(posts()).toBe(before + 1);
    expect((await dcr.status()).suspectedOrphans).toHaveLength(1);
    expect(changes.map(({ type }) => type)).toContain('orphan-suspected');
    await dcr.ensureRegistered();
    expect(await dcr.status()).toMatchObject({ usable: true, suspectedOrphans: [{}] });
  });

  test('an answer that was not granted as asked is saved, and the server is not asked again until the wish changes', async () => {
    const { start, server, posts } = setting();
    const redirect_uris = ['https://app.example/cb'];
    const metadata = {
      redirect_uris,
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'none',
    } as const;
    server.failNext({
      method: 'POST',
      status: 201,
      body: { client_id: 'c9', redirect_uris: ['https://other.example/cb'] },
    });
    const error = await failing(start({ metadata }).ensureRegistered());
    expect(error.code).toBe('redirect-uri-not-registered');
    expect(await failing(start({ metadata }).ensureRegistered())).toMatchObject({
      code: 'redirect-uri-not-registered',
    });
    expect(posts()).toBe(1);
    expect(await start({ metadata }).status()).toMatchObject({ client_id: 'c9', usable: false });
  });

  test('a secret that a server shows on read only is fetched by one read', async () => {
    const { start, server } = setting();
    server.failNext({
      method: 'POST',
      status: 201,
      body: {
        client_id: 'c9',
        token_endpoint_auth_method: 'client_secret_basic',
        registration_client_uri: `${server.issuer}/c9`,
        registration_access_token: 't9',
      },
    });
    server.failNext({
      method: 'GET',
      path: '/c9',
      status: 200,
      body: {
        client_id: 'c9',
        token_endpoint_auth_method: 'client_secret_basic',
        client_secret: 's9',
        client_secret_expires_at: 0,
      },
    });
    expect(await start().ensureRegistered()).toMatchObject({
      client_id: 'c9',
      client_secret: 's9',
      registration_access_token: 't9',
    });
    expect(await start().ensureRegistered()).toMatchObject({ client_secret: 's9' });
  });

  test('a budget that failures have used up names the last one', async () => {
    const { start, server } = setting();
    server.loseNextAnswer({ method: 'POST', times: 2 });
    const dcr = start({ registrationBudget: 2 });
    for (let round = 0; round < 2; round += 1) await failing(dcr.ensureRegistered());
    const error = await failing(dcr.ensureRegistered());
    expect(error).toMatchObject({ code: 'registration-budget-exhausted' });
    expect(error.message).toMatch(/or may have been.*The last attempt: Could not register a client/);
  });

  test('no more than the budget is registered in a day', async () => {
    const { start, server, store, clock, posts } = setting();
    const dcr = start({ registrationBudget: 2 });
    for (let round = 0; round < 2; round += 1) {
      await dcr.ensureRegistered();
      await dcr.delete();
    }
    const error = await failing(dcr.ensureRegistered());
    expect(error).toMatchObject({ code: 'registration-budget-exhausted' });
    expect(posts()).toBe(2);
    clock.advance(DAY);
    await dcr.ensureRegistered();
    expect([posts(), server.clients().length, await store.read(`${server.issuer}#default`)]).toMatchObject([
      3,
      3,
      {},
    ]);
  });
});

describe('a changed wish', () => {
  test('updates the client that is there', async () => {
    const { start, posts, puts, server } = setting();
    const first = await start().ensureRegistered();
    const second = await start({ metadata: { ...METADATA, client_name: 'New' } }).ensureRegistered();
    expect(second).toMatchObject({ client_id: first.client_id, client_name: 'New' });
    expect([posts(), puts()]).toEqual([1, 1]);
    const before = server.requests().length;
    await start({ metadata: { ...METADATA, client_name: 'New' } }).ensureRegistered();
    expect(server.requests()).toHaveLength(before);
  });

  test('keeps what was patched, where the wish did not change', async () => {
    const { start } = setting();
    await start().ensureRegistered();
    await start().patch({ client_uri: 'https://app.example' });
    const merged = await start({ metadata: { ...METADATA, client_name: 'New' } }).ensureRegistered();
    expect(merged).toMatchObject({ client_name: 'New', client_uri: 'https://app.example' });
  });

  test('of a lower revision changes nothing', async () => {
    const { start, puts } = setting();
    await start({ revision: 2 }).ensureRegistered();
    const old = await start({
      revision: 1,
      metadata: { ...METADATA, client_name: 'Old' },
    }).ensureRegistered();
    expect([old.client_name, puts()]).toEqual(['App', 0]);
  });

  test('registers anew where the client cannot be managed, and retires the old one', async () => {
    const { start, posts, changes } = setting({ management: false });
    const first = await start().ensureRegistered();
    const dcr = start({ metadata: { ...METADATA, client_name: 'New' } });
    const second = await dcr.ensureRegistered();
    expect(second.client_id).not.toBe(first.client_id);
    expect(await dcr.status()).toMatchObject({ retired: [first.client_id] });
    expect([posts(), changes.at(-1)?.type]).toEqual([2, 'replaced']);
  });

  test('does not stop the app while the server is away', async () => {
    const { start, server, warnings } = setting();
    const first = await start().ensureRegistered();
    server.failNext({ method: 'PUT', status: 500 });
    server.failNext({ method: 'GET', status: 500 });
    const dcr = start({ metadata: { ...METADATA, client_name: 'New' } });
    expect(await dcr.ensureRegistered()).toMatchObject({ client_id: first.client_id, client_name: 'App' });
    expect(warnings.map(({ code }) => code)).toContain('server-not-reachable');
    expect(await dcr.ensureRegistered()).toMatchObject({ client_name: 'New' });
  });
});

describe('an expiring secret', () => {
  test('is renewed by whichever operation renews it', async () => {
    const { start, clock, posts } = setting({ secretExpiresInSeconds: 3600, rotateSecret: 'on-update' });
    const first = await start().ensureRegistered();
    clock.advance(55 * 60_000);
    const second = await start().ensureRegistered();
    expect(second.client_id).toBe(first.client_id);
    expect(second.client_secret).not.toBe(first.client_secret);
    expect(posts()).toBe(1);
  });

  test('of a server that renews nothing: a planned replacement, the old client retired', async () => {
    const { start, clock, posts } = setting({ secretExpiresInSeconds: 3600 });
    const first = await start({ registrationBudget: 1 }).ensureRegistered();
    clock.advance(55 * 60_000);
    const dcr = start({ registrationBudget: 1 });
    const second = await dcr.ensureRegistered();
    expect(second.client_id).not.toBe(first.client_id);
    expect([posts(), (await dcr.status()).retired]).toEqual([2, [first.client_id]]);
  });

  test('of which the first half came before an outage: that is what the app gets', async () => {
    const { start, clock, server, store } = setting({
      rotateSecret: 'on-read',
      rotation: 'on-update',
      secretExpiresInSeconds: 3600,
    });
    const first = await start().ensureRegistered();
    clock.advance(55 * 60_000);
    server.failNext({ method: 'PUT', status: 503, times: 20 });
    const used = await start().ensureRegistered();
    expect(used.client_secret).not.toBe(first.client_secret);
    const stored = await store.read(`${server.issuer}#default`);
    expect(used.client_secret).toBe(stored?.record.information?.client_secret);
  });

  test('still in force is used while the server is away', async () => {
    const { start, clock, server } = setting({ secretExpiresInSeconds: 3600, rotateSecret: 'on-update' });
    const first = await start().ensureRegistered();
    clock.advance(55 * 60_000);
    server.failNext({ status: 500, times: 10 });
    expect((await start().ensureRegistered()).client_secret).toBe(first.client_secret);
  });
});
