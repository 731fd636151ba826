import { redisStore } from 'dcr-client/stores/redis';
import { Cluster, Redis } from 'ioredis';
import { createClient, createClientPool, createCluster, RESP_TYPES } from 'redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeStore } from '../../stores/contract.js';
import { record } from '../../stores/increment.js';
import { type RedisService, startRedis } from '../services/redis.js';
import { type RedisCluster, startRedisCluster } from '../services/redis-cluster.js';

let redis: RedisService;
let cluster: RedisCluster;
const opened: (() => unknown)[] = [];

beforeAll(async () => {
  [redis, cluster] = await Promise.all([startRedis(), startRedisCluster()]);
});

afterAll(async () => {
  for (const close of opened) await close();
  await Promise.all([redis?.end(), cluster?.end()]);
});

const nodeRedis = async (options: object = {}) => {
  const client = createClient({ url: redis.url, ...options });
  opened.push(() => client.destroy());
  return client.connect();
};

describeStore('redisStore with a client of node-redis that gives bytes', {
  open: async () => {
    const commandOptions = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } };
    return redisStore({ client: await nodeRedis({ commandOptions }), subscriber: await nodeRedis() });
  },
});

describeStore('redisStore with a client of node-redis that speaks the older protocol', {
  open: async () =>
    redisStore({ client: await nodeRedis({ RESP: 2 }), subscriber: await nodeRedis({ RESP: 2 }) }),
});

describeStore('redisStore with a pool of node-redis', {
  open: async () => {
    const pool = createClientPool({ url: redis.url });
    await pool.connect();
    opened.push(() => pool.destroy());
    return redisStore({ client: pool });
  },
});

describeStore('redisStore with a client of ioredis that puts a prefix before all keys', {
  open: () => {
    const ioredis = () => {
      const client = new Redis(redis.url, { keyPrefix: 'app[1]*:' });
      opened.push(() => client.disconnect());
      return client;
    };
    return redisStore({ client: ioredis(), subscriber: ioredis(), prefix: 'oauth-' });
  },
});

const nodeRedisCluster = async () => {
  const rootNodes = cluster.ports.map((port) => ({ url: `redis://127.0.0.1:${port}` }));
  const client = createCluster({ rootNodes });
  opened.push(() => client.destroy());
  return client.connect();
};

const ioredisCluster = () => {
  const client = new Cluster(cluster.ports.map((port) => ({ host: '127.0.0.1', port })));
  opened.push(() => client.disconnect());
  return client;
};

describeStore('redisStore with a cluster of node-redis', {
  open: async () => redisStore({ client: await nodeRedisCluster(), subscriber: await nodeRedisCluster() }),
});

describeStore('redisStore with a cluster of ioredis', {
  open: () => redisStore({ client: ioredisCluster(), subscriber: ioredisCluster() }),
});

test('in a cluster the keys are spread over all nodes, and listed from all of them', async () => {
  const prefix = 'spread:';
  const stores = [
    redisStore({ client: await nodeRedisCluster(), prefix }),
    redisStore({ client: ioredisCluster(), prefix }),
  ];
  const keys = Array.from({ length: 60 }, (_, n) => `https://as${n}.example#default`);
  for (const [n, key] of keys.entries()) await stores[n % 2]?.write(key, record(n), undefined);
  for (const store of stores) {
    const found: string[] = [];
    for await (const key of store.list?.('https://') ?? []) found.push(key);
    expect(found.sort()).toEqual([...keys].sort());
  }
  for (const port of cluster.ports) {
    const node = new Redis(port, '127.0.0.1');
    opened.push(() => node.disconnect());
    expect(await node.dbsize()).toBeGreaterThan(5);
  }
});
