import { redisStore } from 'dcr-client/stores/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { record } from '../../stores/increment.js';
import { type RedisService, startRedis } from '../services/redis.js';

let redis: RedisService;
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

const ioredis = () => {
  const client = new Redis(redis.url, { retryStrategy: () => 50 });
  client.on('error', () => undefined);
  opened.push(() => client.disconnect());
  return client;
};

const nodeRedis = async () => {
  const client = createClient({ url: redis.url });
  client.on('error', () => undefined);
  opened.push(() => client.destroy());
  return client.connect();
};

const subscribers = async (prefix: string) => {
  const [, count] = (await admin.pubsub('NUMSUB', `${prefix}changes`)) as [string, number];
  return count;
};

/** Counts the wakings of a key. */
function watching(store: ReturnType<typeof redisStore>, key: string) {
  const seen = { wakings: 0, stop: () => {} };
  seen.stop =
    store.watch?.(key, () => {
      seen.wakings += 1;
    }) ?? seen.stop;
  return seen;
}

test('without a subscriber there is no watch', () => {
  expect(redisStore({ client: ioredis() }).watch).toBeUndefined();
});

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioredis],
])('watching with %s', (name, open) => {
  const storeOn = async (prefix: string) =>
    redisStore({ client: await open(), subscriber: await open(), prefix: `${name}-${prefix}` });

  test('subscribes when somebody first waits, and hears of its own keys alone', async () => {
    const prefix = `${name}-lazy:`;
    const store = await storeOn('lazy:');
    expect(await subscribers(prefix)).toBe(0);
    const [watched, other] = [watching(store, 'watched'), watching(store, 'other')];
    await expect.poll(() => subscribers(prefix)).toBe(1);
    await store.write('watched', record(), undefined);
    await expect.poll(() => watched.wakings).toBe(1);
    expect(other.wakings).toBe(0);
    other.stop();
    const version = (await store.read('watched'))?.version ?? '';
    await store.delete('watched', version);
    await expect.poll(() => watched.wakings).toBe(2);
    watched.stop();
  });

  test('goes on after the connection of the subscriber was lost', async () => {
    const prefix = `${name}-lost:`;
    const store = await storeOn('lost:');
    const watched = watching(store, 'k');
    await expect.poll(() => subscribers(prefix)).toBe(1);
    // Those of earlier tests may be among them, which Redis has not seen leave yet.
    expect(await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub')).toBeGreaterThan(0);
    await expect.poll(() => subscribers(prefix), { timeout: 10_000 }).toBe(1);
    await store.write('k', record(), undefined);
    await expect.poll(() => watched.wakings).toBe(1);
    watched.stop();
  });

  test('two stores share a subscriber, and neither silences the other', async () => {
    const options = { client: await open(), subscriber: await open(), prefix: `${name}-shared:` };
    const [one, two] = [redisStore(options), redisStore(options)];
    const [first, second] = [watching(one, 'k'), watching(two, 'k')];
    await expect.poll(() => subscribers(options.prefix)).toBe(1);
    first.stop();
    // Longer than a store goes on listening for nobody.
    await new Promise((resolve) => setTimeout(resolve, 400));
    await one.write('k', record(), undefined);
    await expect.poll(() => second.wakings).toBe(1);
    expect(first.wakings).toBe(0);
    second.stop();
  });
});

test('a client of node-redis is subscribed no more when nobody waits', async () => {
  const store = redisStore({ client: await nodeRedis(), subscriber: await nodeRedis(), prefix: 'released:' });
  const { stop } = watching(store, 'k');
  await expect.poll(() => subscribers('released:')).toBe(1);
  stop();
  await expect.poll(() => subscribers('released:')).toBe(0);
});

test('subscribers that were closed before those who wait stop trouble nobody', async () => {
  const [one, two] = [await nodeRedis(), ioredis()];
  const client = ioredis();
  const stores = [redisStore({ client, subscriber: one }), redisStore({ client, subscriber: two })];
  const watched = stores.map((store) => watching(store, 'k'));
  await expect.poll(() => subscribers('dcr-client:')).toBe(2);
  await one.close();
  two.disconnect();
  for (const { stop } of watched) stop();
  for (const store of stores) watching(store, 'k').stop();
  // Longer than a store goes on listening for nobody; an unhandled rejection would fail the run.
  await new Promise((resolve) => setTimeout(resolve, 400));
});
