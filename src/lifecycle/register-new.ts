import type { DcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import type { Lifecycle } from './lifecycle.js';
import { look } from './look.js';
import { plan } from './plan.js';
import { refusal } from './refusal.js';
import { registerAnew } from './register.js';
import { readSlot } from './slot.js';
import { watchClaims } from './wait.js';

/**
 * Registers a client where there is none. That there is none is settled by the claim, whose compare-and-set is against the
 * record that showed no client: whoever comes second is told that one exists, and leaves it alone.
 */
export async function registerNew(lifecycle: Lifecycle, exists: () => DcrError): Promise<ClientInformation> {
  const { session, wanted } = lifecycle;
  // A save that seemed to fail may show later: an attempt of ours is known by its id.
  const ours = new Set<string>();
  const randomId = () => {
    const id = session.randomId();
    ours.add(id);
    return id;
  };
  const isOurs = ({ attempts }: StoredRegistration) =>
    attempts.some(({ attempt, outcome }) => ours.has(attempt) && outcome !== 'unknown');
  const claims = watchClaims(session);
  for (;;) {
    const found = await look(session, claims);
    const { record } = found;
    if (record?.information !== undefined) {
      if (isOurs(record)) return record.information;
      throw exists();
    }
    // Whoever is at it may fail, and wishes for something else: their failure says nothing about this client.
    if (record?.claim === undefined) {
      const next = plan(record, wanted, session.clock.now());
      if (next.action === 'refuse') throw refusal(next, session.key, record);
      const cause = { planned: false, reason: next.reason };
      const made = await registerAnew({ ...lifecycle, session: { ...session, randomId } }, found, cause);
      if (made !== 'again') {
        // A slow one has been overtaken, has deleted its client again, and got that of the other.
        const standing = (await readSlot(session)).record;
        if (standing !== undefined && !isOurs(standing)) throw exists();
        return made;
      }
    }
    await claims.pause(record?.claim?.operation ?? 'register');
  }
}
