import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { cellIn, cellOf, MATRIX_PAGE } from '../../processes/kill-table.js';
import { KINDS, openPlace } from '../../processes/places.js';
import { runKills } from '../../processes/run-kills.js';

/** About fifty kills, which meet every operation, rotation and store. `npm run test:kill` does them all. */
const EVERY = 17;

test('kill -9 at points picked from all there are leaves what the page says, and nothing against the rules', async () => {
  const open = await Promise.all(KINDS.map(openPlace));
  onTestFinished(async () => void (await Promise.all(open.map(({ end }) => end()))));
  const places = open.map(({ place }) => place);
  const findings = await runKills(places, (_, index) => index % EVERY === 0);
  const page = await readFile(MATRIX_PAGE, 'utf8');
  for (const finding of findings) {
    const { kill, problems } = finding;
    expect({ kill, problems, cell: cellOf(finding) }).toEqual({
      kill,
      problems: [],
      cell: cellIn(page, finding),
    });
  }
  expect(findings.length).toBeGreaterThan(40);
}, 300_000);
