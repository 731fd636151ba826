import { createHash } from 'node:crypto';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './failure.js';

/**
 * The directory of a key: readable, and unique by the hash alone, so that no key can leave the store's directory or
 * meet another on a file system that ignores case.
 */
export function keyDirectory(directory: string, key: string): string {
  const readable = key
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return join(directory, `${readable}-${hash}`.replace(/^-/, ''));
}

/** A version in a key's directory. */
export interface VersionFile {
  readonly number: number;
  readonly name: string;
  /** It could not be read and was set aside; it still counts, so that numbers go on. */
  readonly setAside: boolean;
}

/** What stands in a key's directory. */
export interface Listing {
  /** Ascending. */
  readonly versions: readonly VersionFile[];
  readonly temporary: readonly string[];
}

/** A directory holds a handful of files; thousands mean that something else writes there. */
const MAXIMUM_FILES = 10_000;

export function versionName(number: number): string {
  return `${String(number).padStart(12, '0')}.json`;
}

/** Lists a key's directory; one that does not exist is empty. */
export async function listVersions(directory: string): Promise<Listing> {
  const versions: VersionFile[] = [];
  const temporary: string[] = [];
  try {
    let files = 0;
    for await (const { name } of await opendir(directory)) {
      files += 1;
      if (files > MAXIMUM_FILES) throw new Error(`more than ${MAXIMUM_FILES} files in ${directory}`);
      const match = /^(\d{12})\.(json|corrupt)$/.exec(name);
      if (match?.[1] !== undefined)
        versions.push({ number: Number(match[1]), name, setAside: match[2] === 'corrupt' });
      else if (name.endsWith('.tmp')) temporary.push(name);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return { versions: versions.sort((a, b) => a.number - b.number), temporary };
}
