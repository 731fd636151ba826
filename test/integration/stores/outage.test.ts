import { createDcrClient, type RegistrationStore, type StoredRegistration } from 'dcr-client';
import { postgresStore } from 'dcr-client/stores/postgres';
import { redisStore } from 'dcr-client/stores/redis';
import { createTestServer } from 'dcr-client/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { failing } from '../../support/failing.js';
import { type PostgresService, startPostgres } from '../services/postgres.js';
import type { Service } from '../services/process.js';
import { type RedisService, startRedis } from '../services/redis.js';

let redis: RedisService;
let postgres: PostgresService;
const opened: (() => unknown)[] = [];

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
});

afterAll(async () => {
  for (const close of opened) await close();
  await Promise.all([redis?.end(), postgres?.end()]);
});

const METADATA = { client_name: 'App', grant_types: ['client_credentials'] } as const;
const unheard = () => undefined;

const backends: [string, () => Service, () => Promise<RegistrationStore>][] = [
  [
    'Redis, through node-redis',
    () => redis,
    async () => {
      const client = createClient({ url: redis.url });
      client.on('error', unheard);
      opened.push(() => client.destroy());
      await client.connect();
      return redisStore({ client, prefix: 'node-redis:', timeoutMs: 500 });
    },
  ],
  [
    'Redis, through ioredis',
    () => redis,
    async () => {
      const client = new Redis(redis.url, { retryStrategy: () => 100 });
      client.on('error', unheard);
      opened.push(() => client.disconnect());
      return redisStore({ client, prefix: 'ioredis:', timeoutMs: 500 });
    },
  ],
  [
    'PostgreSQL',
    () => postgres,
    async () => {
      const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
      pool.on('error', unheard);
      opened.push(() => pool.end());
      return postgresStore({ pool, createTable: true, timeoutMs: 500 });
    },
  ],
];

describe.each(backends)('an outage of %s', (_name, service, open) => {
  afterEach(() => service().start());

  test('between the answer of the server and the save: the error holds the client, and adopt saves it', async () => {
    const server = createTestServer();
    const store = await open();
    const start = (fetch = server.fetch) =>
      createDcrClient({ issuer: server.issuer, metadata: METADATA, store, fetch, claimTtlMs: 1500 });
    const posts = () => server.requests().filter(({ method }) => method === 'POST').length;

    const app = start(async (url, init) => {
      const answer = await server.fetch(url, init);
      if (init?.method === 'POST') await service().stop();
      return answer;
    });
    const error = await failing(app.ensureRegistered());
    expect(error.code).toBe('registration-not-saved');
    expect(Object.keys(error)).not.toContain('record');
    const { record } = error as unknown as { readonly record: StoredRegistration };
    expect(record.information?.client_id).toBe(server.clients()[0]?.client_id);
    expect(posts()).toBe(1);

    // Meanwhile nobody registers without a store.
    expect((await failing(start().ensureRegistered())).code).toBe('store-failed');
    expect(posts()).toBe(1);

    await service().start();
    // Drivers need a moment to connect again.
    await vi.waitFor(() => store.read('anything'), { timeout: 10_000 });
    const adopted = await start().adopt(record);
    expect(adopted.client_id).toBe(record.information?.client_id);
    for (const restarted of [start(), app])
      expect(await restarted.ensureRegistered()).toMatchObject({
        client_id: adopted.client_id,
        client_secret: adopted.client_secret,
      });
    expect(posts()).toBe(1);
    expect(server.clients()).toHaveLength(1);
    expect((await start().status()).suspectedOrphans).toEqual([]);
  });

  test('that is over before saving is given up: nobody notices', async () => {
    const server = createTestServer();
    const store = await open();
    let restarted: Promise<void> | undefined;
    const app = createDcrClient({
      issuer: server.issuer,
      metadata: METADATA,
      store,
      name: 'short',
      fetch: async (url, init) => {
        const answer = await server.fetch(url, init);
        if (init?.method === 'POST') {
          await service().stop();
          restarted = new Promise((resolve) => setTimeout(resolve, 300)).then(() => service().start());
        }
        return answer;
      },
    });
    const { client_id } = await app.ensureRegistered();
    await restarted;
    expect(server.clients()).toHaveLength(1);
    expect(await app.ensureRegistered()).toMatchObject({ client_id });
  });
});
