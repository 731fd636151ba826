import { describe, expect, test } from 'vitest';
import { setting } from '../support/client.js';
import { failing } from '../support/failing.js';

const MINUTE = 60_000;
const INVALID_CLIENT = { status: 401, error: 'invalid_client' };

/** A registered client that is old enough for a verdict. */
async function grown(...[options]: Parameters<typeof setting>) {
  const all = setting(options);
  const dcr = all.start();
  const client = await dcr.ensureRegistered();
  all.clock.advance(2 * MINUTE);
  return { ...all, dcr, client };
}

describe('a client that the server rejects', () => {
  test('and does not know any more is replaced, once, and said to be', async () => {
    const { dcr, client, server, posts, changes } = await grown();
    server.restart();
    const { registration, replaced, verdict } = await dcr.reportRejected(client, INVALID_CLIENT);
    expect({ replaced, verdict }).toEqual({ replaced: true, verdict: 'dead' });
    expect(registration.client_id).not.toBe(client.client_id);
    expect(posts()).toBe(2);
    expect(changes.map(({ type }) => type)).toEqual(['registered', 'management-lost', 'dead', 'replaced']);
    expect(await dcr.status()).toMatchObject({
      usable: true,
      manageable: true,
      retired: [],
      suspectedOrphans: [{ client_id: client.client_id }],
    });
  });

  test('is replaced once, however many replicas report it', async () => {
    const { start, client, server, posts } = await grown({ latencyMs: 50 });
    server.restart();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => start().reportRejected(client, INVALID_CLIENT)),
    );
    expect(new Set(outcomes.map(({ registration }) => registration.client_id)).size).toBe(1);
    expect(outcomes.every(({ replaced }) => replaced)).toBe(true);
    expect(posts()).toBe(2);
  });

  test('with credentials that were replaced since is no news, and asks nobody', async () => {
    const { dcr, client, server } = await grown({ rotateSecret: 'on-update' });
    const patched = await dcr.patch({ client_uri: 'https://app.example' });
    const before = server.requests().length;
    expect(await dcr.reportRejected(client, INVALID_CLIENT)).toMatchObject({
      verdict: 'superseded',
      replaced: true,
      registration: { client_secret: patched.client_secret },
    });
    expect(server.requests()).toHaveLength(before);
  });

  test('and still knows stays as it is', async () => {
    const { dcr, client, posts } = await grown({ rotation: 'on-both' });
    expect(await dcr.reportRejected(client, INVALID_CLIENT)).toMatchObject({
      verdict: 'alive',
      replaced: false,
    });
    expect(posts()).toBe(1);
    await dcr.patch({ client_uri: 'https://app.example' });
  });

  test('less than a minute after it was made is given time', async () => {
    const { start, server, posts } = setting();
    const dcr = start();
    const client = await dcr.ensureRegistered();
    server.restart();
    expect(await dcr.reportRejected(client, INVALID_CLIENT)).toMatchObject({
      verdict: 'too-young',
      replaced: false,
    });
    expect(posts()).toBe(1);
  });

  test('that a clock far ahead has made is not given time until its time has come', async () => {
    const { start, server, clock } = setting();
    const client = await start({
      clock: { ...clock, now: () => clock.now() + 3_600_000 },
    }).ensureRegistered();
    server.restart();
    expect(await start().reportRejected(client, INVALID_CLIENT)).toMatchObject({ verdict: 'dead' });
  });

  test.each([
    ['500', { status: 500 }],
    ['429', { status: 429 }],
    ['a failed fetch', new TypeError('fetch failed')],
  ])('by %s is not asked about', async (_what, seen) => {
    const { dcr, client, server } = await grown();
    server.restart();
    const before = server.requests().length;
    expect(await dcr.reportRejected(client, seen)).toMatchObject({ verdict: 'unknown', replaced: false });
    expect(server.requests()).toHaveLength(before);
  });

  test('while the server is out of order is kept', async () => {
    const { dcr, client, server, posts } = await grown();
    server.failNext({ method: 'GET', status: 500, times: 5 });
    expect(await dcr.reportRejected(client, INVALID_CLIENT)).toMatchObject({
      verdict: 'unknown',
      replaced: false,
    });
    expect(posts()).toBe(1);
  });

  test('on suspicion alone is replaced only if the server says that it is gone', async () => {
    const suspicion = { status: 400, error: 'invalid_grant' };
    const { dcr, client, server, posts } = await grown();
    server.failNext({ method: 'GET', status: 401, body: { error: 'invalid_token' } });
    expect(await dcr.reportRejected(client, suspicion)).toMatchObject({
      verdict: 'unknown',
      replaced: false,
    });
    expect(await dcr.status()).toMatchObject({ usable: true, manageable: false });
    expect(posts()).toBe(1);
    const other = await grown();
    other.server.failNext({ method: 'GET', status: 404 });
    expect(await other.dcr.reportRejected(other.client, suspicion)).toMatchObject({ verdict: 'dead' });
  });

  test('and that nobody can ask about is replaced by its word, and listed, since that may be wrong', async () => {
    const { dcr, client, posts } = await grown({ management: false });
    expect(await dcr.reportRejected(client, INVALID_CLIENT)).toMatchObject({
      verdict: 'dead',
      replaced: true,
    });
    expect(posts()).toBe(2);
    expect((await dcr.status()).suspectedOrphans).toMatchObject([{ client_id: client.client_id }]);
    expect(
      await dcr.reportRejected(await dcr.ensureRegistered(), { status: 400, error: 'invalid_grant' }),
    ).toMatchObject({
      replaced: false,
    });
  });

  test('and whose old credentials came back with a backup is replaced, and listed, since it lives', async () => {
    const { dcr, client, store, server, living } = await grown({
      rotation: 'on-update',
      rotateSecret: 'on-update',
    });
    const key = `${server.issuer}#default`;
    const backup = await store.read(key);
    if (backup === undefined) throw new Error('nothing is stored');
    await dcr.patch({ client_uri: 'https://app.example' });
    await store.write(key, backup.record, (await store.read(key))?.version);
    expect(await dcr.reportRejected(client, INVALID_CLIENT)).toMatchObject({ verdict: 'dead' });
    expect(living()).toHaveLength(2);
    expect((await dcr.status()).suspectedOrphans).toMatchObject([{ client_id: client.client_id }]);
  });

  test('and is not there by the word of the server is replaced and not listed', async () => {
    const { dcr, client, server } = await grown();
    server.failNext({ method: 'GET', status: 404 });
    expect(await dcr.reportRejected(client, INVALID_CLIENT)).toMatchObject({ verdict: 'dead' });
    expect((await dcr.status()).suspectedOrphans).toEqual([]);
  });

  test('on suspicion alone, with an address that never answered, is replaced and listed', async () => {
    const { dcr, client, server } = await grown();
    server.failNext({ method: 'GET', status: 404 });
    const suspicion = { status: 400, error: 'invalid_grant' };
    expect(await dcr.reportRejected(client, suspicion)).toMatchObject({ verdict: 'dead' });
    expect((await dcr.status()).suspectedOrphans).toMatchObject([{ client_id: client.client_id }]);
  });

  test('is not replaced past the budget', async () => {
    const { start, clock, server } = setting();
    const dcr = start({ registrationBudget: 2 });
    for (const _ of [1, 2]) {
      const client = await dcr.ensureRegistered();
      clock.advance(2 * MINUTE);
      server.restart();
      const error = await dcr.reportRejected(client, INVALID_CLIENT).catch((reason) => reason);
      if (error instanceof Error) expect(error).toMatchObject({ code: 'registration-budget-exhausted' });
    }
    expect(await dcr.status()).toMatchObject({ usable: false });
    expect(await failing(dcr.ensureRegistered())).toMatchObject({ code: 'registration-budget-exhausted' });
  });

  test('and dies with the process that found it dead is replaced by the next start', async () => {
    const { start, client, server, posts } = await grown();
    server.restart();
    server.failNext({ method: 'POST', status: 503 });
    await failing(start().reportRejected(client, INVALID_CLIENT));
    expect(await start().status()).toMatchObject({ usable: false });
    expect((await start().ensureRegistered()).client_id).not.toBe(client.client_id);
    expect(posts()).toBe(3);
  });

  test('and the other secret that a read showed: that one is tried', async () => {
    const { dcr, client, server } = await grown({ rotation: 'never' });
    const other = 'secret-that-an-operator-set';
    server.failNext({
      method: 'GET',
      status: 200,
      times: 2,
      body: { ...client, client_secret: other },
    });
    await dcr.read();
    expect((await dcr.ensureRegistered()).client_secret).toBe(client.client_secret);
    expect(await dcr.reportRejected(client, INVALID_CLIENT)).toMatchObject({
      verdict: 'alive',
      replaced: true,
      registration: { client_secret: other },
    });
  });

  test('must be named', async () => {
    const { dcr } = await grown();
    // @ts-expect-error no client_id
    expect(await failing(dcr.reportRejected({}, INVALID_CLIENT))).toMatchObject({ code: 'invalid-option' });
    expect(await failing(setting().start().reportRejected({ client_id: 'c' }))).toMatchObject({
      code: 'not-registered',
    });
  });
});

