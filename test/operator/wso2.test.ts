import { describe, expect, test } from 'vitest';
import { createDcrAdmin } from '../../src/admin.js';
import { memoryStore } from '../../src/index.js';
import { wso2 } from '../../src/servers/wso2.js';
import { createWso2TestServer } from '../../src/testing/index.js';
import { failing } from '../support/failing.js';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.js';

const BATCH = { client_name: 'batch', grant_types: ['client_credentials'] } as const;
const VERSIONS = ['5.11', '7.0', '7.1', '7.3', 'master'] as const;

/** A server of this release, and operators with an administrator's credential, with and without a store. */
function setting(version: (typeof VERSIONS)[number], time: { readonly clock?: VirtualClock } = {}) {
  const server = createWso2TestServer({ version });
  const baseUrl = 'https://wso2.example.test';
  const store = memoryStore();
  const release = version === 'master' ? {} : { version };
  const profile = wso2({ baseUrl, ...release, credentials: { username: 'admin', password: 'admin' } });
  const server_ = { issuer: profile.issuer ?? '', registration_endpoint: profile.registrationEndpoint ?? '' };
  const open = (kept: boolean) =>
    createDcrAdmin({
      server: server_,
      profile,
      ...time,
      fetch: (url, init) => server.fetch(url, init),
      ...(kept ? { store } : {}),
    });
  const posts = () =>
    server.requests().filter(({ method, status }) => method === 'POST' && status === 201).length;
  return { server, open, posts };
}

describe.each(VERSIONS)('an operator of WSO2 %s', (version) => {
  test.each([
    ['without a store', false],
    ['with one', true],
  ])('%s creates, finds, reads, changes and deletes a client', async (_how, kept) => {
    const { open } = setting(version);
    const { client_id, client_secret } = await open(kept).create(BATCH);
    expect(client_secret).toBeDefined();
    expect(await open(kept).findByName('batch')).toMatchObject({ client_id });
    expect(await open(kept).findByName('nobody')).toBeUndefined();
    expect(await open(kept).read(client_id)).toMatchObject({ client_name: 'batch' });
    expect(
      await open(kept).patch(client_id, { grant_types: ['client_credentials', 'refresh_token'] }),
    ).toMatchObject({ client_id });
    expect(await failing(open(kept).create(BATCH))).toMatchObject({ code: 'client-exists' });
    await open(kept).delete(client_id);
    expect(await open(false).findByName('batch')).toBeUndefined();
  });

  test.each([
    ['without a store', false],
    ['with one', true],
  ])('%s plans and applies, and then nothing is left', async (_how, kept) => {
    const { open, posts } = setting(version);
    const desired = ['a', 'b', 'c'].map((name) => ({ name, metadata: { ...BATCH, client_name: name } }));
    const admin = open(kept);
    expect(await admin.apply(await admin.plan(desired))).toMatchObject({ created: 3, open: [] });
    expect((await admin.plan(desired)).steps.map(({ action }) => action)).toEqual(Array(3).fill('unchanged'));
    const changed = desired.map(({ name, metadata }) => ({
      name,
      metadata: { ...metadata, redirect_uris: ['https://app.example/cb', 'https://app.example/cb2'] },
    }));
    const plan = await admin.plan(changed);
    expect(plan.steps.map(({ action }) => action)).toEqual(Array(3).fill('update'));
    expect(await admin.apply(plan)).toMatchObject({ updated: 3, open: [] });
    expect((await admin.plan(changed)).steps.map(({ action }) => action)).toEqual(Array(3).fill('unchanged'));
    expect(posts()).toBe(3);
  });

  test.each([
    ['without a store', false],
    ['with one', true],
  ])('%s takes the name for the client_name where that is left out', async (_how, kept) => {
    const { open } = setting(version);
    const metadata = { grant_types: ['client_credentials'] } as const;
    const admin = open(kept);
    expect(await admin.apply(await admin.plan([{ name: 'a', metadata }]))).toMatchObject({ open: [] });
    expect((await admin.plan([{ name: 'a', metadata }])).steps[0]?.action).toBe('unchanged');
    const made = await admin.create(metadata, { name: 'b' });
    expect(await admin.findByName('a')).toMatchObject({ client_name: 'a' });
    expect(await admin.read(made.client_id)).toMatchObject({ client_name: 'b' });
  });

  test('finds nothing left to do in another process, without a store, though the server drops and folds members', async () => {
    const { open } = setting(version);
    const metadata = {
      contacts: ['ops@app.example'],
      scope: 'b a',
      logo_uri: 'https://app.example/logo',
      redirect_uris: ['https://app.example/b', 'https://app.example/a'],
      grant_types: ['refresh_token', 'authorization_code'],
    } as const;
    const wish = [{ name: 'portal', metadata }];
    expect(await open(false).apply(await open(false).plan(wish))).toMatchObject({ created: 1, open: [] });
    expect((await open(false).plan(wish)).steps).toMatchObject([{ action: 'unchanged' }]);
    const other = [{ name: 'portal', metadata: { ...metadata, redirect_uris: ['https://app.example/a'] } }];
    expect((await open(false).plan(other)).steps).toMatchObject([
      { action: 'update', reason: 'redirect_uris changed' },
    ]);
  });

  test('takes over a client by its name', async () => {
    const { open, posts } = setting(version);
    const { client_id } = await open(false).create(BATCH);
    expect(await open(true).adopt('batch')).toMatchObject({ client_id });
    expect((await open(true).plan([{ name: 'batch', metadata: BATCH }])).steps).toMatchObject([
      { action: 'unchanged' },
    ]);
    expect(posts()).toBe(1);
  });

  test('finds its own client again whose registration was never answered', async () => {
    const { server, open, posts } = setting(version);
    server.loseNextAnswer({ method: 'POST' });
    expect(await failing(open(true).create(BATCH))).toMatchObject({ code: 'network' });
    const made = await open(true).create(BATCH);
    expect(await open(false).findByName('batch')).toMatchObject({ client_id: made.client_id });
    expect(made.client_secret).toBeDefined();
    expect(posts()).toBeLessThanOrEqual(1);
  });
});

test('a plan that asks the server for each client waits where it asks to come back later', async () => {
  const clock = virtualClock();
  const { server, open } = setting('7.3', { clock });
  const wish = Array.from({ length: 40 }, (_, n) => ({ name: `batch-${n}`, metadata: {} }));
  server.failNext({ method: 'GET', status: 429, headers: { 'retry-after': '5' }, times: 20 });
  const { steps } = await open(false).plan(wish);
  expect(steps.map(({ name, action }) => `${action} ${name}`)).toEqual(
    wish.map(({ name }) => `create ${name}`),
  );
  expect(server.requests()).toHaveLength(60);
});

test('a name that somebody else has taken is not taken over, even after a lost answer', async () => {
  const { server, open } = setting('7.3');
  await open(false).create({
    ...BATCH,
    grant_types: ['authorization_code'],
    redirect_uris: ['https://other.example/cb'],
  });
  server.failNext({ method: 'POST', status: 500 });
  await failing(open(true).create(BATCH));
  expect(await failing(open(true).create(BATCH))).toMatchObject({ code: 'conflict' });
});
