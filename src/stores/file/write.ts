import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, storeConflict } from '../failure.js';
import { type FileEntry, readNewest } from './entry.js';
import { isMissing } from './failure.js';
import { keyDirectory, listVersions, versionName } from './layout.js';

/** A compare-and-set on files. */
export interface VersionWrite {
  /** The store's directory. */
  readonly root: string;
  readonly entry: FileEntry;
  /** `undefined`: the key must not exist. */
  readonly expected: string | undefined;
}

export function versionOf(number: number, nonce: string): string {
  return `${number}-${nonce}`;
}

/**
 * Adds the next version if `expected` is still the newest.
 *
 * No lock is taken: the name of the next version is made by `link`, which fails if it exists. One case is left: a
 * slow writer that saw version n finds the name n+1 free because others went on to n+5 and removed n+1. Files are
 * removed in ascending order, so n is gone then as well: a missing predecessor after linking is a conflict, and so
 * is a higher number. Both may also be the work of somebody who built on our write; a conflict that is none is
 * harmless, since callers read back what stands. Version 1 has no predecessor, so its name is never given free.
 */
export async function writeVersion({ root, entry, expected }: VersionWrite): Promise<string> {
  const directory = keyDirectory(root, entry.key);
  await makeDirectory(directory);
  const newest = await readNewest(directory);
  const standing =
    newest?.entry?.record === undefined ? undefined : versionOf(newest.number, newest.entry.nonce);
  if (standing !== expected) throw storeConflict(entry.key);
  const number = (newest?.number ?? 0) + 1;
  const temporary = join(directory, `${entry.nonce}.tmp`);
  try {
    await writeDurably(temporary, JSON.stringify(entry));
    await link(temporary, join(directory, versionName(number)));
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? storeConflict(entry.key) : error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncDirectory(directory);
  if (newest === undefined) await syncDirectory(root);
  const { versions, temporary: leftovers } = await listVersions(directory);
  const overtaken = versions.some((version) => version.number > number);
  const hasPredecessor = number === 1 || versions.some((version) => version.number === number - 1);
  if (overtaken || !hasPredecessor) throw storeConflict(entry.key);
  await removeSuperseded(
    directory,
    versions.map((version) => version.number),
    number,
  );
  await removeLeftovers(directory, leftovers);
  return versionOf(number, entry.nonce);
}

/**
 * Makes a directory with those above it. Not by `recursive`: Node's never ends where the system answers ENOENT to
 * making a directory in one that exists, as /proc does.
 */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const parent = dirname(path);
    if (!isMissing(error) || parent === path) throw error;
    await makeDirectory(parent);
    await mkdir(path, { mode: 0o700 }).catch((second: unknown) => {
      if (codeOf(second) !== 'EEXIST') throw second;
    });
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems cannot sync a directory; the file itself is synced.
    if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

/** Removes what only the winner of `number` may: all before its predecessor, oldest first. */
async function removeSuperseded(
  directory: string,
  numbers: readonly number[],
  number: number,
): Promise<void> {
  for (const old of numbers) {
    if (old >= number - 1) return;
    const path = join(directory, versionName(old));
    if (old > 1) await rm(path, { force: true });
    else await emptyFirst(directory, path);
  }
}

/** Keeps the name of version 1 taken, without what stood in it. */
async function emptyFirst(directory: string, path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.size === 0) return;
  const empty = join(directory, `${globalThis.crypto.randomUUID()}.tmp`);
  await writeDurably(empty, '');
  await rename(empty, path);
}

const LEFTOVER_AGE_MS = 60 * 60 * 1000;

/** Temporary files of processes that died while writing. */
async function removeLeftovers(directory: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = join(directory, name);
    try {
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > LEFTOVER_AGE_MS) await rm(path, { force: true });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}
