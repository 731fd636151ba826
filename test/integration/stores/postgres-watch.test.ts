import { postgresStore } from 'dcr-client/stores/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { record } from '../../stores/increment.js';
import { type PostgresService, startPostgres } from '../services/postgres.js';

let postgres: PostgresService;
const opened: pg.Pool[] = [];

const connect = (options: pg.PoolConfig = {}) => {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4, ...options });
  pool.on('error', () => undefined);
  opened.push(pool);
  return pool;
};

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(async () => {
  for (const pool of opened) if (!pool.ended) await pool.end();
  await postgres?.end();
});

/** Counts the wakings of a key. */
function watching(store: ReturnType<typeof postgresStore>, key: string) {
  const seen = { wakings: 0, stop: () => {} };
  seen.stop =
    store.watch?.(key, () => {
      seen.wakings += 1;
    }) ?? seen.stop;
  return seen;
}

describe('watching in PostgreSQL', () => {
  test('is off unless it is asked for', () => {
    expect(postgresStore({ pool: connect() }).watch).toBeUndefined();
  });

  test('is refused where there is no second connection', () => {
    const refused = expect.objectContaining({ code: 'invalid-option' });
    expect(() => postgresStore({ pool: connect({ max: 1 }), watch: true })).toThrow(refused);
    const { query } = connect();
    expect(() => postgresStore({ pool: { query }, watch: true })).toThrow(refused);
  });

  test('takes one connection while somebody waits, and gives it back', async () => {
    const pool = connect();
    const store = postgresStore({ pool, table: 'lent', createTable: true, watch: true });
    await store.read('k');
    const inUse = () => pool.totalCount - pool.idleCount;
    expect(inUse()).toBe(0);
    const [one, two] = [watching(store, 'k'), watching(store, 'k')];
    // It says once that something may have changed before it listened.
    await expect.poll(() => [one.wakings, two.wakings]).toEqual([1, 1]);
    expect(inUse()).toBe(1);
    const version = await store.write('k', record(), undefined);
    await expect.poll(() => [one.wakings, two.wakings]).toEqual([2, 2]);
    await store.write('another', record(), undefined);
    await store.delete('k', version);
    await expect.poll(() => [one.wakings, two.wakings]).toEqual([3, 3]);
    one.stop();
    two.stop();
    await expect.poll(inUse).toBe(0);
    await pool.end();
  });

  test('goes on after its connection was lost', async () => {
    const store = postgresStore({ pool: connect(), table: 'lost', createTable: true, watch: true });
    const seen = watching(store, 'k');
    await expect.poll(() => seen.wakings).toBe(1);
    const { rows } = await connect().query(
      'SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE query LIKE \'LISTEN "lost"\'',
    );
    expect(rows).toEqual([{ ended: true }]);
    await expect.poll(() => seen.wakings, { timeout: 10_000 }).toBe(2);
    await store.write('k', record(), undefined);
    await expect.poll(() => seen.wakings).toBe(3);
    seen.stop();
  });

  test('waits out an outage', async () => {
    const store = postgresStore({ pool: connect(), table: 'outage', createTable: true, watch: true });
    await store.read('k');
    const seen = watching(store, 'k');
    await expect.poll(() => seen.wakings).toBe(1);
    await postgres.stop();
    await postgres.start();
    await expect.poll(() => seen.wakings, { timeout: 10_000 }).toBe(2);
    seen.stop();
  });

  test('keys of any length are told', async () => {
    const store = postgresStore({ pool: connect(), table: 'long', createTable: true, watch: true });
    const key = 'x'.repeat(20_000);
    const seen = watching(store, key);
    await expect.poll(() => seen.wakings).toBe(1);
    await store.write(key, record(), undefined);
    await expect.poll(() => seen.wakings).toBe(2);
    seen.stop();
  });
});
