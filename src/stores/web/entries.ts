import { storeConflict } from '../failure.js';
import { readStoredRecord } from '../stored-record.js';
import type { StoredEntry } from '../types.js';
import type { Work } from './database.js';

// What the store does, each in one transaction.

/** Keys that are read at once. */
export const PAGE = 100;

/** Whatever stands under the key. */
export function readValue(key: string): Work<unknown> {
  return (store, { done }) => {
    const request = store.get(key);
    request.onsuccess = () => done(request.result);
  };
}

/** Random versions never recur, so nothing has to remember a key that was deleted. */
export function compareAndSet(
  key: string,
  expected: string | undefined,
  change: (store: IDBObjectStore) => void,
): Work<void> {
  return (store, { done, fail }) => {
    const request = store.get(key);
    request.onsuccess = () => {
      const { result } = request;
      // What cannot be read stands there under a version that nobody knows.
      const version = result === undefined ? undefined : (result?.version ?? '');
      if (version !== expected || expected === '') return fail(storeConflict(key));
      change(store);
      done();
    };
  };
}

/** The first keys from one on, or after it. They are sorted, so those that begin alike stand together. */
export function readKeys(from: string, after: boolean): Work<readonly string[]> {
  return (store, { done }) => {
    const request = store.getAllKeys(IDBKeyRange.lowerBound(from, after), PAGE);
    // What was set aside has a list as its key, and lists come after all texts.
    request.onsuccess = () => done(request.result.filter((key) => typeof key === 'string'));
  };
}

/**
 * Moves away what cannot be read, unless somebody has replaced it meanwhile; gives what stands there then, and whether it was
 * moved. Any script of the origin can write there, and people do by hand.
 */
export function setAside(key: string): Work<{ readonly value: unknown; readonly moved: boolean }> {
  return (store, { done }) => {
    const request = store.get(key);
    request.onsuccess = () => {
      const { result } = request;
      const moved = isUnreadable(result);
      if (moved) {
        store.put(result, [key, globalThis.crypto.randomUUID()]);
        store.delete(key);
      }
      done({ value: moved ? undefined : result, moved });
    };
  };
}

/** The entry, or `undefined` if this is none. @throws DcrError `record-too-new` */
export function entryOf(value: unknown): StoredEntry | undefined {
  if (typeof value !== 'object' || value === null || !('record' in value) || !('version' in value))
    return undefined;
  const { version } = value;
  const record = readStoredRecord(value.record);
  return record === undefined || typeof version !== 'string' ? undefined : { record, version };
}

function isUnreadable(value: unknown): boolean {
  try {
    return value !== undefined && entryOf(value) === undefined;
  } catch {
    return false;
  }
}
