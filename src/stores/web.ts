/**
 * Registrations in IndexedDB, for browsers.
 *
 * @module dcr-client/stores/web
 */

import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import { checkTimeout, DEFAULT_STORE_TIMEOUT_MS, storeConflict } from './failure.js';
import type { RegistrationStore, StoredEntry, StoreOptions } from './types.js';
import { keepConnection } from './web/connection.js';
import { compareAndSet, entryOf, PAGE, readKeys, readValue, setAside } from './web/entries.js';
import { holdOwnerLock, ownerIsGone } from './web/owner.js';
import { holdsSecret, secretNotAllowed } from './web/secrets.js';
import { announce, listen } from './web/wake.js';

/** Options of {@link webStore}. */
export interface WebStoreOptions {
  /** Name of the IndexedDB database. Default `dcr-client`. */
  readonly database?: string;
  /**
   * Keep client secrets, too. Every script of this origin can read them, so an app in a browser is a public client
   * (RFC 6749 section 2.1). Default false: records with a secret are refused, and `createDcrClient` asks for none.
   */
  readonly allowSecrets?: boolean;
  /** Limit for one call, waiting for other tabs included. Milliseconds. Default 5000. */
  readonly timeoutMs?: number;
  /** Default: the global `indexedDB`, looked up when the database is opened. */
  readonly indexedDB?: IDBFactory;
}

/**
 * Keeps registrations in IndexedDB, for windows and workers of browsers. All tabs of an origin share them;
 * compare-and-set is one transaction. Opens the database at the first call.
 *
 * @throws DcrError `invalid-option`. The methods: `store-conflict`, `store-failed`, `record-too-new`,
 * `secret-not-allowed`.
 */
export function webStore(options: WebStoreOptions = {}): RegistrationStore {
  const { database, allowSecrets, timeoutMs } = checked(options);
  const factory = () => options.indexedDB ?? globalThis.indexedDB;
  const run = keepConnection({ factory, database, timeoutMs });
  let owner: Promise<string> | undefined;

  const read = async (key: string, given: StoreOptions | undefined): Promise<StoredEntry | undefined> => {
    const value = await run({ verb: 'read', mode: 'readonly', work: readValue(key) }, given);
    const entry = entryOf(value);
    if (entry !== undefined || value === undefined) return entry;
    const standing = await run({ verb: 'set aside', mode: 'readwrite', work: setAside(key) }, given);
    if (standing.moved) given?.onWarning?.(setAsideWarning(key, database));
    return entryOf(standing.value);
  };

  async function* list(prefix: string, given: StoreOptions | undefined): AsyncIterable<string> {
    let work = readKeys(prefix, false);
    for (;;) {
      // Whoever takes the keys may wait between them, which no transaction survives: so page by page.
      const keys = await run({ verb: 'list', mode: 'readonly', work }, given);
      for (const key of keys) {
        if (!key.startsWith(prefix)) return;
        yield key;
      }
      const last = keys.at(-1);
      if (last === undefined || keys.length < PAGE) return;
      work = readKeys(last, true);
    }
  }

  return {
    ...(allowSecrets ? {} : { keepsSecrets: false }),
    read,
    write: async (key, record, expected, given) => {
      if (!allowSecrets && holdsSecret(record)) throw secretNotAllowed();
      const version = globalThis.crypto.randomUUID();
      // Copied now: the transaction only begins later.
      const entry: StoredEntry = { record: structuredClone(record), version };
      const work = compareAndSet(key, expected, (store) => store.put(entry, key));
      await run({ verb: 'write', mode: 'readwrite', work }, given);
      announce(database, key);
      return version;
    },
    delete: async (key, expected, given) => {
      if (typeof expected !== 'string') throw storeConflict(key);
      const work = compareAndSet(key, expected, (store) => store.delete(key));
      await run({ verb: 'delete', mode: 'readwrite', work }, given);
      announce(database, key);
    },
    list,
    watch: (key, listener) => listen(database, key, listener),
    owner: () => {
      owner ??= holdOwnerLock(timeoutMs);
      return owner;
    },
    ownerIsGone,
  };
}

function checked(options: WebStoreOptions) {
  checkOptionNames(options, ['database', 'allowSecrets', 'timeoutMs', 'indexedDB'], 'webStore');
  const { database = 'dcr-client', allowSecrets = false, timeoutMs = DEFAULT_STORE_TIMEOUT_MS } = options;
  if (typeof database !== 'string' || database === '')
    throw new DcrError('invalid-option', 'webStore: database must be the name of a database.');
  if (typeof allowSecrets !== 'boolean')
    throw new DcrError('invalid-option', 'webStore: allowSecrets must be true or false.');
  checkTimeout(timeoutMs, 'webStore');
  return { database, allowSecrets, timeoutMs };
}

function setAsideWarning(key: string, database: string) {
  return {
    code: 'record-set-aside',
    message:
      `The stored registration ${JSON.stringify(key.slice(0, 200))} could not be read and was set aside in the database ` +
      `${JSON.stringify(database)}, under a list that begins with its key. It may hold the credentials of a client that still exists: ` +
      'mend its "record" and pass that to adopt(), or delete that client at the server. Until then the registration counts as absent.',
  };
}
