import { postgresStore } from 'dcr-client/stores/postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeStore } from '../../stores/contract.js';
import { record } from '../../stores/increment.js';
import { startPgbouncer } from '../services/pgbouncer.js';
import { type PostgresService, startPostgres } from '../services/postgres.js';
import type { Service } from '../services/process.js';

let postgres: PostgresService;
let pooler: Service & { readonly url: string };
const opened: pg.Pool[] = [];

const connect = (options: pg.PoolConfig = {}) => {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4, ...options });
  pool.on('error', () => undefined);
  opened.push(pool);
  return pool;
};

beforeAll(async () => {
  postgres = await startPostgres();
  pooler = await startPgbouncer(postgres);
  const admin = connect();
  await admin.query("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
});

afterAll(async () => {
  for (const pool of opened) await pool.end();
  await pooler?.end();
  await postgres?.end();
});

const database = (name: string) => postgres.url.replace(/\/postgres$/, `/${name}`);

describeStore('postgresStore through PgBouncer in transaction mode', {
  open: () =>
    postgresStore({ pool: connect({ connectionString: pooler.url }), table: 'pooled', createTable: true }),
});

describeStore('postgresStore in a database that knows few characters', {
  open: () => postgresStore({ pool: connect({ connectionString: database('latin') }), createTable: true }),
});

describeStore('postgresStore where transactions are serializable', {
  open: () => {
    const pool = connect({ options: '-c default_transaction_isolation=serializable' });
    return postgresStore({ pool, table: 'serializable', createTable: true });
  },
});

test('a pool that reads JSON in its own way changes nothing', async () => {
  const { builtins, getTypeParser } = pg.types;
  const own = (id: number, format?: 'text' | 'binary') =>
    id === builtins.JSON ? () => 'read in its own way' : getTypeParser(id, format);
  const pool = connect({ types: { getTypeParser: own as typeof getTypeParser } });
  expect((await pool.query("SELECT '{}'::json AS json")).rows).toEqual([{ json: 'read in its own way' }]);
  const store = postgresStore({ pool, table: 'typed', createTable: true });
  await store.write('k', record(3), undefined);
  expect((await store.read('k'))?.record).toEqual(record(3));
});
