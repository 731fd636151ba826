import { describe, expect, test } from 'vitest';
import { failing } from '../support/failing.js';
import { operators as setting } from '../support/operators.js';

const desired = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => ({
    name: `client-${n}`,
    metadata: { client_name: `Client ${n}`, grant_types: ['client_credentials'] as const, ...more },
  }));

describe('plan and apply', () => {
  test('tell of a plan that nobody awaited', async () => {
    const { open } = setting({});
    const admin = open();
    // @ts-expect-error what a JavaScript program may do
    const error = await failing(admin.apply(admin.plan(desired(1))));
    expect(error).toMatchObject({ code: 'invalid-option', message: expect.stringContaining('await it') });
  });

  test('create what is missing, change what differs, delete what is not desired if asked, and then nothing is left', async () => {
    const { open, living } = setting({ rotation: 'on-update' });
    const first = await open().plan(desired(10));
    expect(first.steps.map(({ action }) => action)).toEqual(Array(10).fill('create'));
    expect(await open().apply(first)).toEqual({
      created: 10,
      updated: 0,
      replaced: 0,
      deleted: 0,
      unchanged: 0,
      open: [],
    });
    const smaller = desired(8, { client_uri: 'https://app.example' });
    const second = await open().plan(smaller, { prune: true });
    expect(second.steps[0]).toMatchObject({
      action: 'update',
      reason: 'client_uri changed',
      fields: { client_uri: { to: 'https://app.example' } },
    });
    expect(second.steps.slice(8).map(({ action, name }) => [action, name])).toEqual([
      ['delete', 'client-8'],
      ['delete', 'client-9'],
    ]);
    expect(await open().apply(second)).toMatchObject({ updated: 8, deleted: 2, open: [] });
    expect(living()).toHaveLength(8);
    expect(new Set((await open().plan(smaller, { prune: true })).steps.map(({ action }) => action))).toEqual(
      new Set(['unchanged']),
    );
  });

  test('list what is to be deleted by name, whatever order the store has', async () => {
    const { open } = setting();
    for (const name of ['c', 'a', 'b'])
      await open().create({ grant_types: ['client_credentials'] }, { name });
    const { steps } = await open().plan([], { prune: true });
    expect(steps.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  test('delete no other client than the one that was planned', async () => {
    const { open, living } = setting();
    await open().apply(await open().plan(desired(1)));
    const plan = await open().plan([], { prune: true });
    await open().apply(plan);
    await open().apply(await open().plan(desired(1)));
    const { open: left } = await open().apply(plan);
    expect(left).toMatchObject([{ outcome: 'failed', error: { code: 'plan-outdated' } }]);
    expect(living()).toHaveLength(1);
  });

  test('without prune leave alone what nobody speaks of', async () => {
    const { open, living } = setting();
    await open().apply(await open().plan(desired(3)));
    await open().apply(await open().plan(desired(1)));
    expect(living()).toHaveLength(3);
  });

  test('find no difference where the server reorders, adds or drops members', async () => {
    const { open } = setting({
      substitute: ({ contacts: _dropped, ...metadata }) => ({
        ...metadata,
        grant_types: ['client_credentials'],
        tos_uri: 'https://as.example/tos',
      }),
    });
    const wish = desired(2, { contacts: ['a@example.com', 'b@example.com'] });
    await open().apply(await open().plan(wish));
    expect((await open().plan(wish)).steps.map(({ action }) => action)).toEqual(['unchanged', 'unchanged']);
  });

  test('replace a client that cannot be changed', async () => {
    const { open, posts } = setting({ management: false });
    await open().apply(await open().plan(desired(1)));
    const plan = await open().plan(desired(1, { client_uri: 'https://app.example' }));
    expect(plan.steps).toMatchObject([{ action: 'replace' }]);
    expect(await open().apply(plan)).toMatchObject({ replaced: 1, open: [] });
    expect(posts()).toBe(2);
  });

  test('a plan is plain data, so that it can be shown, stored and applied by somebody else', async () => {
    const { open, living } = setting();
    const plan = JSON.parse(JSON.stringify(await open().plan(desired(2))));
    expect(await open().apply(plan)).toMatchObject({ created: 2 });
    expect(living()).toHaveLength(2);
  });

  test('one failure stops no other, and the report says why', async () => {
    const { open, server, living } = setting();
    const plan = await open().plan(desired(5));
    server.failNext({ method: 'POST', status: 403, body: { error: 'access_denied' } });
    const report = await open().apply(plan, { concurrency: 1 });
    expect(report).toMatchObject({ created: 4, open: [{ name: 'client-0', outcome: 'failed' }] });
    expect(report.open[0]?.error).toMatchObject({ code: 'forbidden' });
    expect(living()).toHaveLength(4);
    expect(await open().apply(await open().plan(desired(5)))).toMatchObject({ created: 1, unchanged: 4 });
  });

  test('all wait together where the server asks to come back later, and none is made twice', async () => {
    const { open, server, clock, living } = setting({ latencyMs: 10 });
    server.failNext({ method: 'POST', status: 429, headers: { 'retry-after': '30' }, times: 8 });
    const before = clock.monotonic();
    expect(await open().apply(await open().plan(desired(40)), { concurrency: 8 })).toMatchObject({
      created: 40,
      open: [],
    });
    expect(living()).toHaveLength(40);
    expect(server.requests()).toHaveLength(48);
    expect(clock.monotonic() - before).toBeLessThan(120_000);
  });

  test('a storm of refusals for minutes is waited out', async () => {
    const { open, server, clock, living } = setting({ latencyMs: 10 });
    server.failNext({ method: 'POST', status: 429, headers: { 'retry-after': '1' }, times: 600 });
    expect(await open().apply(await open().plan(desired(40)), { concurrency: 8 })).toMatchObject({
      created: 40,
      open: [],
    });
    expect(living()).toHaveLength(40);
    expect(clock.monotonic()).toBeLessThan(12 * 60_000);
  });

  test('a server that lets nobody in is not asked for ever, and a later run asks it again', async () => {
    const { open, server, clock, living } = setting({ latencyMs: 10 });
    let refuses = Number.POSITIVE_INFINITY;
    let refused = 0;
    const fetch = async (url: string, init: RequestInit) => {
      if (refused === refuses) return server.fetch(url, init);
      refused += 1;
      return new Response(null, { status: 429, headers: { 'retry-after': '60' } });
    };
    const admin = open({ fetch });
    const report = await admin.apply(await admin.plan(desired(100)), { concurrency: 4 });
    expect(report.open.map(({ error }) => error?.code)).toEqual(Array(100).fill('rate-limited'));
    expect(clock.monotonic()).toBeLessThan(20 * 60_000);
    expect(refused).toBeLessThan(100);
    clock.advance(60 * 60_000);
    refuses = refused + 3;
    expect(await admin.apply(await admin.plan(desired(100)))).toMatchObject({ open: [] });
    expect(living()).toHaveLength(100);
  });

  test('do not wait for days: what is left stands in the report, and when to come back', async () => {
    const { open, server, clock } = setting();
    server.failNext({ method: 'POST', status: 429, headers: { 'retry-after': '86400' }, times: 20 });
    const before = clock.monotonic();
    const report = await open().apply(await open().plan(desired(10)), { concurrency: 2 });
    expect(report.open.map(({ error }) => error?.code)).toEqual(Array(10).fill('rate-limited'));
    expect(report.open.at(-1)?.error?.retryAfterMs).toBeGreaterThan(80_000_000);
    expect(clock.monotonic() - before).toBeLessThan(60_000);
    expect(server.requests().length).toBeLessThanOrEqual(2);
  });

  test('an abort while a step is to be tried again ends it', async () => {
    const { open, server } = setting();
    const stop = new AbortController();
    server.failNext({ method: 'POST', status: 429, headers: { 'retry-after': '0' }, times: 1000 });
    const fetch = (url: string, init: RequestInit) => {
      stop.abort();
      return server.fetch(url, init);
    };
    const admin = open({ fetch });
    const plan = await admin.plan(desired(1));
    expect(await admin.apply(plan, { signal: stop.signal })).toMatchObject({
      open: [{ outcome: 'not-done' }],
    });
  });

  test('never have more under way than was asked for, and tell of each step', async () => {
    const { open, server, clock } = setting();
    let [under, most] = [0, 0];
    const told: number[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      under += 1;
      most = Math.max(most, under);
      await clock.sleep(10);
      under -= 1;
      return server.fetch(url, init);
    };
    const admin = open({ fetch });
    await admin.apply(await admin.plan(desired(20)), {
      concurrency: 3,
      onProgress: ({ finished, total }) => {
        told.push(finished);
        expect(total).toBe(20);
        throw new Error('is none of ours');
      },
    });
    expect(most).toBe(3);
    expect(told).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  test('an abort begins nothing new, finishes what has left, and the next run does the rest', async () => {
    const { open, living } = setting({ latencyMs: 10 });
    const stop = new AbortController();
    const report = await open().apply(await open().plan(desired(20)), {
      concurrency: 4,
      signal: stop.signal,
      onProgress: ({ finished }) => finished === 5 && stop.abort(),
    });
    expect(report.open.every(({ outcome }) => outcome === 'not-done')).toBe(true);
    expect(report.created + report.open.length).toBe(20);
    expect(living()).toHaveLength(report.created);
    const rest = await open().plan(desired(20));
    expect(await open().apply(rest)).toMatchObject({ unchanged: report.created, open: [] });
    expect(living()).toHaveLength(20);
  });

  test.each<[string, unknown]>([
    ['two of one name', [...desired(1), ...desired(1)]],
    ['none', [{ name: '', metadata: {} }]],
    ['no metadata', [{ name: 'a' }]],
    ['no list', 'clients'],
  ])('are refused for %s', async (_what, wish) => {
    const { open } = setting();
    expect(await failing(open().plan(wish as never))).toMatchObject({ code: 'invalid-option' });
    expect(await failing(open().apply({} as never))).toMatchObject({ code: 'invalid-option' });
  });
});
