/**
 * Registrations in files, for apps on one machine or on a shared disk. Needs Node, Deno or Bun.
 *
 * @module dcr-client/stores/file
 */

import { type FSWatcher, watch as watchDirectory } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import type { StoredRegistration } from '../protocol/record.js';
import { storeConflict } from './failure.js';
import { readNewest } from './file/entry.js';
import { isMissing, storeFailure } from './file/failure.js';
import { keyDirectory } from './file/layout.js';
import { describeOwner, ownerIsGone } from './file/owner.js';
import { versionOf, writeVersion } from './file/write.js';
import type { RegistrationStore, StoreOptions } from './types.js';

/** Options of {@link fileStore}. */
export interface FileStoreOptions {
  /** Where the registrations are kept; made with mode 0700 if missing. On a local disk, or one that all processes share. */
  readonly directory: string;
}

/**
 * Keeps registrations in files: one directory per registration, one file per version, 0600 in 0700, fsynced. Many
 * processes may share a directory; compare-and-set holds between them without a lock file.
 *
 * @throws DcrError `invalid-option`. The methods: `store-conflict`, `store-failed`, `record-too-new`.
 */
export function fileStore(options: FileStoreOptions): RegistrationStore {
  checkOptionNames(options, ['directory'], 'fileStore');
  if (typeof options.directory !== 'string' || options.directory === '') {
    throw new DcrError('invalid-option', 'fileStore: directory must be the path of a directory.');
  }
  const root = resolve(options.directory);
  const put = (
    key: string,
    record: StoredRegistration | undefined,
    expected: string | undefined,
  ): Promise<string> => {
    const nonce = globalThis.crypto.randomUUID();
    const entry = { key, nonce, ...(record === undefined ? {} : { record }) };
    return guarded('write', root, () => writeVersion({ root, entry, expected }));
  };
  return {
    read: async (key, given) => {
      given?.signal?.throwIfAborted();
      const newest = await guarded('read', root, () => readNewest(keyDirectory(root, key), given));
      if (newest?.entry?.record === undefined) return undefined;
      return { record: newest.entry.record, version: versionOf(newest.number, newest.entry.nonce) };
    },
    write: async (key, record, expected, given) => {
      given?.signal?.throwIfAborted();
      return put(key, record, expected);
    },
    delete: async (key, expected, given) => {
      given?.signal?.throwIfAborted();
      // A file without a record, so that the numbers go on and a version never recurs.
      if (typeof expected !== 'string') throw storeConflict(key);
      await put(key, undefined, expected);
    },
    list: (prefix, given) => listKeys(root, prefix, given),
    watch: (key, listener) => watchKey(keyDirectory(root, key), listener),
    owner: describeOwner,
    ownerIsGone,
  };
}

async function guarded<T>(what: string, root: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw storeFailure(what, root, error);
  }
}

async function* listKeys(root: string, prefix: string, options: StoreOptions = {}): AsyncIterable<string> {
  try {
    for await (const found of await opendir(root)) {
      options.signal?.throwIfAborted();
      if (!found.isDirectory()) continue;
      const newest = await readNewest(join(root, found.name), options);
      if (newest?.entry?.record !== undefined && newest.entry.key.startsWith(prefix)) yield newest.entry.key;
    }
  } catch (error) {
    if (options.signal?.aborted) throw error;
    if (!isMissing(error)) throw storeFailure('list', root, error);
  }
}

/** Best effort: it only wakes who would look again anyway, and not every file system tells of changes. */
function watchKey(directory: string, listener: () => void): () => void {
  let watcher: FSWatcher | undefined;
  try {
    watcher = watchDirectory(directory, { persistent: false }, () => listener());
    watcher.on('error', () => watcher?.close());
  } catch {
    return () => {};
  }
  return () => watcher?.close();
}
