import { join } from 'node:path';
import { canParse } from '../protocol/can-parse.js';
import { UsageError } from './failures.js';

/** Where registrations are kept, as `--store` says it. */
export type StoreAddress =
  | { readonly kind: 'files'; readonly directory: string }
  | { readonly kind: 'redis' | 'postgres'; readonly url: string };

const KINDS: Readonly<Record<string, 'redis' | 'postgres'>> = {
  redis: 'redis',
  rediss: 'redis',
  postgres: 'postgres',
  postgresql: 'postgres',
};

/** Unless told otherwise, files in the user's own directory for data (XDG Base Directory Specification). */
export function storeAddress(
  given: string | undefined,
  { env, home }: { env: Readonly<Record<string, string | undefined>>; home: string },
): StoreAddress {
  if (given === undefined || given === '') {
    const data = env.XDG_DATA_HOME ?? '';
    // The specification has relative paths ignored.
    return {
      kind: 'files',
      directory: join(data.startsWith('/') ? data : join(home, '.local/share'), 'dcr-client'),
    };
  }
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(given)?.[1]?.toLowerCase();
  if (scheme === undefined) return { kind: 'files', directory: given };
  const kind = KINDS[scheme];
  if (kind !== undefined) return { kind, url: given };
  throw new UsageError(
    `There is no store for ${scheme}://. Give a directory, redis://…, rediss://… or postgres://….`,
  );
}

/** The password in an address, as it is and decoded. */
export function passwordsIn(url: string): readonly string[] {
  if (!canParse(url)) return [];
  const { password } = new URL(url);
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
