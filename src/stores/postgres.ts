/**
 * Registrations in a table of PostgreSQL, through a pool of `pg` that is yours.
 *
 * @module dcr-client/stores/postgres
 */

import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import { checkTimeout, DEFAULT_STORE_TIMEOUT_MS, storeConflict } from './failure.js';
import { keyToText, setAsideText, textToKey } from './key-text.js';
import { listen } from './postgres/listen.js';
import type { PostgresConnection, PostgresPool, PostgresRows } from './postgres/pool.js';
import { type Ask, askTable, type Question } from './postgres/question.js';
import { asciiJson, endOfPrefix, PAGE, payloadOf, statementsFor } from './postgres/statements.js';
import { channelOf, DEFAULT_TABLE, quotedTable, registrationTableSql } from './postgres/table.js';
import { parseStoredRecord } from './stored-record.js';
import type { RegistrationStore } from './types.js';
import { watchTogether } from './watch-together.js';

export { type PostgresConnection, type PostgresPool, type PostgresRows, registrationTableSql };

/** Options of {@link postgresStore}. */
export interface PostgresStoreOptions {
  /** A `Pool` of the package `pg` (8 or later) that connects to the primary. It stays the caller's to end. */
  readonly pool: PostgresPool;
  /** `name` or `schema.name`; `dcr_registrations` unless given. {@link registrationTableSql} or `createTable` makes it. */
  readonly table?: string;
  /** Make the table before it is first used, if it is missing. */
  readonly createTable?: boolean;
  /**
   * Tell of changes by NOTIFY, and while this process waits for another one, hold one more connection of the pool to
   * LISTEN, so that it hears at once when the other is done. For all processes or none, and not through a pooler that
   * gives each transaction another connection. Without it who waits looks again, at least twice a second.
   */
  readonly watch?: boolean;
  /** Longest wait for an answer, in milliseconds; 5000 unless given. */
  readonly timeoutMs?: number;
}

/** What cannot be read is set aside and looked at again: another may have written meanwhile. */
const MAXIMUM_TRIES = 10;

/**
 * Keeps registrations in a table of PostgreSQL (12 or later): one row per registration, compared and set by single
 * statements, which also work through poolers.
 *
 * @throws DcrError `invalid-option`. The methods: `store-conflict`, `store-failed`, `record-too-new`.
 */
export function postgresStore(options: PostgresStoreOptions): RegistrationStore {
  const { pool, table, connect, ...rest } = checked(options);
  const channel = connect === undefined ? undefined : channelOf(table);
  const statements = statementsFor(quotedTable(table), channel);
  const ask = askTable(pool, { table, ...rest });
  const change = async (key: string, question: Question): Promise<void> => {
    if ((await ask({ ...question, isChange: true })).length === 0) throw storeConflict(key);
  };
  return {
    read: async (key, given) => {
      const name = keyToText(key);
      for (let tries = 0; tries < MAXIMUM_TRIES; tries += 1) {
        const [row] = await ask({ verb: 'read', text: statements.read, values: [name], options: given });
        if (row === undefined) return undefined;
        const { version, record: json } = row as { readonly version: string; readonly record: string };
        const record = parseStoredRecord(json);
        if (record !== undefined) return { record, version };
        const aside = setAsideText(name);
        const values = [name, version, aside];
        const moved = await ask({ verb: 'set aside', text: statements.setAside, values, options: given });
        if (moved.length > 0) given?.onWarning?.(setAsideWarning(table, { name, aside }));
      }
      throw unreadable(table, name);
    },
    write: async (key, record, expected, given) => {
      const version = globalThis.crypto.randomUUID();
      const written = [keyToText(key), version, asciiJson(record)];
      const [text, values] =
        expected === undefined ? [statements.insert, written] : [statements.update, [...written, expected]];
      await change(key, { verb: 'write', text, values, options: given, sent: record });
      return version;
    },
    delete: (key, expected, given) =>
      change(key, {
        verb: 'delete',
        text: statements.delete,
        values: [keyToText(key), expected],
        options: given,
      }),
    list: (prefix, given) =>
      listKeys(
        keyToText(prefix),
        (text, values) => ask({ verb: 'list', text, values, options: given }),
        statements,
      ),
    ...(channel === undefined || connect === undefined ? {} : { watch: watchOn(connect, channel) }),
  };
}

/** Pages by the last key of the page before, so that changes in between move nothing. */
async function* listKeys(
  prefix: string,
  ask: (text: string, values: unknown[]) => ReturnType<Ask>,
  { firstKeys, moreKeys }: ReturnType<typeof statementsFor>,
): AsyncIterable<string> {
  const end = endOfPrefix(prefix);
  let rows = await ask(firstKeys, [prefix, end]);
  for (;;) {
    const names = rows.map((row) => (row as { readonly key: string }).key);
    for (const key of names.map(textToKey)) if (key !== undefined) yield key;
    const last = names.at(-1);
    if (last === undefined || names.length < PAGE) return;
    rows = await ask(moreKeys, [last, end]);
  }
}

function watchOn(connect: NonNullable<PostgresPool['connect']>, channel: string) {
  const watch = watchTogether((changed) => listen(connect, channel, changed));
  return (key: string, listener: () => void) => watch(payloadOf(keyToText(key)), listener);
}

function checked(options: PostgresStoreOptions) {
  checkOptionNames(options, ['pool', 'table', 'createTable', 'watch', 'timeoutMs'], 'postgresStore');
  const { pool, table = DEFAULT_TABLE, timeoutMs = DEFAULT_STORE_TIMEOUT_MS } = options;
  const refuse = (what: string) => new DcrError('invalid-option', `postgresStore: ${what}`);
  if (typeof pool?.query !== 'function') throw refuse('pool must be a Pool of the package pg.');
  quotedTable(table);
  const [createsTable, watches] = [options.createTable ?? false, options.watch ?? false];
  if (typeof createsTable !== 'boolean') throw refuse('createTable must be true or false.');
  if (typeof watches !== 'boolean') throw refuse('watch must be true or false.');
  if (watches && (pool.connect === undefined || pool.options?.max === 1))
    throw refuse('watch needs a pool that can give a second connection.');
  checkTimeout(timeoutMs, 'postgresStore');
  return { pool, table, createsTable, timeoutMs, connect: watches ? pool.connect?.bind(pool) : undefined };
}

function setAsideWarning(table: string, { name, aside }: { name: string; aside: string }) {
  return {
    code: 'record-set-aside',
    message:
      `The stored registration ${JSON.stringify(name)} in the table ${table} could not be read and was set aside under the ` +
      `key ${JSON.stringify(aside)}. It may hold the credentials of a client that still exists: mend its record and pass ` +
      'that to adopt(), or delete that client at the server and delete the row. Until then the registration counts as absent.',
  };
}

function unreadable(table: string, name: string): DcrError {
  return new DcrError(
    'store-failed',
    `What stands under ${JSON.stringify(name)} in the table ${table} is no registration and changes all the time. ` +
      'Something else uses this table; give the store one of its own.',
  );
}
