import type { StoredRegistration } from '../protocol/record.js';
import type { DcrWarning } from '../protocol/warnings.js';

/** What every store call may be given. */
export interface StoreOptions {
  /** Ends the call; it then rejects with the signal's own reason. A write may have been applied all the same. */
  readonly signal?: AbortSignal;
  /** Told about what the store repaired, such as a corrupt file that was set aside. */
  readonly onWarning?: (warning: DcrWarning) => void;
}

/** A record and the version under which it stands. */
export interface StoredEntry {
  /** What is kept. Secret: carries the credentials. */
  readonly record: StoredRegistration;
  /** Opaque; never recurs for a key, not even after deletion. */
  readonly version: string;
}

/**
 * Where registrations are kept. All exclusion comes from compare-and-set, so a store needs no locks.
 * A conflict is a {@link DcrError} with code `store-conflict`; anything else thrown counts as "may or may
 * not have been applied".
 */
export interface RegistrationStore {
  /** The newest record of a key. */
  read(key: string, options?: StoreOptions): Promise<StoredEntry | undefined>;
  /** Writes if `expected` is still the version (`undefined`: if there is none), and returns the new version. */
  write(
    key: string,
    record: StoredRegistration,
    expected: string | undefined,
    options?: StoreOptions,
  ): Promise<string>;
  /** Removes the key if `expected` is still its version. */
  delete(key: string, expected: string, options?: StoreOptions): Promise<void>;
  /** All keys that begin with `prefix`. */
  list?(prefix: string, options?: StoreOptions): AsyncIterable<string>;
  /** Calls `listener` when a key may have changed; the result ends that. */
  watch?(key: string, listener: () => void): () => void;
  /**
   * False: a record with a client secret is refused (`secret-not-allowed`), so an app on this store is a public client.
   * The lifecycle asks before it registers.
   */
  readonly keepsSecrets?: false;
  /** Describes this process, for {@link RegistrationStore.ownerIsGone} to judge later. */
  owner?(): Promise<string>;
  /** True only if the process that `owner` describes certainly runs no more. */
  ownerIsGone?(owner: string): Promise<boolean>;
}
