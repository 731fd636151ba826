import type { StoredRegistration } from '../protocol/record.js';
import type { Session } from './session.js';
import { compareAndSet, readSlot, type Slot } from './slot.js';

/** Changes the record by compare-and-set until it holds, whoever has the claim. `undefined` from `change`: leave it. */
export async function amend(
  session: Session,
  change: (slot: Slot) => StoredRegistration | undefined,
  isDone: (record: StoredRegistration) => boolean,
): Promise<StoredRegistration | undefined> {
  for (let slot = await readSlot(session); ; ) {
    const record = change(slot);
    if (record === undefined) return slot.record;
    const outcome = await compareAndSet(session, { record, expected: slot.version }, isDone);
    if ('version' in outcome) return record;
    slot = outcome.conflict;
  }
}
