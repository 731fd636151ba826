import { redisStore } from 'dcr-client/stores/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll } from 'vitest';
import { describeStore } from '../../stores/contract.js';
import { type RedisService, startRedis } from '../services/redis.js';

let redis: RedisService;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  redis = await startRedis();
});

afterAll(async () => {
  for (const { close } of opened) await close();
  await redis?.end();
});

const interrupt = async () => {
  await redis.stop();
  return () => redis.start();
};

/** The clients report lost connections there, and end the process if nobody hears. */
const unheard = () => undefined;

async function nodeRedis() {
  const client = createClient({ url: redis.url });
  client.on('error', unheard);
  opened.push({ close: () => client.destroy() });
  return client.connect();
}

function ioredis() {
  const client = new Redis(redis.url, { retryStrategy: () => 100 });
  client.on('error', unheard);
  opened.push({ close: () => client.disconnect() });
  return client;
}

describeStore('redisStore with node-redis', {
  open: async () => redisStore({ client: await nodeRedis(), subscriber: await nodeRedis(), timeoutMs: 2000 }),
  interrupt,
});

describeStore('redisStore with ioredis', {
  open: () => redisStore({ client: ioredis(), subscriber: ioredis(), timeoutMs: 2000 }),
  interrupt,
});
