import { beforeAll, describe, expect, test } from 'vitest';
import type { DcrChange } from '../../src/index.js';
import { nextDue } from '../../src/lifecycle/renewal-timer.js';
import { emptyRecord } from '../../src/lifecycle/transitions.js';
import { setting } from '../support/client.js';
import { warmUp } from './simulation/warm-up.js';

// Time that is not real passes without waiting for what is loaded.
beforeAll(warmUp);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lets virtual time pass, then ends the timers, so that the clock comes to rest. */
async function pass(ms: number, { clock }: ReturnType<typeof setting>, stop: AbortController): Promise<void> {
  await clock.sleep(ms);
  stop.abort();
}

describe('startRenewal', () => {
  test('renews a secret of an hour all day long, without a gap and without a second client', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600 });
    const stop = new AbortController();
    const dcr = all.start();
    await dcr.ensureRegistered();
    const first = (await dcr.status()).secretExpiresAt ?? 0;
    dcr.startRenewal({ signal: stop.signal });
    await pass(DAY, all, stop);
    const { usable, secretExpiresAt = 0 } = await dcr.status();
    expect({ usable, posts: all.posts() }).toEqual({ usable: true, posts: 1 });
    expect(secretExpiresAt - first).toBeGreaterThan(22 * 3600);
    expect(all.changes.filter(({ type }) => type === 'renewed').length).toBeGreaterThan(20);
  });

  test('of many replicas makes one renewal, and the others tell their apps', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600, latencyMs: 100 });
    const stop = new AbortController();
    const told: DcrChange['type'][][] = [];
    await all.start().ensureRegistered();
    for (let n = 0; n < 4; n += 1) {
      const heard: DcrChange['type'][] = [];
      told.push(heard);
      all.start({ onChange: ({ type }) => heard.push(type) }).startRenewal({ signal: stop.signal });
    }
    await pass(70 * MINUTE, all, stop);
    expect(all.puts()).toBe(1);
    expect(told.map(([first]) => first).sort()).toEqual([
      'changed-elsewhere',
      'changed-elsewhere',
      'changed-elsewhere',
      'renewed',
    ]);
  });

  test('replaces the client where the server renews no secret, before it ends', async () => {
    const all = setting({ secretExpiresInSeconds: 3600 });
    const stop = new AbortController();
    const dcr = all.start();
    const { client_id } = await dcr.ensureRegistered();
    dcr.startRenewal({ signal: stop.signal });
    await pass(HOUR - 1000, all, stop);
    expect((await dcr.status()).client_id).not.toBe(client_id);
    expect((await dcr.status()).usable).toBe(true);
  });

  test('renews a secret of ten minutes, too, without a gap', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 600 });
    const stop = new AbortController();
    const dcr = all.start();
    await dcr.ensureRegistered();
    dcr.startRenewal({ signal: stop.signal });
    for (let n = 0; n < 60; n += 1) {
      await all.clock.sleep(MINUTE);
      expect(await dcr.status()).toMatchObject({ usable: true });
    }
    stop.abort();
    expect(all.puts()).toBeGreaterThan(5);
  });

  test('is not held up for ever by the claim of a process that died', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600 });
    const stop = new AbortController();
    const dcr = all.start();
    await dcr.ensureRegistered();
    const key = `${all.server.issuer}#default`;
    const { record, version } = (await all.store.read(key)) ?? {};
    if (record === undefined) throw new Error('nothing is stored');
    const at = all.clock.now();
    const claim = { attempt: 'a', owner: 'gone', operation: 'read', startedAt: at, renewedAt: at } as const;
    await all.store.write(key, { ...record, claim }, version);
    dcr.startRenewal({ signal: stop.signal });
    await pass(HOUR - 1000, all, stop);
    expect(all.puts()).toBe(1);
    expect(await dcr.status()).toMatchObject({ usable: true });
  });

  test('tries again soon after an outage at the moment of the renewal', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600 });
    const stop = new AbortController();
    const dcr = all.start();
    await dcr.ensureRegistered();
    all.server.failNext({ status: 503, times: 2 });
    dcr.startRenewal({ signal: stop.signal });
    await pass(HOUR - 1000, all, stop);
    expect(all.puts()).toBeGreaterThan(0);
    expect((await dcr.status()).secretExpiresAt).toBeGreaterThan((all.clock.now() + 30 * MINUTE) / 1000);
  });

  test('tells the app of a renewal by another process that it waited for', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600, latencyMs: 20_000 });
    const stop = new AbortController();
    const heard: DcrChange['type'][] = [];
    // Sees the record as it was before the other process put its claim on it.
    const late = {
      ...all.store,
      read: async (key: string) => {
        const entry = await all.store.read(key);
        await all.clock.sleep(5000);
        return entry;
      },
    };
    const timeoutMs = 60_000;
    await all.start({ timeoutMs }).ensureRegistered();
    all.start({ timeoutMs }).startRenewal({ signal: stop.signal });
    all
      .start({ timeoutMs, store: late, random: () => 0.4, onChange: ({ type }) => heard.push(type) })
      .startRenewal({ signal: stop.signal });
    await pass(HOUR - 1000, all, stop);
    expect(all.puts()).toBe(1);
    expect(heard).toEqual(['changed-elsewhere']);
  });

  test('begins nothing more once it has ended', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600 });
    const stop = new AbortController();
    const dcr = all.start();
    await dcr.ensureRegistered();
    let isSlow = false;
    const store = {
      ...all.store,
      read: async (key: string) => {
        if (isSlow) await all.clock.sleep(MINUTE / 10);
        return all.store.read(key);
      },
    };
    all.clock.advance(55 * MINUTE);
    isSlow = true;
    all.start({ store }).startRenewal({ signal: stop.signal });
    await pass(8000, all, stop);
    await all.clock.sleep(5 * MINUTE);
    expect(all.puts()).toBe(0);
  });

  test('goes by the clock of the server, if ours is late', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600 });
    const stop = new AbortController();
    const late = { ...all.clock, now: () => all.clock.now() - 30 * MINUTE };
    const dcr = all.start({ clock: late });
    await dcr.ensureRegistered();
    dcr.startRenewal({ signal: stop.signal });
    await pass(HOUR - 1000, all, stop);
    expect(all.puts()).toBe(1);
  });

  test('survives an outage, and says so', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600 });
    const stop = new AbortController();
    const dcr = all.start();
    await dcr.ensureRegistered();
    all.server.failNext({ status: 503, times: 12 });
    dcr.startRenewal({ signal: stop.signal });
    await pass(3 * HOUR, all, stop);
    expect(all.warnings.map(({ code }) => code)).toContain('server-not-reachable');
    expect(await dcr.status()).toMatchObject({ usable: true });
  });

  test('whose store is away says that it failed, and when it tries again', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600 });
    const stop = new AbortController();
    let isAway = false;
    const store = {
      ...all.store,
      read: (key: string) => (isAway ? Promise.reject(new Error('away')) : all.store.read(key)),
    };
    const dcr = all.start({ store });
    await dcr.ensureRegistered();
    isAway = true;
    dcr.startRenewal({ signal: stop.signal });
    await all.clock.sleep(10 * MINUTE);
    isAway = false;
    await pass(2 * HOUR, all, stop);
    expect(all.warnings.filter(({ code }) => code === 'renewal-failed').length).toBeGreaterThan(1);
    expect(all.warnings.find(({ code }) => code === 'renewal-failed')?.message).toMatch(
      /next try is in \d+ s/,
    );
    expect(await dcr.status()).toMatchObject({ usable: true });
  });

  test('finds out at once that the clock has jumped, as after the sleep of a laptop', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600 });
    const stop = new AbortController();
    const dcr = all.start();
    await dcr.ensureRegistered();
    dcr.startRenewal({ signal: stop.signal });
    await all.clock.sleep(MINUTE);
    all.clock.advance(55 * MINUTE);
    await pass(MINUTE, all, stop);
    expect(all.puts()).toBe(1);
  });

  test('registers nothing where nothing is stored, and lets a deleted client rest', async () => {
    const all = setting();
    const stop = new AbortController();
    const dcr = all.start({ verify: { everyMs: MINUTE } });
    dcr.startRenewal({ signal: stop.signal });
    await all.clock.sleep(2 * HOUR);
    expect(all.posts()).toBe(0);
    await dcr.ensureRegistered();
    await dcr.delete();
    await pass(DAY, all, stop);
    expect(all.posts()).toBe(1);
  });

  test('ends with close(), and can begin anew', async () => {
    const all = setting({ rotateSecret: 'on-update', secretExpiresInSeconds: 3600 });
    const dcr = all.start();
    await dcr.ensureRegistered();
    dcr.startRenewal();
    await dcr.close();
    await all.clock.sleep(50 * MINUTE);
    expect(all.puts()).toBe(0);
    all.clock.advance(6 * MINUTE);
    dcr.startRenewal();
    await all.clock.sleep(MINUTE);
    await dcr.close();
    expect(all.puts()).toBe(1);
  });

  test('renews a token before its known end', async () => {
    const all = setting({ rotation: 'on-update' });
    const stop = new AbortController();
    const dcr = all.start({ maxTokenAgeMs: DAY });
    const { registration_access_token } = await dcr.ensureRegistered();
    dcr.startRenewal({ signal: stop.signal });
    await pass(DAY + HOUR, all, stop);
    expect((await dcr.ensureRegistered()).registration_access_token).not.toBe(registration_access_token);
    expect(all.posts()).toBe(1);
  });

  test('asks a server that renews no token only now and then', async () => {
    const all = setting({ rotation: 'never' });
    const stop = new AbortController();
    const dcr = all.start({ maxTokenAgeMs: DAY });
    await dcr.ensureRegistered();
    dcr.startRenewal({ signal: stop.signal });
    await pass(10 * DAY, all, stop);
    expect(all.puts()).toBe(1);
    expect(all.warnings.map(({ code }) => code)).toEqual(['token-not-renewed']);
  });
});

