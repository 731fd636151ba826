import type { Claim, Operation, StoredRegistration } from '../protocol/record.js';
import type { Session } from './session.js';
import { compareAndSet, type Slot } from './slot.js';

/** The claim was lost or has grown old before the request left: nothing was sent, so the caller starts over. */
export class ClaimLate extends Error {
  override readonly name = 'ClaimLate';
}

/** What came of a write under a claim. */
export type Saved = { readonly record: StoredRegistration } | { readonly lost: Slot };

type Change = (record: StoredRegistration) => StoredRegistration;

/** A claim in our hands: lock, fencing token and write-ahead note in one. */
export interface HeldClaim {
  readonly attempt: string;
  /** The record as it stands under our claim; a slow owner's credentials may be merged into it meanwhile. */
  record(): StoredRegistration;
  /** To be called right before a request leaves; the last moment at which the caller may still leave. @throws ClaimLate */
  beforeSend(): void;
  /** The same for a request that clears up after one already sent, whoever still waits. @throws ClaimLate */
  beforeClearingUp(): void;
  /** Writes and keeps the claim. */
  save(change: Change): Promise<Saved>;
  /** Writes and gives the claim up. */
  settle(change: Change): Promise<Saved>;
  /** Gives the claim up without a change, if it is still held. Never fails: a claim left behind dies. */
  release(): Promise<void>;
}

/**
 * Puts a claim on the record, or returns `undefined` if somebody else was faster.
 *
 * The owner renews at a third of the time to live, so that a live claim never looks dead: others judge by
 * whether its version changes, on their own clocks.
 */
export async function acquireClaim(
  session: Session,
  slot: { readonly record: StoredRegistration; readonly version: string | undefined },
  operation: Operation,
): Promise<HeldClaim | undefined> {
  const { clock } = session;
  const attempt = session.randomId();
  const startedAt = clock.now();
  const claim: Claim = { attempt, owner: await session.owner(), operation, startedAt, renewedAt: startedAt };
  const holdsOurs = (record: StoredRegistration) => record.claim?.attempt === attempt;

  let base: StoredRegistration = { ...slot.record, claim };
  let lost: Slot | undefined;
  let settled = false;
  let aliveAt = clock.monotonic();
  const first = await compareAndSet(session, { record: base, expected: slot.version }, holdsOurs);
  if ('conflict' in first) return undefined;
  base = first.record;
  let version = first.version;

  /** Writes over our own claim; a conflict that still shows it brought somebody's merged credentials. */
  const write = async (
    change: Change,
    isOurs: (record: StoredRegistration) => boolean,
    isSuperfluous = () => false,
  ): Promise<Saved> => {
    for (;;) {
      if (lost !== undefined) return { lost };
      const startedWriting = clock.monotonic();
      const next = change(base);
      const outcome = await compareAndSet(
        session,
        { record: next, expected: version, isSuperfluous },
        isOurs,
      );
      if ('version' in outcome) {
        [base, version, aliveAt] = [outcome.record, outcome.version, startedWriting];
        // Saved, and taken from us since.
        if (!settled && !holdsOurs(base)) lost = { record: base, version };
        return { record: base };
      }
      const { record, version: standing } = outcome.conflict;
      if (record === undefined || standing === undefined || !holdsOurs(record)) {
        lost = outcome.conflict;
      } else {
        [base, version] = [record, standing];
      }
    }
  };

  const stop = new AbortController();
  const renewing = keepAlive(session, stop.signal, async (isSuperfluous) => {
    const renewedAt = clock.now();
    const renewed = (record: StoredRegistration) => ({ ...record, claim: { ...claim, renewedAt } });
    const isOurs = (record: StoredRegistration) => holdsOurs(record) && record.claim?.renewedAt === renewedAt;
    await write(renewed, isOurs, isSuperfluous);
  });
  // One writer at a time: a save waits until a renewal under way has ended.
  const exclusively = async (work: () => Promise<Saved>): Promise<Saved> => {
    await renewing.pause();
    try {
      return await work();
    } finally {
      renewing.resume();
    }
  };

  const settle = (change: Change): Promise<Saved> =>
    exclusively(() => {
      settled = true;
      stop.abort();
      const final = (record: StoredRegistration) => {
        const { claim: _ended, ...rest } = change(record);
        return { ...rest, settledBy: attempt };
      };
      return write(final, (record) => record.settledBy === attempt && !holdsOurs(record));
    });

  const checkAge = () => {
    if (lost === undefined && clock.monotonic() - aliveAt < session.claimTtlMs) return;
    throw new ClaimLate('The claim grew old before the request left.');
  };

  return {
    attempt,
    record: () => base,
    beforeSend: () => {
      session.checkpoint();
      checkAge();
    },
    beforeClearingUp: checkAge,
    save: (change) =>
      exclusively(() => {
        const saveId = session.randomId();
        const saved = (record: StoredRegistration) => ({
          ...change(record),
          claim: { ...claim, renewedAt: clock.now() },
          settledBy: saveId,
        });
        return write(saved, (record) => record.settledBy === saveId);
      }),
    settle,
    release: async () => {
      if (!settled) await settle((record) => record).catch(() => undefined);
    },
  };
}

/**
 * Calls `renew` at a third of the time to live until stopped. A failed renewal is tried at the next turn; one that fails
 * while a save waits is superfluous, since that is a sign of life as well.
 */
function keepAlive(
  session: Session,
  stopped: AbortSignal,
  renew: (isSuperfluous: () => boolean) => Promise<void>,
) {
  let paused = 0;
  let current: Promise<void> = Promise.resolve();
  void (async () => {
    for (;;) {
      await session.clock.sleep(session.claimTtlMs / 3, stopped);
      if (stopped.aborted) return;
      if (paused > 0) continue;
      // Not fatal: beforeSend looks at the clock, and the final write is guarded.
      current = renew(() => paused > 0).catch(() => undefined);
      await current;
    }
  })();
  return {
    pause: async () => {
      paused += 1;
      await current;
    },
    resume: () => {
      paused -= 1;
    },
  };
}
