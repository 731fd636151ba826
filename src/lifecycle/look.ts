import type { StoredRegistration } from '../protocol/record.js';
import type { Session } from './session.js';
import { compareAndSet, readSlot, type Slot } from './slot.js';
import { withoutDeadClaim } from './transitions-on-failure.js';
import type { ClaimWatch } from './wait.js';

/** The record, with a dead claim already turned into what it may have left behind. */
export interface Look extends Slot {
  /** The stored record still shows the dead claim. */
  readonly claimIsDead: boolean;
}

/** Reads the record and judges the claim on it. */
export async function look(session: Session, claims: ClaimWatch): Promise<Look> {
  const slot = await readSlot(session);
  const state = await claims.judge(slot);
  if (slot.record === undefined || (state !== 'dead' && state !== 'owner-gone'))
    return { ...slot, claimIsDead: false };
  const record = withoutDeadClaim(slot.record, session.clock.now(), state === 'owner-gone');
  return { ...slot, record, claimIsDead: true };
}

/** Writes down what a dead claim may have left behind, unless somebody else is faster. */
export async function buryDeadClaim(session: Session, found: Look): Promise<void> {
  if (!found.claimIsDead || found.record === undefined) return;
  const isBuried = (record: StoredRegistration) => record.claim === undefined;
  await compareAndSet(session, { record: found.record, expected: found.version }, isBuried);
}
