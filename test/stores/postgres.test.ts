import { describe, expect, test } from 'vitest';
import { payloadOf } from '../../src/stores/postgres/statements.js';
import { type PostgresPool, postgresStore, registrationTableSql } from '../../src/stores/postgres.js';
import { failing } from '../support/failing.js';
import { record } from './increment.js';

/** Stands for a pool where no real server answers like this. */
const answering = (query: PostgresPool['query']): PostgresPool => ({ query });
const anyPool = answering(async () => ({ rows: [] }));
const refused = expect.objectContaining({ code: 'invalid-option' });

describe('options of postgresStore', () => {
  test.each([
    ['none', {}],
    ['an address', { pool: 'postgres://127.0.0.1' }],
    ['a misspelt name', { pool: anyPool, tabel: 'x' }],
    ['createTable that is a name', { pool: anyPool, createTable: 'x' }],
    ['watch that is no boolean', { pool: anyPool, watch: 1 }],
    ['watch without a connection of its own', { pool: anyPool, watch: true }],
    ['no time at all', { pool: anyPool, timeoutMs: 0 }],
    ['more time than timers have', { pool: anyPool, timeoutMs: 2 ** 31 }],
  ])('%s: refused', (_name, options) => {
    // @ts-expect-error wrong options are the point
    expect(() => postgresStore(options)).toThrow(refused);
  });

  test.each([
    'a;DROP TABLE users',
    'a"b',
    'a b',
    'a.b.c',
    '.a',
    'a.',
    '',
    '1a',
    'ä',
    "a'b",
    'x'.repeat(64),
    'a\0b',
    7,
    null,
  ])('the table %j: refused', (table) => {
    // @ts-expect-error wrong options are the point
    expect(() => postgresStore({ pool: anyPool, table })).toThrow(refused);
    // @ts-expect-error wrong options are the point
    expect(() => registrationTableSql(table)).toThrow(refused);
  });
});

test('the statement for migrations names the table that is given', () => {
  expect(registrationTableSql()).toContain('EXISTS "dcr_registrations" (');
  expect(registrationTableSql('auth.Clients')).toContain('EXISTS "auth"."Clients" (');
});

test('what is told of a key is short enough to be told', () => {
  expect(payloadOf('k')).toBe('k');
  expect(payloadOf('x'.repeat(9000)).length).toBeLessThan(8000);
});

describe('a transaction that is refused because of another', () => {
  const serialization = Object.assign(new Error('could not serialize access'), { code: '40001' });
  const store = postgresStore({
    pool: answering(async () => {
      throw serialization;
    }),
  });

  test('is a conflict when it writes', async () => {
    expect(await failing(store.write('k', record(), 'v'))).toMatchObject({ code: 'store-conflict' });
    expect(await failing(store.delete('k', 'v'))).toMatchObject({ code: 'store-conflict' });
  });

  test('never reads as absent', async () => {
    expect(await failing(store.read('k'))).toMatchObject({ code: 'store-failed' });
  });
});

test('what cannot be read is looked at again only so often where it cannot be moved away', async () => {
  let calls = 0;
  const pool = answering(async (text) => {
    calls += 1;
    return { rows: text.startsWith('UPDATE') ? [] : [{ version: 'v', record: '{}' }] };
  });
  expect(await failing(postgresStore({ pool }).read('k'))).toMatchObject({ code: 'store-failed' });
  expect(calls).toBeLessThanOrEqual(20);
});

test('a table that could not be made is made at the next call', async () => {
  let calls = 0;
  const pool = answering(async (text) => {
    if (!text.includes('to_regclass')) return { rows: [] };
    calls += 1;
    if (calls === 1) throw new Error('starting up');
    return { rows: [{}] };
  });
  const store = postgresStore({ pool, createTable: true });
  expect(await failing(store.read('k'))).toMatchObject({ code: 'store-failed' });
  expect(await store.read('k')).toBeUndefined();
  expect(await store.read('k')).toBeUndefined();
  expect(calls).toBe(2);
});

describe('a table that another process makes at the same time', () => {
  // PostgreSQL tells of the race by the name, the row type or the file that is there already, as it happens to meet them.
  test.each(['23505', '42P07', 'XX000', '42710'])('is used, however it is told: %s', async (code) => {
    let isThere = false;
    const pool = answering(async (text) => {
      if (text.includes('to_regclass')) return { rows: isThere ? [{}] : [] };
      if (!text.startsWith('CREATE TABLE')) return { rows: [] };
      isThere = true;
      throw Object.assign(new Error('already exists'), { code });
    });
    await expect(postgresStore({ pool, createTable: true }).read('key')).resolves.toBeUndefined();
  });
});
