import { DcrError, isDcrError } from '../protocol/errors.js';
import { sameIssuer } from '../protocol/issuer.js';
import { RECORD_FORMAT, type StoredRegistration } from '../protocol/record.js';
import type { Session } from './session.js';
import { callStore } from './store-call.js';

/** What stands under the key: the record if it is ours to use, and the version to write against. */
export interface Slot {
  readonly record: StoredRegistration | undefined;
  readonly version: string | undefined;
}

/** Reads the record. One of another issuer reads as absent: its credentials must not reach this server. */
export async function readSlot(session: Session): Promise<Slot> {
  const entry = await callStore(session, 'read', (options) => session.store.read(session.key, options));
  if (entry === undefined) return { record: undefined, version: undefined };
  const { record, version } = entry;
  if (record.format > RECORD_FORMAT) throw tooNew(record.format);
  if (record.sealed !== undefined) throw isSealed(session);
  const foreign = session.issuer !== undefined && sameIssuer(record.issuer, session.issuer) === 'different';
  return { record: foreign ? undefined : record, version };
}

/**
 * What stands there since our write, or what stood there instead. Where the write was recognised only afterwards, others may
 * have built on it, so `record` is what was read, not what was written.
 */
export type WriteOutcome =
  | { readonly version: string; readonly record: StoredRegistration }
  | { readonly conflict: Slot };

/**
 * Compare-and-set. A store may apply a write and still fail the call, so every failure is first read back:
 * what stands there may be our own. A failure that is none of ours is tried again for a bounded time.
 */
export async function compareAndSet(
  session: Session,
  write: {
    readonly record: StoredRegistration;
    readonly expected: string | undefined;
    /** Asked after a failure: whether another write waits that makes this one needless. */
    readonly isSuperfluous?: () => boolean;
  },
  isOurs: (record: StoredRegistration) => boolean,
): Promise<WriteOutcome> {
  const { clock, store, key } = session;
  const until = clock.monotonic() + session.saveRetryMs;
  for (let tries = 0; ; tries += 1) {
    try {
      const { expected } = write;
      const record = withRecentOrphans(write.record);
      const version = await callStore(session, 'write', (options) =>
        store.write(key, record, expected, options),
      );
      return { version, record };
    } catch (error) {
      // No trying again will help.
      if (isDcrError(error) && error.code === 'secret-not-allowed') throw error;
      if (write.isSuperfluous?.() === true) throw error;
      const slot = await readSlot(session).catch(() => undefined);
      if (slot?.record !== undefined && slot.version !== undefined && isOurs(slot.record))
        return { version: slot.version, record: slot.record };
      const superseded = slot !== undefined && slot.version !== write.expected;
      if (slot !== undefined && superseded) return { conflict: slot };
      // One call that hangs must not use up all tries.
      if (tries > 0 && clock.monotonic() >= until) throw error;
      await clock.sleep(Math.min(50 * 2 ** tries, 1000) * (0.5 + session.jitter() / 2));
    }
  }
}

/** A server that swallows answers for months, day after day, would make a record that no store takes. */
const MOST_ORPHANS = 100;

/** The latest are those that somebody may still look for. */
function withRecentOrphans(record: StoredRegistration): StoredRegistration {
  const { suspectedOrphans } = record;
  if (suspectedOrphans.length <= MOST_ORPHANS) return record;
  return { ...record, suspectedOrphans: suspectedOrphans.slice(-MOST_ORPHANS) };
}

function tooNew(format: number): DcrError {
  return new DcrError(
    'record-too-new',
    `The stored registration has format ${format}, this version of dcr-client understands up to ${RECORD_FORMAT}. ` +
      'It was left as it is. Update dcr-client, or use another name or store.',
  );
}

/** Without its key it looks as if there were no client, and another one would be written over it. */
function isSealed({ key, calledAs }: Session): DcrError {
  return new DcrError(
    'record-unreadable',
    `The registration under ${JSON.stringify(key)} is encrypted. It was left as it is. Give ${calledAs} the store as ` +
      'encryptedStore(store, { key }), with the key of the other processes.',
  );
}
