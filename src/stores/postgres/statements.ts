/** How many keys one question for keys brings. */
export const PAGE = 1000;

/** The statements of a store on one table. Each is one statement, so that each is one transaction. */
export function statementsFor(table: string, channel: string | undefined) {
  // The name of a channel is a literal here; it was made of a checked name.
  const telling = (change: string) =>
    channel === undefined
      ? `${change} RETURNING 1`
      : `WITH changed AS (${change} RETURNING key) SELECT pg_notify('${channel}', ${payload('key')}) FROM changed`;
  return {
    read: `SELECT version, record::text AS record FROM ${table} WHERE key = $1`,
    /** key, new version, record → a row unless the key is there. */
    insert: telling(
      `INSERT INTO ${table} (key, version, record) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING`,
    ),
    /** key, new version, record, expected version → a row unless the version is another one. */
    update: telling(`UPDATE ${table} SET version = $2, record = $3 WHERE key = $1 AND version = $4`),
    /** key, expected version → a row unless the version is another one. */
    delete: telling(`DELETE FROM ${table} WHERE key = $1 AND version = $2`),
    /** key, version, other key → a row unless it has changed. */
    setAside: `UPDATE ${table} SET key = $3 WHERE key = $1 AND version = $2 RETURNING 1`,
    /** first key, key after the last → the first keys of them in order. */
    firstKeys: `SELECT key FROM ${table} WHERE key >= $1 AND key < $2 ORDER BY key LIMIT ${PAGE}`,
    /** The same without the first key. */
    moreKeys: `SELECT key FROM ${table} WHERE key > $1 AND key < $2 ORDER BY key LIMIT ${PAGE}`,
  };
}

/** PostgreSQL refuses payloads of 8000 bytes; keys are ASCII here. */
const PAYLOAD_LIMIT = 7000;

const payload = (column: string) => `left(${column}, ${PAYLOAD_LIMIT})`;

/** What tells that this key changed. */
export function payloadOf(keyText: string): string {
  return keyText.slice(0, PAYLOAD_LIMIT);
}

/** The first text after all printable ones that begin with this one. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\x7f`;
}

/** JSON that a database of any encoding can keep. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
