/**
 * Encryption around any other store.
 *
 * @module dcr-client/stores/encrypted
 */

import { withLimit } from '../http/limit.js';
import { systemTime } from '../http/time.js';
import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import { type EncryptionKey, type EncryptionKeySource, type KeyMaterial, keyring } from './encrypted/keys.js';
import { open, seal, unreadable } from './encrypted/seal.js';
import { DEFAULT_STORE_TIMEOUT_MS } from './failure.js';
import type { RegistrationStore, StoreOptions } from './types.js';
import { holdsSecret, secretNotAllowed } from './web/secrets.js';

export type { EncryptionKey, EncryptionKeySource, KeyMaterial };

/** Options of {@link encryptedStore}. */
export interface EncryptedStoreOptions {
  /** Encrypts, and opens what it has encrypted. Secret. */
  readonly key: EncryptionKeySource;
  /** Keys that open only: those that were used before, and those that will be used next. Secret. */
  readonly previousKeys?: readonly EncryptionKeySource[];
  /**
   * Refuses records that are not encrypted. Without it they are read with the warning `record-not-encrypted`, and encrypted
   * when they are next written.
   */
  readonly requireEncryption?: boolean;
}

/**
 * Encrypts what another store keeps, for stores whose disks, backups or administrators should not see credentials: each
 * record is a JWE (A256GCM) that opens under its own key of the store alone. Those keys, which have the issuer and the name,
 * stay readable, and so does when a record changes.
 *
 * @throws DcrError `invalid-option`. The methods: those of the inner store, `record-unreadable`, and `store-failed` if a function
 * gives no key.
 */
export function encryptedStore(inner: RegistrationStore, options: EncryptedStoreOptions): RegistrationStore {
  const { keys, requireEncryption } = checked(inner, options);
  const warned = new Set<string>();
  /** Those who wait for another process read again and again. */
  const warnOnce = (key: string, given: StoreOptions | undefined) => {
    if (warned.has(key) || given?.onWarning === undefined) return;
    warned.add(key);
    given.onWarning({
      code: 'record-not-encrypted',
      message: `The registration under ${JSON.stringify(key.slice(0, 200))} is not encrypted yet; it will be when it is next written.`,
    });
  };
  return {
    ...allButRecords(inner),
    read: async (key, given) => {
      const entry = await inner.read(key, given);
      if (entry === undefined) return undefined;
      const { record, version } = entry;
      const { sealed } = record;
      if (sealed !== undefined)
        return { record: await limited(given, () => open(sealed, { key, keys })), version };
      if (requireEncryption)
        throw unreadable(
          key,
          'is not encrypted, and requireEncryption is set',
          'If it is yours, have it read and written once without requireEncryption.',
        );
      warnOnce(key, given);
      return entry;
    },
    write: async (key, record, expected, given) => {
      given?.signal?.throwIfAborted();
      // The inner store could not see it any more.
      if (inner.keepsSecrets === false && holdsSecret(record)) throw secretNotAllowed();
      const sealed = await limited(given, async () => seal(record, { key, by: await keys.encrypting() }));
      return inner.write(key, sealed, expected, given);
    },
  };
}

/** A function that gives a key may ask somebody over a network. */
function limited<T>(options: StoreOptions | undefined, work: () => Promise<T>): Promise<T> {
  const late = () =>
    new DcrError(
      'store-failed',
      `encryptedStore: the functions that give keys did not answer in ${DEFAULT_STORE_TIMEOUT_MS} ms. Check what they ask.`,
    );
  return withLimit(
    { time: systemTime, signal: options?.signal, timeoutMs: DEFAULT_STORE_TIMEOUT_MS },
    late,
    work,
  );
}

type Others = Omit<RegistrationStore, 'read' | 'write'>;

/** What has nothing to do with records. Each member is named, so that one that is added is not forgotten here. */
function allButRecords(inner: RegistrationStore): Others {
  const others: { readonly [Name in keyof Others]-?: Others[Name] | undefined } = {
    delete: inner.delete.bind(inner),
    list: inner.list?.bind(inner),
    watch: inner.watch?.bind(inner),
    keepsSecrets: inner.keepsSecrets,
    owner: inner.owner?.bind(inner),
    ownerIsGone: inner.ownerIsGone?.bind(inner),
  };
  const present = Object.entries(others).filter(([, member]) => member !== undefined);
  return Object.fromEntries(present) as unknown as Others;
}

function checked(inner: RegistrationStore, options: EncryptedStoreOptions) {
  const refuse = (what: string) => new DcrError('invalid-option', `encryptedStore: ${what}`);
  if (typeof inner !== 'object' || inner === null || typeof inner.read !== 'function')
    throw refuse('the first argument must be the store that keeps what is encrypted.');
  checkOptionNames(options, ['key', 'previousKeys', 'requireEncryption'], 'encryptedStore');
  const { key, previousKeys = [], requireEncryption = false } = options;
  if (!Array.isArray(previousKeys)) throw refuse('previousKeys must be a list of keys.');
  if (typeof requireEncryption !== 'boolean') throw refuse('requireEncryption must be true or false.');
  return { keys: keyring(key, previousKeys), requireEncryption };
}
