import { inspect } from 'node:util';
import type { DcrWarning } from 'dcr-client';
import { type PostgresStoreOptions, postgresStore, registrationTableSql } from 'dcr-client/stores/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { record } from '../../stores/increment.js';
import { failing } from '../../support/failing.js';
import { type PostgresService, startPostgres } from '../services/postgres.js';

let postgres: PostgresService;
/** Looks at the database beside the stores. */
let admin: pg.Pool;
const opened: pg.Pool[] = [];

const connect = (options: pg.PoolConfig = {}) => {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4, ...options });
  pool.on('error', () => undefined);
  opened.push(pool);
  return pool;
};

beforeAll(async () => {
  postgres = await startPostgres();
  admin = connect();
});

afterAll(async () => {
  for (const pool of opened) await pool.end();
  await postgres?.end();
});

/** A store on a table of its own. */
const open = async (table: string, options: Partial<PostgresStoreOptions> = {}) => {
  await admin.query(registrationTableSql(table));
  return postgresStore({ pool: connect(), table, ...options });
};

const rows = async (table: string) => (await admin.query(`SELECT * FROM ${table} ORDER BY key`)).rows;

describe('the table', () => {
  test('is made by many processes at once, and used by who may not make one', async () => {
    const table = 'made_at_once';
    const stores = Array.from({ length: 12 }, () =>
      postgresStore({ pool: connect({ max: 1 }), table, createTable: true }),
    );
    await Promise.all(stores.map((store, n) => store.write(`k${n}`, record(n), undefined)));
    expect(await rows(table)).toHaveLength(12);
    await admin.query('CREATE ROLE app LOGIN');
    await admin.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO app`);
    const pool = connect({ connectionString: postgres.url.replace('postgres@', 'app@') });
    const store = postgresStore({ pool, table, createTable: true });
    const version = (await store.read('k1'))?.version ?? '';
    await store.delete('k1', version);
    await store.write('k1', record(), undefined);
    const error = await failing(postgresStore({ pool, table: 'not_there', createTable: true }).read('k'));
    expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('(42501)') });
    expect(error.message).toContain('CREATE');
  });

  test('that is missing is named, with what to do; once it is there, the same store works', async () => {
    const store = postgresStore({ pool: connect(), table: 'public.late' });
    const error = await failing(store.read('k'));
    expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('public.late') });
    expect(error.message).toContain('createTable');
    await admin.query(registrationTableSql('public.late'));
    expect(await store.read('k')).toBeUndefined();
  });

  test('may stand in a schema and have capital letters', async () => {
    await admin.query('CREATE SCHEMA "Auth"');
    const store = postgresStore({ pool: connect(), table: 'Auth.Clients', createTable: true });
    await store.write('k', record(5), undefined);
    expect(await rows('"Auth"."Clients"')).toHaveLength(1);
  });

  test('of another shape is named', async () => {
    await admin.query('CREATE TABLE foreign_shape (key text, value text)');
    const error = await failing(postgresStore({ pool: connect(), table: 'foreign_shape' }).read('k'));
    expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('(42703)') });
    expect(error.message).toContain('registrationTableSql');
  });

  test('keeps records as they were written, for queries too', async () => {
    const store = await open('as_written');
    const written = { ...record(1), issuer: 'https://ä.example/\0\ud83d' };
    await store.write('with\0', written, undefined);
    expect((await store.read('with\0'))?.record).toEqual(written);
    await store.write('in a query', record(1), undefined);
    const query = "SELECT record->'information'->>'client_id' AS client_id FROM as_written WHERE key = $1";
    expect((await admin.query(query, ['in a query'])).rows).toEqual([{ client_id: 'c1' }]);
    expect((await rows('as_written')).map(({ key }) => key)).toEqual(['in a query', 'with\\u0000']);
  });
});

describe('what stands in a row', () => {
  test.each([['{}'], ['null'], ['[1]'], ['{"format":1}'], ['"text"']])(
    'if it is %s it is set aside as it is, reported once, and counts as absent',
    async (damaged) => {
      const table = `damaged_${globalThis.crypto.randomUUID().replaceAll('-', '')}`;
      const store = await open(table);
      await store.write('k', record(), undefined);
      await admin.query(`UPDATE ${table} SET record = $1`, [damaged]);
      const warnings: DcrWarning[] = [];
      const read = () => store.read('k', { onWarning: (warning) => warnings.push(warning) });
      expect(await Promise.all([read(), read(), read()])).toEqual([undefined, undefined, undefined]);
      const [aside] = await rows(table);
      expect(aside.record).toEqual(JSON.parse(damaged));
      expect(warnings).toHaveLength(1);
      expect(warnings[0]?.code).toBe('record-set-aside');
      expect(warnings[0]?.message).toContain(JSON.stringify(aside.key));
      await store.write('k', record(2), undefined);
      const listed: string[] = [];
      for await (const key of store.list?.('') ?? []) listed.push(key);
      expect(listed).toEqual(['k']);
    },
  );

  test('of a newer format is refused and left alone', async () => {
    const store = await open('newer');
    const newer = JSON.stringify({ ...record(), format: 2 });
    await admin.query('INSERT INTO newer VALUES ($1, $2, $3)', ['k', 'v', newer]);
    expect(await failing(store.read('k'))).toMatchObject({ code: 'record-too-new' });
    expect(await failing(store.write('k', record(), undefined))).toMatchObject({ code: 'store-conflict' });
    expect((await admin.query('SELECT record::text AS json FROM newer')).rows).toEqual([{ json: newer }]);
  });

  test('is listed page by page, in whatever order the database sorts', async () => {
    const store = await open('many');
    await admin.query(
      `INSERT INTO many SELECT 'https://as' || n || '.example#default', 'v', $1::json FROM generate_series(1, 2500) n`,
      [JSON.stringify(record())],
    );
    const listed: string[] = [];
    for await (const key of store.list?.('https://as1') ?? []) listed.push(key);
    const expected = Array.from({ length: 2500 }, (_, n) => `https://as${n + 1}.example#default`);
    expect(listed.sort()).toEqual(expected.filter((key) => key.startsWith('https://as1')).sort());
    expect(listed.length).toBeGreaterThan(1000);
  });
});

