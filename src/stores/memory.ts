import type { StoredRegistration } from '../protocol/record.js';
import { storeConflict } from './failure.js';
import type { RegistrationStore } from './types.js';

/**
 * Keeps registrations in memory: for tests, and for apps that may register anew at each start. All is gone when the
 * process ends, and the clients stay behind at the server.
 */
export function memoryStore(): RegistrationStore {
  const entries = new Map<string, { readonly record: StoredRegistration; readonly version: string }>();
  const listeners = new Map<string, Set<() => void>>();
  // Counts over all keys and is never reset, so that a version never recurs.
  let lastVersion = 0;
  const changed = (key: string) => {
    for (const listener of [...(listeners.get(key) ?? [])]) listener();
  };
  const expect = (key: string, expected: string | undefined) => {
    if (entries.get(key)?.version !== expected) throw storeConflict(key);
  };
  return {
    read: async (key, options) => {
      options?.signal?.throwIfAborted();
      const entry = entries.get(key);
      // Copies in and out: nobody shares mutable state.
      return entry === undefined
        ? undefined
        : { record: structuredClone(entry.record), version: entry.version };
    },
    write: async (key, record, expected, options) => {
      options?.signal?.throwIfAborted();
      expect(key, expected);
      lastVersion += 1;
      const version = String(lastVersion);
      entries.set(key, { record: structuredClone(record), version });
      changed(key);
      return version;
    },
    delete: async (key, expected, options) => {
      options?.signal?.throwIfAborted();
      expect(key, expected);
      entries.delete(key);
      changed(key);
    },
    list: async function* (prefix) {
      for (const key of [...entries.keys()]) if (key.startsWith(prefix)) yield key;
    },
    watch: (key, listener) => {
      const set = listeners.get(key) ?? new Set();
      listeners.set(key, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(key);
      };
    },
  };
}
