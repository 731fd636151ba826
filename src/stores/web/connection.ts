import { isDcrError } from '../../protocol/errors.js';
import { callBackend } from '../failure.js';
import type { StoreOptions } from '../types.js';
import { begin, openDatabase, type Work } from './database.js';
import { explainBrowser, LATE, noIndexedDb } from './failure.js';

/** Where the registrations are. */
export interface Place {
  /** Looked up at each opening. */
  readonly factory: () => IDBFactory | undefined;
  readonly database: string;
  /** Limit for one call, waiting for other tabs included. Milliseconds. */
  readonly timeoutMs: number;
}

/** One transaction, in words and in deeds. */
export interface Transaction<T> {
  /** As in "could not … the registration". */
  readonly verb: string;
  readonly mode: 'readonly' | 'readwrite';
  readonly work: Work<T>;
}

/** Runs transactions over one connection, which is opened when it is needed and again when it was lost. */
export function keepConnection(place: Place) {
  let current: Promise<IDBDatabase> | undefined;

  const forget = (connection: Promise<IDBDatabase> | undefined) => {
    if (connection === undefined || connection !== current) return;
    current = undefined;
    // One that opens too late is closed as well: an open connection of nobody would block other tabs.
    connection.then(
      (database) => database.close(),
      () => undefined,
    );
  };
  const connect = (): Promise<IDBDatabase> => {
    if (current !== undefined) return current;
    const factory = place.factory();
    if (factory === undefined) throw noIndexedDb();
    const opening = openDatabase(factory, place.database, () => forget(opening));
    current = opening;
    opening.catch(() => forget(opening));
    return opening;
  };

  return async <T>({ verb, mode, work }: Transaction<T>, options?: StoreOptions): Promise<T> => {
    const { database, timeoutMs } = place;
    let used: Promise<IDBDatabase> | undefined;
    const start = async (signal: AbortSignal) => {
      used = connect();
      const opened = await used;
      try {
        return begin(opened, mode, { work, signal });
      } catch {
        signal.throwIfAborted();
        // Browsers close databases as they see fit: for space, on a sleeping phone, with the data of the site.
        forget(used);
        used = connect();
        return begin(await used, mode, { work, signal });
      }
    };
    const call = { verb, place: `the database ${JSON.stringify(database)}`, timeoutMs, options };
    try {
      return await callBackend(
        { ...call, explain: explainBrowser, late: LATE },
        async (signal) => (await start(signal)).ended,
      );
    } catch (error) {
      // Whatever else it was, the next call begins with a fresh connection.
      const isConflict = isDcrError(error) && error.code === 'store-conflict';
      if (!isConflict && !options?.signal?.aborted) forget(used);
      throw error;
    }
  };
}
