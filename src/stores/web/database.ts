import { databaseTooNew } from './failure.js';

/** One object store: keys as they are, and an entry per key. */
const STORE = 'registrations';
const LAYOUT = 1;

/** Opens the database, and makes it if it is not there. `onGone`: it cannot be used any more. */
export function openDatabase(factory: IDBFactory, name: string, onGone: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, LAYOUT);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE);
    };
    request.onerror = () =>
      reject(request.error?.name === 'VersionError' ? databaseTooNew(name) : request.error);
    request.onsuccess = () => {
      const database = request.result;
      // Another tab brings a newer layout, or clears what this site keeps: who holds on would block it.
      database.onversionchange = () => {
        database.close();
        onGone();
      };
      database.onclose = onGone;
      resolve(database);
    };
  });
}

/** What a transaction says of its end, while it may still be stopped. */
export interface Outcome<T> {
  done(result: T): void;
  /** Nothing of it happens. */
  fail(reason: unknown): void;
}

/**
 * What a transaction does. It commits as soon as no request of its own is left, so everything is asked for from here and
 * from the handlers of its requests: nothing is awaited.
 */
export type Work<T> = (store: IDBObjectStore, outcome: Outcome<T>) => void;

/** Begins a transaction, or throws if the database is closed or `signal` aborted. It has ended well once what it wrote is on the disk. */
export function begin<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  { work, signal }: { readonly work: Work<T>; readonly signal: AbortSignal },
): { readonly ended: Promise<T> } {
  signal.throwIfAborted();
  const transaction = database.transaction(STORE, mode, { durability: 'strict' });
  const ended = new Promise<T>((resolve, reject) => {
    let finish = () => reject(new Error('The transaction ended without a result.'));
    let why: unknown;
    const fail = (reason: unknown) => {
      why = reason;
      try {
        transaction.abort();
      } catch {
        // It is being committed already; oncomplete or onabort says what came of it.
      }
    };
    transaction.oncomplete = () => finish();
    transaction.onabort = () => reject(why ?? transaction.error);
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    work(transaction.objectStore(STORE), {
      done: (result) => {
        finish = () => resolve(result);
      },
      fail,
    });
  });
  return { ended };
}
