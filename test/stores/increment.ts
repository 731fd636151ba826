import { emptyRecord } from '../../src/lifecycle/transitions.js';
import { isDcrError } from '../../src/protocol/errors.js';
import type { StoredRegistration } from '../../src/protocol/record.js';
import type { RegistrationStore } from '../../src/stores/types.js';

/** A record that counts. */
export const record = (registeredAt = 0): StoredRegistration => ({
  ...emptyRecord('https://as.example'),
  registeredAt,
  information: { client_id: 'c1', client_secret: 'planted-secret' },
});

/** Adds one to the record's counter by compare-and-set, as often as it takes. */
export async function increment(store: RegistrationStore, key: string): Promise<number> {
  for (;;) {
    const entry = await store.read(key);
    const next = (entry?.record.registeredAt ?? 0) + 1;
    // Every mark stays, as attempts do in a registration: a write may be reported as a conflict and yet have been
    // built upon by others.
    const mark = { attempt: globalThis.crypto.randomUUID(), startedAt: next };
    const marks = [...(entry?.record.suspectedOrphans ?? []), mark].slice(-40);
    try {
      await store.write(key, { ...record(next), suspectedOrphans: marks }, entry?.version);
      return next;
    } catch (error) {
      if (!isDcrError(error) || error.code !== 'store-conflict') throw error;
      const standing = (await store.read(key))?.record.suspectedOrphans ?? [];
      if (standing.some(({ attempt }) => attempt === mark.attempt)) return next;
    }
  }
}