describe('what is due next', () => {
  const wanted = {
    metadata: {},
    revision: undefined,
    onDrift: 'update',
    onSubstitution: 'accept',
    registrationBudget: 5,
    verifyEveryMs: undefined,
    maxTokenAgeMs: undefined,
    overlapMs: DAY,
  } as const;
  const registered = {
    ...emptyRecord('https://as.example'),
    information: { client_id: 'c' },
    registeredAt: 0,
  };
  const unsettled = (operation: 'update' | 'delete') => ({
    ...registered,
    unsettled: { attempt: 'a', operation, ownerIsGone: true },
  });
  test.each([
    ['nothing for no client', emptyRecord('https://as.example'), undefined],
    ['nothing for a client without an end', registered, undefined],
    ['a dead client at once', { ...registered, dead: { at: 0, reason: '', isGone: true } }, 0],
    ['what nobody knows the end of at once', unsettled('update'), 0],
    ['but not a deletion, which would make a client anew', unsettled('delete'), undefined],
    [
      'a retired client after its overlap',
      { ...registered, retired: [{ information: { client_id: 'o' }, retiredAt: 5 }] },
      DAY + 5,
    ],
  ])('%s', (_rule, record, expected) => {
    expect(nextDue(record, wanted)).toBe(expected);
  });
});
