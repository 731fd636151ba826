import { DcrError } from '../protocol/errors.js';
import type { Session } from './session.js';
import type { Slot } from './slot.js';
import { callStore } from './store-call.js';

/** By wall clock, for processes too short-lived to see a claim stand still. */
const DEAD_BY_WALL_CLOCK = 20;

/** How a claim looks from here. */
export type ClaimState = 'none' | 'alive' | 'dead' | 'owner-gone';

/** Watches the claims of others, within one call. */
export interface ClaimWatch {
  /** Judges the claim on this slot. */
  judge(slot: Slot): Promise<ClaimState>;
  /** Waits a little, or until the store says that something changed. @throws DcrError `claim-busy` past the limit. */
  pause(operation: string | undefined): Promise<void>;
}

/**
 * A claim is dead when its version has stood still for the time to live on *our* monotonic clock: clocks of
 * machines differ, and a laptop may have slept.
 */
export function watchClaims(session: Session): ClaimWatch {
  const { clock, claimTtlMs } = session;
  const until = clock.monotonic() + session.claimWaitMs;
  let seen: { readonly version: string | undefined; readonly since: number } | undefined;
  let pauses = 0;
  return {
    judge: async ({ record, version }) => {
      const claim = record?.claim;
      if (claim === undefined) return 'none';
      if (seen?.version !== version) seen = { version, since: clock.monotonic() };
      if (await isGone(session, claim.owner)) return 'owner-gone';
      const stoodStill = clock.monotonic() - (seen?.since ?? clock.monotonic()) >= claimTtlMs;
      const longAgo = clock.now() - claim.renewedAt >= DEAD_BY_WALL_CLOCK * claimTtlMs;
      return stoodStill || longAgo ? 'dead' : 'alive';
    },
    pause: async (operation) => {
      session.checkpoint();
      if (clock.monotonic() >= until) throw busy(session, operation);
      const longest = Math.min(25 * 1.5 ** pauses, 500);
      pauses += 1;
      await wakeOrSleep(session, longest * (0.5 + session.jitter() / 2));
      session.checkpoint();
    },
  };
}

/** Certain only if the store says so in time; else the claim has to stand still. */
async function isGone(session: Session, owner: string): Promise<boolean> {
  const { store } = session;
  if (store.ownerIsGone === undefined) return false;
  return callStore(session, 'read', async () => store.ownerIsGone?.(owner) ?? false).catch(() => false);
}

async function wakeOrSleep(session: Session, ms: number): Promise<void> {
  const woken = new AbortController();
  const unwatch = session.store.watch?.(session.key, () => woken.abort());
  try {
    await session.clock.sleep(ms, woken.signal);
  } finally {
    unwatch?.();
  }
}

function busy(session: Session, operation: string | undefined): DcrError {
  const doing = operation === undefined ? 'changing it' : `in the middle of "${operation}"`;
  return new DcrError(
    'claim-busy',
    `Another process was ${doing} for this registration (${session.key}) for longer than ${session.claimWaitMs} ms. ` +
      'Try again; if it happens often, look at what holds that process up, or raise claimWaitMs.',
  );
}
