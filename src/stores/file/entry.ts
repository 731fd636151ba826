import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredRegistration } from '../../protocol/record.js';
import { readStoredRecord } from '../stored-record.js';
import type { StoreOptions } from '../types.js';
import { isMissing } from './failure.js';
import { listVersions, type VersionFile } from './layout.js';

/** What one file holds. */
export interface FileEntry {
  readonly key: string;
  /** Random, so that a version never recurs even if somebody empties the directory. */
  readonly nonce: string;
  /** Absent: the key was deleted, and this file keeps the numbers going. */
  readonly record?: StoredRegistration;
}

/** The newest version of a key. */
export interface Newest {
  readonly number: number;
  /** Absent: set aside. */
  readonly entry?: FileEntry;
}

const MAXIMUM_FILE_BYTES = 1024 * 1024;
const MAXIMUM_TRIES = 100;

/** Reads the newest version; `undefined` if the key was never written. */
export async function readNewest(directory: string, options: StoreOptions = {}): Promise<Newest | undefined> {
  for (let tries = 0; tries < MAXIMUM_TRIES; tries += 1) {
    const newest = (await listVersions(directory)).versions.at(-1);
    if (newest === undefined) return undefined;
    if (newest.setAside) return { number: newest.number };
    const text = await readBounded(join(directory, newest.name));
    // Superseded and removed since it was listed: there is a newer one.
    if (text === 'missing') continue;
    const entry = parseEntry(text);
    if (entry !== undefined) return { number: newest.number, entry };
    await setAside(directory, newest, options);
  }
  throw new Error(`The newest version in ${directory} changed at each of ${MAXIMUM_TRIES} looks.`);
}

async function readBounded(path: string): Promise<string | undefined | 'missing'> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return size > MAXIMUM_FILE_BYTES ? undefined : await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
}

/** The entry, or `undefined` if this is none. One of a newer format is refused, and left as it is. */
function parseEntry(text: string | undefined): FileEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('key' in value) || !('nonce' in value))
    return undefined;
  const { key, nonce } = value;
  if (typeof key !== 'string' || typeof nonce !== 'string') return undefined;
  if (!('record' in value)) return { key, nonce };
  const record = readStoredRecord(value.record);
  return record === undefined ? undefined : { key, nonce, record };
}

/**
 * Renames a file that cannot be read. An older version is not used instead: its token may have been replaced, and a
 * dead token sent again can cost the client. Two readers may meet here; one renames, the other finds it done.
 */
async function setAside(directory: string, { name }: VersionFile, options: StoreOptions): Promise<void> {
  const aside = join(directory, name.replace(/json$/, 'corrupt'));
  try {
    await rename(join(directory, name), aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  options.onWarning?.({
    code: 'record-set-aside',
    message:
      `The stored registration ${join(directory, name)} could not be read and was set aside as ${aside}. It may hold the ` +
      'credentials of a client that still exists: mend it and pass its "record" to adopt(), or delete that client at ' +
      'the server and remove the file. Until then the registration counts as absent.',
  });
}
