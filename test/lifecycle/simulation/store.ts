import { DcrError } from '../../../src/protocol/errors.js';
import type { StoredRegistration } from '../../../src/protocol/record.js';
import type { RegistrationStore, StoredEntry } from '../../../src/stores/types.js';
import { carry } from './link.js';
import type { SimulatedProcess, World } from './world.js';

/** What is really stored: one record, since all processes share one key. */
export interface SharedRecord {
  read(): StoredEntry | undefined;
  write(record: StoredRegistration, expected: string | undefined): string;
}

export function createSharedRecord(): SharedRecord {
  let entry: StoredEntry | undefined;
  let versions = 0;
  return {
    read: () => entry,
    write: (record, expected) => {
      if (entry?.version !== expected) throw new DcrError('store-conflict', 'somebody else was faster');
      versions += 1;
      entry = { record, version: String(versions) };
      return entry.version;
    },
  };
}

/** The store as one process sees it: far away, and not always there. */
export function storeOf(world: World, process: SimulatedProcess, shared: SharedRecord): RegistrationStore {
  const lost = () => new Error('the store did not answer');
  const isDead = (owner: string) => world.processes.some(({ name, dead }) => dead && name === owner);
  return {
    read: () =>
      carry(world, process, {
        to: 'store',
        kind: 'read',
        what: '',
        latencyMs: 2,
        effect: () => shared.read(),
        lost,
      }),
    write: (_key, record, expected) => {
      // A copy that nobody can change: what comes later must not show in what was sent.
      const sent = structuredClone(record);
      const { claim } = sent;
      if (claim?.owner === process.name) process.attempt = claim.attempt;
      return carry(world, process, {
        to: 'store',
        kind: 'write',
        what: ` ${describe(sent)} over ${expected}`,
        latencyMs: 3,
        effect: () => {
          const version = shared.write(sent, expected);
          world.written.push({
            at: world.timeline.elapsed(),
            by: process.name,
            record: sent,
          });
          return version;
        },
        lost,
      });
    },
    delete: () => Promise.reject(new Error('nothing deletes records here')),
    owner: async () => process.name,
    ...(world.scenario.knowsTheDead ? { ownerIsGone: async (owner) => isDead(owner) } : {}),
  };
}

function describe(record: StoredRegistration): string {
  const { claim, information, unsettled, managementLost, suspectedOrphans, retired } = record;
  return [
    claim === undefined ? 'unclaimed' : `claim ${claim.operation} of ${claim.owner}`,
    information === undefined
      ? 'no client'
      : `${information.client_id} ${information.registration_access_token} ${information.client_secret}`,
    ...(unsettled === undefined ? [] : [`unsettled ${unsettled.operation}`]),
    ...(managementLost === undefined ? [] : ['management lost']),
    ...(suspectedOrphans.length === 0 ? [] : [`${suspectedOrphans.length} suspected`]),
    ...(retired.length === 0 ? [] : [`${retired.length} retired`]),
  ].join(', ');
}