describe('verify', () => {
  const everyMs = 60 * MINUTE;

  test('a client not seen for longer is read at start, and used if it is there', async () => {
    const { start, clock, server } = await grown();
    const dcr = start({ verify: { everyMs } });
    await dcr.ensureRegistered();
    const before = server.requests().length;
    clock.advance(2 * everyMs);
    await dcr.ensureRegistered();
    await dcr.ensureRegistered();
    expect(
      server
        .requests()
        .slice(before)
        .map(({ method }) => method),
    ).toEqual(['GET']);
  });

  test('one that is gone is replaced, if its address had ever answered', async () => {
    const { start, client, clock, server, posts } = await grown();
    const dcr = start({ verify: { everyMs } });
    await dcr.read();
    clock.advance(2 * everyMs);
    server.failNext({ method: 'GET', status: 404 });
    expect((await dcr.ensureRegistered()).client_id).not.toBe(client.client_id);
    expect(posts()).toBe(2);
  });

  test('an address that never answered, or a token that is refused, costs the management alone', async () => {
    for (const status of [404, 401]) {
      const { start, client, clock, server, posts } = await grown();
      const dcr = start({ verify: { everyMs } });
      clock.advance(2 * everyMs);
      server.failNext({ method: 'GET', status });
      expect((await dcr.ensureRegistered()).client_id).toBe(client.client_id);
      expect(await dcr.status()).toMatchObject({ usable: true, manageable: false });
      expect(posts()).toBe(1);
    }
  });

  test.each([
    ['does not answer', { status: 503 }],
    ['answers nonsense', { status: 200, body: 'nonsense' }],
    ['refuses', { status: 400, body: { error: 'invalid_request' } }],
  ])('a server that %s stops nobody', async (_what, fault) => {
    const { start, client, clock, server, warnings } = await grown();
    clock.advance(2 * everyMs);
    server.failNext({ method: 'GET', times: 2, ...fault });
    expect(await start({ verify: { everyMs } }).ensureRegistered()).toMatchObject({
      client_id: client.client_id,
    });
    expect(warnings.map(({ code }) => code)).toContain('server-not-reachable');
  });
});
