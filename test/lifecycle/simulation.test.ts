import fc from 'fast-check';
import { expect, test } from 'vitest';
import { violationsIn } from './simulation/invariants/index.js';
import { ONCE_BROKEN } from './simulation/once-broken.js';
import { play } from './simulation/play.js';
import { report } from './simulation/report.js';
import { anyScenario } from './simulation/scenario.js';

// `npm run test:simulation` plays more of them. A failure prints its seed and its path: SIMULATION_SEED and SIMULATION_PATH
// play it again.
const { SIMULATION_SEED, SIMULATION_PATH, SIMULATION_SCHEDULES, SIMULATION_SECONDS } = process.env;
const schedules = Number(SIMULATION_SCHEDULES ?? 300);
const seconds = Number(SIMULATION_SECONDS ?? 5);

const always = { name: 'the same schedules at each run', seed: 20_260_101 };
const anew = { name: 'other schedules at each run', seed: Math.floor(Math.random() * 2 ** 31) };
const given = { name: 'the schedules of SIMULATION_SEED', seed: Number(SIMULATION_SEED) };

// What is run before each change is the same each time; new schedules are for runs that look for something new.
const chosen = SIMULATION_SCHEDULES === undefined ? [always] : [always, anew];

test.each(SIMULATION_SEED === undefined ? chosen : [given])(
  'all invariants hold in $name (seed $seed)',
  async ({ seed }) => {
    let played = 0;
    const result = await fc.check(
      fc.asyncProperty(anyScenario, async (scenario) => {
        const history = await play(scenario);
        const violations = violationsIn(history);
        played += 1;
        if (violations.length > 0) throw new Error(report(history, violations));
      }),
      {
        seed,
        numRuns: schedules,
        interruptAfterTimeLimit: seconds * 1000,
        ...(SIMULATION_PATH === undefined ? {} : { path: SIMULATION_PATH }),
      },
    );
    console.log(`${played} schedules of seed ${seed}`);
    const history = String(result.errorInstance);
    expect(result.failed ? `${fc.defaultReportMessage(result)}\n${history}` : undefined).toBeUndefined();
    expect(played).toBeGreaterThan(0);
  },
  (seconds + 120) * 1000,
);

test.each(ONCE_BROKEN)('all invariants hold again for %s', async (_, scenario) => {
  const history = await play(scenario);
  const violations = violationsIn(history);
  expect(violations, report(history, violations)).toEqual([]);
});

test('a schedule plays the same twice', async () => {
  for (const scenario of fc.sample(anyScenario, { seed: 1, numRuns: 5 })) {
    const [first, second] = [await play(scenario), await play(scenario)];
    expect(second.trace).toEqual(first.trace);
    expect(first.trace.length).toBeGreaterThan(0);
  }
});
