import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredRegistration } from '../../src/protocol/record.js';
import type { StoredEntry } from '../../src/stores/types.js';
import { violationsIn } from './simulation/invariants/index.js';
import { play, type Sabotage } from './simulation/play.js';
import { anyScenario, type Scenario } from './simulation/scenario.js';
import type { SharedRecord } from './simulation/store.js';

// An invariant that never fails proves nothing. Here each is seen to fail, once what the protocol is built on does not hold.

type Change = (record: StoredRegistration) => StoredRegistration;

/** A store that keeps something else than what is written. */
const keeping =
  (change: Change) =>
  (shared: SharedRecord): SharedRecord => ({
    ...shared,
    write: (record, expected) => shared.write(change(record), expected),
  });

/** A store whose compare-and-set does not compare. */
const careless = (shared: SharedRecord): SharedRecord => ({
  ...shared,
  write: (record) => shared.write(record, shared.read()?.version),
});

/** A store that acknowledges what it does not keep, now and then. */
function losing(shared: SharedRecord): SharedRecord {
  let writes = 0;
  return {
    ...shared,
    write: (record, expected) => {
      writes += 1;
      const standing = shared.read();
      if (writes % 4 !== 0 || standing === undefined) return shared.write(record, expected);
      return shared.write(standing.record, expected);
    },
  };
}

/** A store that answers a third of all reads with what stood there before. */
function stale(shared: SharedRecord): SharedRecord {
  let before: StoredEntry | undefined;
  let reads = 0;
  return {
    write: (record, expected) => {
      before = shared.read();
      return shared.write(record, expected);
    },
    read: () => {
      reads += 1;
      return reads % 3 === 0 ? before : shared.read();
    },
  };
}

/** Remembers the first client for ever. */
function reviving(): Change {
  let first: StoredRegistration['information'];
  return (record) => {
    first ??= record.information;
    return first === undefined || record.information !== undefined
      ? record
      : { ...record, information: first };
  };
}

function noTime(): number {
  throw new RangeError('there is no time');
}

const SABOTAGES: readonly (readonly [string, string, () => Sabotage])[] = [
  ['a store that does not compare', 'only who holds the claim sends', () => ({ shared: careless })],
  ['a store that does not compare', 'nothing on record is forgotten', () => ({ shared: careless })],
  [
    'a process whose clock runs ten times too fast',
    'only who holds the claim sends',
    () => ({
      clock: (clock, name) => (name === 'P0' ? { ...clock, monotonic: () => clock.monotonic() * 10 } : clock),
    }),
  ],
  [
    'a store that keeps no list of suspects',
    'every client is accounted for',
    () => ({ shared: keeping((record) => ({ ...record, suspectedOrphans: [] })) }),
  ],
  [
    'a store that keeps no retired clients',
    'nothing on record is forgotten',
    () => ({ shared: keeping((record) => ({ ...record, retired: [] })) }),
  ],
  [
    'a store that brings the first client back',
    'no deleted client comes back',
    () => ({ shared: keeping(reviving()) }),
  ],
  ['a store that loses writes', 'nothing that was answered is lost', () => ({ shared: losing })],
  ['a store that loses writes', 'nobody is refused without a cause', () => ({ shared: losing })],
  [
    'a store with stale reads',
    'everybody ends with the same credentials, and they work',
    () => ({ shared: stale }),
  ],
  [
    'a clock on which a pause takes an hour',
    'nobody waits for ever',
    () => ({
      clock: (clock) => ({ ...clock, sleep: (ms, signal) => clock.sleep(ms < 600 ? 3_600_000 : ms, signal) }),
    }),
  ],
  ['a clock that fails', 'every failure is typed', () => ({ clock: (clock) => ({ ...clock, now: noTime }) })],
  [
    'a store that retires the client in use',
    'no client is listed twice',
    () => ({
      shared: keeping((record) => {
        const { information } = record;
        return information === undefined ? record : { ...record, retired: [{ information, retiredAt: 0 }] };
      }),
    }),
  ],
];

describe('the checker sees', () => {
  test.each(SABOTAGES)(
    '%s: %s',
    async (_what, invariant, sabotage) => {
      const found = await firstWith(invariant, sabotage);
      expect(found).toBeDefined();
    },
    120_000,
  );

  test('a store that keeps no attempts: the budget holds', async () => {
    const forgetful = keeping((record) => ({ ...record, attempts: [] }));
    const broken = violationsIn(await play(DYING, { shared: forgetful })).map(({ invariant }) => invariant);
    expect(broken).toContain('the budget holds');
    expect(violationsIn(await play(DYING))).toEqual([]);
  });

  test('nothing in the same histories without any of that', async () => {
    for (const scenario of fc.sample(anyScenario, { seed: 3, numRuns: 20 })) {
      expect(violationsIn(await play(scenario))).toEqual([]);
    }
  });
});

/** Six processes that register one after another, and die before they can save it. */
const DYING: Scenario = {
  seed: 1,
  rotation: 'never',
  rotateSecret: 'never',
  secretLifetimeSeconds: 0,
  management: true,
  deduplicates: false,
  discovers: false,
  knowsTheDead: true,
  forgets: [],
  outages: [],
  processes: Array.from({ length: 6 }, (_, index) => ({
    startsAt: index * 1000,
    script: ['ensureRegistered'],
    revision: 0,
    aheadMs: 0,
    disturbances: [{ of: 'request', at: 0, kind: 'crash-answered', ms: 0 }],
  })),
};

async function firstWith(invariant: string, sabotage: () => Sabotage): Promise<Scenario | undefined> {
  for (const scenario of fc.sample(anyScenario, { seed: 3, numRuns: 400 })) {
    const violations = violationsIn(await play(scenario, sabotage()));
    if (violations.some((violation) => violation.invariant === invariant)) return scenario;
  }
  return undefined;
}
