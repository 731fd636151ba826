import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDcrClient, type RegistrationStore } from 'dcr-client';
import { fileStore } from 'dcr-client/stores/file';
import { postgresStore } from 'dcr-client/stores/postgres';
import { redisStore } from 'dcr-client/stores/redis';
import { createTestServer } from 'dcr-client/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { keyDirectory } from '../../../src/stores/file/layout.js';
import { startPostgres } from '../services/postgres.js';
import { startRedis } from '../services/redis.js';

const FEW = 100;
const MANY = 100_000;
const STARTS = 400;

/** Closed in the opposite order. */
const opened: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
}, 300_000);

const server = createTestServer();
const METADATA = { client_name: 'App', grant_types: ['client_credentials'] } as const;

/** An app of its own name, which may register only if it is the first. */
const app = (store: RegistrationStore, n: number) =>
  createDcrClient({
    issuer: server.issuer,
    name: `app-${n}`,
    metadata: METADATA,
    store,
    fetch: n === 0 ? server.fetch : () => Promise.reject(new Error('a warm start makes no request')),
  });

const keyOf = (n: number) => `${server.issuer}#app-${n}`;

/** Opens an empty store, and gives what copies its one registration to as many other names. */
type Filled = (name: string) => Promise<{
  readonly store: RegistrationStore;
  copy(count: number): Promise<void>;
}>;

const redis: () => Promise<Filled> = async () => {
  // Here its disk would be all that is measured.
  const service = await startRedis(['--appendonly', 'no']);
  opened.push(() => service.end());
  let database = 0;
  return async () => {
    const client = new Redis(service.url, { db: database });
    database += 1;
    opened.push(() => client.disconnect());
    const store = redisStore({ client, timeoutMs: 30_000 });
    const copy = async (count: number) => {
      const entry = await store.read(keyOf(0));
      if (entry === undefined) throw new Error('nothing to copy');
      for (let n = 1; n < count; n += 2000) {
        const names = Array.from({ length: Math.min(2000, count - n) }, (_, index) => n + index);
        await Promise.all(names.map((each) => store.write(keyOf(each), entry.record, undefined)));
      }
    };
    return { store, copy };
  };
};

const postgres: () => Promise<Filled> = async () => {
  const service = await startPostgres();
  opened.push(() => service.end());
  const pool = new pg.Pool({ connectionString: service.url, max: 4 });
  opened.push(() => pool.end());
  return async (table) => {
    const store = postgresStore({ pool, table, createTable: true });
    const copy = async (count: number) => {
      await pool.query(
        `INSERT INTO ${table} SELECT left(key, -1) || n, version || n, record FROM ${table}, generate_series(1, $1) n`,
        [count - 1],
      );
      await pool.query(`VACUUM ANALYZE ${table}`);
    };
    return { store, copy };
  };
};

/** In memory where there is room: making and removing so many files says more of the disk than of the store. */
async function roomyFolder(): Promise<string> {
  const inMemory = await statfs('/dev/shm').catch(() => undefined);
  const isRoomy = inMemory !== undefined && inMemory.bavail * inMemory.bsize > 2 * 1024 ** 3;
  return isRoomy ? '/dev/shm' : tmpdir();
}

/** The files are copied as they are: a hundred thousand writes by the store would sync the disk half a million times. */
const files: () => Promise<Filled> = async () => {
  const root = await mkdtemp(join(await roomyFolder(), 'dcr-many-'));
  opened.push(() => promisify(execFile)('rm', ['-rf', root]));
  return async (name) => {
    const directory = join(root, name);
    const copy = async (count: number) => {
      const first = keyDirectory(directory, keyOf(0));
      const file = readdirSync(first).sort().at(-1) ?? '';
      const text = readFileSync(join(first, file), 'utf8');
      for (let n = 1; n < count; n += 1) {
        const folder = keyDirectory(directory, keyOf(n));
        mkdirSync(folder);
        writeFileSync(join(folder, file), text.replace(keyOf(0), keyOf(n)));
      }
    };
    return { store: fileStore({ directory }), copy };
  };
};

const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;

/** How long the `n`th app takes to start, in milliseconds. */
async function warmStart(store: RegistrationStore, n: number): Promise<number> {
  const startedAt = performance.now();
  const { client_id } = await app(store, n).ensureRegistered();
  const took = performance.now() - startedAt;
  expect(client_id).toBe((await store.read(keyOf(0)))?.record.information?.client_id);
  return took;
}

test.each([
  ['Redis', redis],
  ['PostgreSQL', postgres],
  ['files', files],
])(
  'a warm start from %s takes as long among 100,000 registrations as among 100, and makes no request',
  async (name, start) => {
    const open = await start();
    const [few, many] = [await open('few'), await open('many')];
    const startedAt = performance.now();
    for (const [{ store, copy }, count] of [
      [few, FEW],
      [many, MANY],
    ] as const) {
      await app(store, 0).ensureRegistered();
      await copy(count);
    }
    const filledIn = performance.now() - startedAt;
    const requests = server.requests().length;
    // Turn by turn, so that both meet the same load of the machine.
    const times = { few: [] as number[], many: [] as number[] };
    for (let n = 0; n < STARTS; n += 1) {
      times.few.push(await warmStart(few.store, 1 + ((n * 37) % (FEW - 1))));
      times.many.push(await warmStart(many.store, 1 + ((n * 7919) % (MANY - 1))));
    }
    const [amongFew, amongMany] = [median(times.few), median(times.many)];
    console.log(
      `${name}: filled in ${(filledIn / 1000).toFixed(1)} s; a warm start takes ${amongFew.toFixed(2)} ms among ${FEW}, ` +
        `${amongMany.toFixed(2)} ms among ${MANY}: ${(amongMany / amongFew).toFixed(2)} times as long`,
    );
    expect(server.requests().length).toBe(requests);
    expect(amongMany / amongFew).toBeLessThan(3);
  },
  300_000,
);
