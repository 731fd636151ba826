import { callBackend } from '../failure.js';
import type { StoreOptions } from '../types.js';
import { asConflict, explainPostgres } from './failure.js';
import type { PostgresPool } from './pool.js';
import { createTable } from './table.js';

/** One statement, and what for. */
export interface Question {
  /** As in "could not … the registration". */
  readonly verb: string;
  readonly text: string;
  readonly values: unknown[];
  readonly options: StoreOptions | undefined;
  /** It changes a row if its version is the expected one. */
  readonly isChange?: boolean;
  /** The record among the values, if there is one. */
  readonly sent?: unknown;
}

/** Gives the rows of the answer. */
export type Ask = (question: Question) => Promise<readonly unknown[]>;

/** Asks the table of a store; makes it before the first question if that is wanted. */
export function askTable(
  pool: PostgresPool,
  { table, createsTable, timeoutMs }: { table: string; createsTable: boolean; timeoutMs: number },
): Ask {
  let made: Promise<void> | undefined;
  const prepare = async () => {
    if (!createsTable) return;
    made ??= createTable(pool, table);
    await made.catch((error: unknown) => {
      made = undefined;
      throw error;
    });
  };
  return ({ verb, text, values, options, isChange, sent }) => {
    const place = `the table ${table} of PostgreSQL`;
    const call = { verb, place, timeoutMs, options, explain: explainPostgres, sent };
    return callBackend(call, async () => {
      await prepare();
      return (await pool.query(text, values).catch(isChange ? asConflict : rethrow)).rows;
    });
  };
}

const rethrow = (error: unknown): never => {
  throw error;
};
