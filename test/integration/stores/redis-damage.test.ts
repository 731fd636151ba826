import { inspect } from 'node:util';
import type { DcrWarning } from 'dcr-client';
import { redisStore } from 'dcr-client/stores/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { record } from '../../stores/increment.js';
import { failing } from '../../support/failing.js';
import { type RedisService, startRedis } from '../services/redis.js';

let redis: RedisService;
/** Looks at the server beside the stores. */
let admin: Redis;
const opened: (() => unknown)[] = [];

beforeAll(async () => {
  redis = await startRedis();
  admin = new Redis(redis.url);
});

afterAll(async () => {
  for (const close of opened) await close();
  admin?.disconnect();
  await redis?.end();
});

const ioredis = (options: object = {}) => {
  const client = new Redis(redis.url, options);
  client.on('error', () => undefined);
  opened.push(() => client.disconnect());
  return client;
};

const nodeRedis = async (options: object = {}) => {
  const client = createClient({ url: redis.url, ...options });
  client.on('error', () => undefined);
  opened.push(() => client.destroy());
  return client.connect();
};

const fresh = () => `https://${globalThis.crypto.randomUUID()}.example#default`;
const nameOf = (key: string) => `dcr-client:{${key}}`;

describe('what stands in Redis', () => {
  test('is one hash under a readable name, and never expires', async () => {
    const key = fresh();
    const version = await redisStore({ client: ioredis() }).write(key, record(1), undefined);
    expect(await admin.hgetall(nameOf(key))).toEqual({ version, record: JSON.stringify(record(1)) });
    expect(await admin.ttl(nameOf(key))).toBe(-1);
  });

  test.each([
    ['no JSON', { version: 'v', record: '{"format":1,' }],
    ['JSON that is no registration', { version: 'v', record: '{"format":1}' }],
    ['a hash without a version', { record: JSON.stringify(record()) }],
    ['a hash without a record', { version: 'v' }],
    ['a hash of somebody else', { name: 'x' }],
  ])('%s is set aside as it is, reported once, and counts as absent', async (_name, fields) => {
    const key = fresh();
    const store = redisStore({ client: await nodeRedis() });
    await admin.hset(nameOf(key), fields);
    const warnings: DcrWarning[] = [];
    const read = () => store.read(key, { onWarning: (warning) => warnings.push(warning) });
    expect(await Promise.all([read(), read(), read()])).toEqual([undefined, undefined, undefined]);
    expect(warnings).toHaveLength(1);
    const aside = (await admin.keys('*set-aside*')).filter((name) => name.startsWith(nameOf(key)));
    expect(aside).toHaveLength(1);
    expect(await admin.hgetall(aside[0] ?? '')).toEqual(fields);
    expect(warnings[0]).toMatchObject({
      code: 'record-set-aside',
      message: expect.stringContaining(aside[0] ?? 'none'),
    });
    await store.write(key, record(2), undefined);
    const listed: string[] = [];
    for await (const found of store.list?.(key) ?? []) listed.push(found);
    expect(listed).toEqual([key]);
  });

  test.each([
    ['node-redis', nodeRedis],
    ['ioredis', ioredis],
  ])('is listed page by page with %s, each key once', async (name, open) => {
    const store = redisStore({ client: await open(), prefix: `many-${name}:` });
    const keys = Array.from({ length: 3000 }, (_, n) => `https://as${n}.example#default`);
    await Promise.all(keys.map((key, n) => store.write(key, record(n), undefined)));
    const listed: string[] = [];
    for await (const key of store.list?.('https://as1') ?? []) listed.push(key);
    expect(listed.sort()).toEqual(keys.filter((key) => key.startsWith('https://as1')).sort());
    const controller = new AbortController();
    const reason = new Error('enough');
    const until = async () => {
      for await (const _ of store.list?.('', { signal: controller.signal }) ?? []) controller.abort(reason);
    };
    await expect(until()).rejects.toBe(reason);
  });

  test('of a newer format is refused and left alone', async () => {
    const key = fresh();
    const store = redisStore({ client: ioredis() });
    const newer = JSON.stringify({ ...record(), format: 2 });
    await admin.hset(nameOf(key), { version: 'v', record: newer });
    expect(await failing(store.read(key))).toMatchObject({ code: 'record-too-new' });
    expect(await failing(store.write(key, record(), undefined))).toMatchObject({ code: 'store-conflict' });
    expect(await admin.hget(nameOf(key), 'record')).toBe(newer);
  });

  test('that is no hash is left alone, and the error says so', async () => {
    const key = fresh();
    const store = redisStore({ client: await nodeRedis() });
    await admin.set(nameOf(key), 'of somebody else');
    for (const call of [() => store.read(key), () => store.write(key, record(), 'v')]) {
      const error = await failing(call());
      expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('WRONGTYPE') });
      expect(error.message).toContain('prefix');
    }
    expect(await failing(store.write(key, record(), undefined))).toMatchObject({ code: 'store-conflict' });
    expect(await admin.get(nameOf(key))).toBe('of somebody else');
  });
});

