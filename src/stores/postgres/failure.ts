import { codeOf } from '../failure.js';

/** By SQLSTATE (PostgreSQL, appendix A). */
const REMEDIES: Record<string, string> = {
  '40001': 'Another transaction was in the way; try again.',
  '42P01': 'The table is missing: set createTable, or run what registrationTableSql() gives.',
  '42703': 'The table is not one that this store made; compare it with what registrationTableSql() gives.',
  '42804': 'The table is not one that this store made; compare it with what registrationTableSql() gives.',
  '42501':
    'Grant the user SELECT, INSERT, UPDATE and DELETE on the table, or CREATE on its schema for createTable.',
  '28P01': 'Check the user and password of the pool.',
  '28000': 'Check the user of the pool, and pg_hba.conf of the server.',
  '3D000': 'The database does not exist; check the name that the pool was given.',
  '3F000': 'The schema of the table does not exist; create it.',
  '25006': 'The server takes no writes, as replicas do; let the pool connect to the primary.',
  '53100': 'The disk of the server is full; free some space.',
  '53300': 'The server has no connection left; use fewer or smaller pools, or raise max_connections.',
  '54000': 'The key is too long for an index; use a shorter name or issuer.',
  '57014': 'The statement was cancelled, by a timeout or by hand; try again, or raise statement_timeout.',
  '57P03': 'The server is starting; try again.',
};

const UNREACHABLE = 'Check that the server is up and reachable, and that the pool has not been ended.';

/** What PostgreSQL or the pool calls this failure, and what to do. */
export function explainPostgres(error: unknown): {
  readonly code: string | undefined;
  readonly remedy: string;
} {
  const code = codeOf(error);
  return { code, remedy: REMEDIES[code ?? ''] ?? UNREACHABLE };
}

/**
 * Where transactions are made stricter than asked, the server refuses to change what another has changed meanwhile: no
 * row was changed.
 */
export function asConflict(error: unknown): { readonly rows: readonly never[] } {
  if (codeOf(error) === '40001') return { rows: [] };
  throw error;
}
