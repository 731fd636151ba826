import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { middleOf } from '../processes/fleet.js';
import { MATRIX_PAGE, withTables } from '../processes/kill-table.js';
import { KINDS, openPlace } from '../processes/places.js';
import { runKills, runKillsAnyTime } from '../processes/run-kills.js';

async function openPlaces() {
  const open = await Promise.all(KINDS.map(openPlace));
  onTestFinished(async () => void (await Promise.all(open.map(({ end }) => end()))));
  return open.map(({ place }) => place);
}

test('kill -9 at every point leaves nothing against the rules, and what docs/kill-matrix.md says', async () => {
  const findings = await runKills(await openPlaces(), () => true);
  for (const kind of KINDS) {
    const here = findings.filter(({ kill }) => kill.store === kind);
    const times = here.map(({ took }) => took);
    console.log(
      `${kind}: ${here.length} kills; the next start took ${middleOf(times).toFixed(0)} ms, ` +
        `at most ${Math.max(...times).toFixed(0)} ms`,
    );
  }
  expect(findings.flatMap(({ kill, problems }) => problems.map((problem) => ({ kill, problem })))).toEqual(
    [],
  );
  // `npm run test:kill -- -u` writes it.
  const page = await readFile(MATRIX_PAGE, 'utf8');
  await expect(withTables(page, findings)).toMatchFileSnapshot(MATRIX_PAGE);
});

test('kill -9 at any moment, in the middle of a call too, leaves nothing against the rules', async () => {
  expect(await runKillsAnyTime(await openPlaces(), 4)).toEqual([]);
});
