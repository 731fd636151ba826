import { DcrError } from '../../protocol/errors.js';
import { RECORD_FORMAT, type StoredRegistration } from '../../protocol/record.js';
import { quoteServerText } from '../../protocol/redact.js';
import { keyToText } from '../key-text.js';
import { parseStoredRecord } from '../stored-record.js';
import type { Keyring, LoadedKey } from './keys.js';

/** The one algorithm, so that nobody can choose a weaker one by changing a header. */
const ALGORITHM = { alg: 'dir', enc: 'A256GCM' } as const;

/** A member of the protected header that binds a record to its key in the store, so that it opens under no other. */
const STORE_KEY = 'store_key';

/** Encrypts a record for one key of the store: JWE in compact form (RFC 7516). */
export async function seal(
  record: StoredRegistration,
  { key, by }: { readonly key: string; readonly by: LoadedKey },
): Promise<StoredRegistration> {
  const { CompactEncrypt } = await import('jose');
  const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(record)))
    .setProtectedHeader({ ...ALGORITHM, kid: by.kid, [STORE_KEY]: await fingerprint(key) })
    .encrypt(by.key);
  const unknown = { token: 'unknown', secret: 'unknown' } as const;
  return {
    format: RECORD_FORMAT,
    // The key names it as well.
    issuer: record.issuer,
    habits: { read: unknown, update: unknown, updateSupported: 'unknown' },
    attempts: [],
    suspectedOrphans: [],
    retired: [],
    sealed,
  };
}

/** Decrypts what {@link seal} made. @throws DcrError `record-unreadable`, `record-too-new` */
export async function open(
  sealed: string,
  { key, keys }: { readonly key: string; readonly keys: Keyring },
): Promise<StoredRegistration> {
  const { compactDecrypt, decodeProtectedHeader } = await import('jose');
  const header = await attempt(async () => decodeProtectedHeader(sealed));
  if (header === undefined) throw unreadable(key, 'is marked as encrypted and is no JWE', MENDED);
  if (header[STORE_KEY] !== (await fingerprint(key)))
    throw unreadable(
      key,
      'was encrypted for another key of a store, and copied here',
      'Put back the one that belongs here.',
    );
  const { by, kids } = await find(keys, header.kid);
  const kid = named(header.kid);
  if (by === undefined)
    throw unreadable(
      key,
      `is encrypted with the key ${kid}, which is not given (given: ${kids.map(named).join(', ')})`,
      'Add that key to previousKeys.',
    );
  const opened = await attempt(() =>
    compactDecrypt(sealed, by.key, {
      keyManagementAlgorithms: [ALGORITHM.alg],
      contentEncryptionAlgorithms: [ALGORITHM.enc],
    }),
  );
  if (opened === undefined)
    throw unreadable(
      key,
      `does not open with the key ${kid}: it was changed, or another key has that name`,
      MENDED,
    );
  const record = parseStoredRecord(new TextDecoder().decode(opened.plaintext));
  if (record === undefined) throw unreadable(key, 'opens, and is no registration', MENDED);
  return record;
}

const MENDED = 'Put it back from a backup, or delete the client at the server and then what is stored.';

/** `undefined` where jose refuses. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

/** The key of that name, and the names that were looked through. */
async function find(keys: Keyring, kid: unknown): Promise<{ by: LoadedKey | undefined; kids: string[] }> {
  const kids: string[] = [];
  for await (const loaded of keys.opening()) {
    if (loaded.kid === kid) return { by: loaded, kids };
    kids.push(loaded.kid);
  }
  return { by: undefined, kids };
}

async function fingerprint(key: string): Promise<string> {
  const { base64url } = await import('jose');
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(keyToText(key)));
  return base64url.encode(new Uint8Array(digest));
}

const named = (kid: unknown) => JSON.stringify(quoteServerText(String(kid ?? ''), [], 100));

/** Whatever is wrong, the record stays as it is: it may hold the credentials of a client that still exists. */
export function unreadable(key: string, what: string, todo: string): DcrError {
  return new DcrError(
    'record-unreadable',
    `The registration under ${JSON.stringify(key.slice(0, 200))} ${what}. It was left as it is. ${todo}`,
  );
}
