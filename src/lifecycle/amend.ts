import type { StoredRegistration } from '../protocol/record.js';
import type { Session } from './session.js';
import { compareAndSet, readSlot } from './slot.js';

/**
 * Changes the record by compare-and-set until nothing is left to change, whoever has the claim. `undefined` from `change`:
 * nothing is left. So that alone tells whether a write of unknown outcome was applied: a question of its own would have to
 * say the same once more, and may take for done what another process did half.
 *
 * @returns Whether something was changed.
 */
export async function amend(
  session: Session,
  change: (record: StoredRegistration) => StoredRegistration | undefined,
): Promise<boolean> {
  const isDone = (record: StoredRegistration) => change(record) === undefined;
  for (let slot = await readSlot(session); ; ) {
    const record = slot.record === undefined ? undefined : change(slot.record);
    if (record === undefined) return false;
    const outcome = await compareAndSet(session, { record, expected: slot.version }, isDone);
    if ('version' in outcome) return true;
    slot = outcome.conflict;
  }
}