describe('a server that refuses', () => {
  type Client = Parameters<typeof redisStore>[0]['client'];
  const clients: [string, (options?: object) => Client | Promise<Client>][] = [
    ['node-redis', nodeRedis],
    ['ioredis', ioredis],
  ];

  /** All that can be seen of an error, however one looks. */
  const everythingOf = (error: unknown) =>
    `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${String(error)}`;

  test.each(clients)('because its memory is used up: %s', async (_name, open) => {
    const store = redisStore({ client: await open() });
    const key = fresh();
    const version = await store.write(key, record(1), undefined);
    await admin.config('SET', 'maxmemory', '1');
    try {
      const error = await failing(store.write(key, record(2), version));
      expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('(OOM)') });
      expect(error.message).toContain('maxmemory');
      expect(everythingOf(error)).not.toContain('planted-secret');
    } finally {
      await admin.config('SET', 'maxmemory', '0');
    }
    expect(await store.read(key)).toMatchObject({ version, record: { registeredAt: 1 } });
  });

  test.each(clients)('a user who may not run scripts, and no secret shows: %s', async (name, open) => {
    await admin.call('ACL', 'SETUSER', `no-scripts-${name}`, 'on', '>password', '~*', '+@all', '-eval');
    const store = redisStore({
      client: await open({ username: `no-scripts-${name}`, password: 'password' }),
    });
    const error = await failing(store.write(fresh(), record(), undefined));
    expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('(NOPERM)') });
    expect(everythingOf(error)).not.toContain('planted-secret');
  });

  test.each(clients)(
    'nothing to a user with the rights that the documentation names: %s',
    async (name, open) => {
      const user = `named-rights-${name}`;
      const commands = ['eval', 'exists', 'hget', 'hmget', 'hset', 'del', 'rename', 'scan'].map(
        (each) => `+${each}`,
      );
      // What the clients themselves send when they connect.
      const connecting = ['+hello', '+info', '+client'];
      await admin.call(
        'ACL',
        'SETUSER',
        user,
        'on',
        '>password',
        '~dcr-client:*',
        ...commands,
        ...connecting,
      );
      const store = redisStore({ client: await open({ username: user, password: 'password' }) });
      const key = fresh();
      const version = await store.write(key, record(1), undefined);
      const second = await store.write(key, record(2), version);
      expect(await store.read(key)).toMatchObject({ version: second, record: { registeredAt: 2 } });
      const listed: string[] = [];
      for await (const found of store.list?.(key) ?? []) listed.push(found);
      expect(listed).toEqual([key]);
      await store.delete(key, second);
      await admin.hset(nameOf(key), { version: 'v', record: 'damaged' });
      expect(await store.read(key)).toBeUndefined();
    },
  );

  test('a client that is not connected: the call ends, and says what to do', async () => {
    const store = redisStore({ client: createClient({ url: redis.url }) });
    const error = await failing(store.read(fresh()));
    expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('connected') });
  });
});
