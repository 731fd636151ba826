import type { DcrWarning } from '../protocol/warnings.js';
import type { RegistrationStore } from '../stores/types.js';
import type { Clock } from './clock.js';
import type { DcrChange } from './events.js';

/** What the user called to get to a registration. */
export type CalledAs = 'createDcrClient' | 'createDcrAdmin';

/** What every step of the lifecycle works with. */
export interface Session {
  /** For messages. */
  readonly calledAs: CalledAs;
  readonly store: RegistrationStore;
  readonly key: string;
  readonly clock: Clock;
  /** A fresh random id. */
  readonly randomId: () => string;
  /** Evenly spread between 0 and 1. */
  readonly jitter: () => number;
  /** This process, as the store describes it. */
  readonly owner: () => Promise<string>;
  /** A claim unchanged for so long is dead. Milliseconds. */
  readonly claimTtlMs: number;
  /** The longest wait for what other processes are doing. Milliseconds. */
  readonly claimWaitMs: number;
  /** For how long a failing save is tried again. Milliseconds. */
  readonly saveRetryMs: number;
  /** The longest wait for one answer of the store. Milliseconds. */
  readonly storeTimeoutMs: number;
  /** The issuer that the record must belong to; `undefined` while only an account is known. */
  readonly issuer: string | undefined;
  /** What the record is stamped with until discovery has named the issuer. */
  readonly issuerStamp: string;
  readonly changed: (change: Omit<DcrChange, 'at'>) => void;
  readonly warn: (warning: DcrWarning) => void;
  /** Throws the caller's reason once nobody waits for this work any more. Not asked after sending. */
  readonly checkpoint: () => void;
}