describe('a database that refuses', () => {
  /** All that can be seen of an error, however one looks. */
  const everythingOf = (error: unknown) =>
    `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${String(error)}`;

  test('a row, and repeats it: no secret shows', async () => {
    const store = await open('repeating');
    await admin.query(`
      CREATE FUNCTION repeat_all() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'not %', NEW.record USING DETAIL = NEW.record::text, ERRCODE = '23514'; END $$;
      CREATE TRIGGER repeat_all BEFORE INSERT ON repeating FOR EACH ROW EXECUTE FUNCTION repeat_all()`);
    const bare = admin.query('INSERT INTO repeating VALUES ($1, $2, $3)', [
      'k',
      'v',
      JSON.stringify(record()),
    ]);
    expect(everythingOf(await bare.catch((error: unknown) => error))).toContain('planted-secret');
    const error = await failing(store.write('k', record(), undefined));
    expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('(23514)') });
    expect(everythingOf(error)).not.toContain('planted-secret');
  });

  test.each([
    ['the password', '28', (url: string) => url.replace('postgres@', 'nobody_known@')],
    ['the database', '3D000', (url: string) => url.replace(/\/postgres$/, '/nowhere')],
    ['the connection', 'ECONNREFUSED', (url: string) => url.replace(/:\d+\//, ':1/')],
  ])('%s', async (_name, code, change) => {
    const pool = connect({ connectionString: change(postgres.url) });
    const error = await failing(postgresStore({ pool }).read('k'));
    expect(error.code).toBe('store-failed');
    expect(error.message).toContain(`(${code}`);
  });

  test('writes, as a replica does', async () => {
    const pool = connect({ options: '-c default_transaction_read_only=on' });
    await open('read_only');
    const error = await failing(postgresStore({ pool, table: 'read_only' }).write('k', record(), undefined));
    expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('(25006)') });
    expect(error.message).toContain('primary');
  });

  test('an answer in time: the call ends, and a pool with no connection left is no exception', async () => {
    const store = await open('slow');
    const lock = await admin.connect();
    try {
      await lock.query('BEGIN; LOCK TABLE slow IN ACCESS EXCLUSIVE MODE');
      const pool = connect({ max: 1 });
      const slow = postgresStore({ pool, table: 'slow', timeoutMs: 150 });
      for (let n = 0; n < 3; n += 1) {
        const error = await failing(slow.read('k'));
        expect(error).toMatchObject({ code: 'store-failed', message: expect.stringContaining('150 ms') });
      }
      const reason = new Error('enough');
      const controller = new AbortController();
      const read = store.read('k', { signal: controller.signal });
      controller.abort(reason);
      await expect(read).rejects.toBe(reason);
    } finally {
      await lock.query('ROLLBACK');
      lock.release();
    }
  });
});
