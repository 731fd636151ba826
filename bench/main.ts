// npm run bench [section…]: measures what is built in dist/, prints tables, writes bench/results.json.

import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { bulk } from './sections/bulk.js';
import { importCost } from './sections/import.js';
import { inProcess } from './sections/in-process.js';
import { lifecycle } from './sections/lifecycle.js';
import { bundleSize } from './sections/size.js';
import { coldStart, warmStart } from './sections/start.js';
import type { Section } from './statistics.js';
import { table, targetTable } from './table.js';
import { verdicts } from './targets.js';

const SECTIONS: Record<string, (rounds: number) => Promise<readonly Section[]>> = {
  lifecycle,
  'in-process': inProcess,
  bulk,
  cold: coldStart,
  warm: warmStart,
  import: importCost,
  size: bundleSize,
};

const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
if (!(Number.isInteger(rounds) && rounds >= 1))
  throw new Error('BENCH_ROUNDS must be a whole number from 1.');
const wanted = process.argv.slice(2);
const results: Section[] = [];
for (const name of wanted.length === 0 ? Object.keys(SECTIONS) : wanted) {
  const run = SECTIONS[name];
  if (run === undefined)
    throw new Error(`There is no section ${name}; there are ${Object.keys(SECTIONS).join(', ')}.`);
  for (const section of await run(rounds)) {
    results.push(section);
    process.stdout.write(table(section));
  }
}
const targets = verdicts(results);
process.stdout.write(targetTable(targets));
if (wanted.length === 0) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const text = JSON.stringify({ machine, rounds, targets, sections: results }, null, 2);
  await writeFile(new URL('results.json', import.meta.url), `${text}\n`);
}
