import { DcrError } from '../../protocol/errors.js';
import { codeOf } from '../failure.js';
import type { PostgresPool } from './pool.js';

export const DEFAULT_TABLE = 'dcr_registrations';

/** PostgreSQL cuts longer names silently, and two tables might become one. */
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** The name of a table, with or without its schema, quoted. @throws DcrError `invalid-option` */
export function quotedTable(table: unknown): string {
  const parts = typeof table === 'string' ? table.split('.') : [];
  if (parts.length < 1 || parts.length > 2 || !parts.every((part) => IDENTIFIER.test(part))) {
    throw new DcrError(
      'invalid-option',
      'postgresStore: table must be "name" or "schema.name", each of ASCII letters, digits and _, at most 63 characters. ' +
        'Upper case counts: the names are quoted.',
    );
  }
  return parts.map((part) => `"${part}"`).join('.');
}

/** Where changes of a table are told. Tables of one name in several schemas share it, which wakes too often at worst. */
export function channelOf(table: string): string {
  return table.split('.').at(-1) ?? table;
}

/**
 * The statement that makes the table, for your migrations. `json` keeps a record as it was written; the collation sorts
 * keys by their characters, so that one index serves both single keys and all that begin with a prefix.
 *
 * @param table As given to {@link postgresStore}.
 * @throws DcrError `invalid-option`
 */
export function registrationTableSql(table: string = DEFAULT_TABLE): string {
  return `CREATE TABLE IF NOT EXISTS ${quotedTable(table)} (
  key text COLLATE "C" PRIMARY KEY,
  version text NOT NULL,
  record json NOT NULL
)`;
}

/** Of two that make one table at the same time, one is refused with any of these: the last is about the type of its rows. */
const MADE_MEANWHILE = ['23505', '42P07', 'XX000', '42710'];

/** Makes the table if it is missing. Looks first: who may not create anything may still use what is there. */
export async function createTable(pool: PostgresPool, table: string): Promise<void> {
  const isThere = async () => {
    const { rows } = await pool.query('SELECT 1 WHERE to_regclass($1) IS NOT NULL', [quotedTable(table)]);
    return rows.length > 0;
  };
  if (await isThere()) return;
  try {
    await pool.query(registrationTableSql(table));
  } catch (error) {
    if (!MADE_MEANWHILE.includes(codeOf(error) ?? '') || !(await isThere())) throw error;
  }
}
