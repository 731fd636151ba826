// npm run bench [section…]: measures what is built in dist/, prints tables, writes bench/results.json.

import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { measure, startServer } from './measure.js';
import { bulk } from './sections/bulk.js';
import { inProcess } from './sections/in-process.js';
import { lifecycle } from './sections/lifecycle.js';
import { bundleSize } from './sections/size.js';
import { coldStart, importCost, warmStart } from './sections/start.js';
import type { Section } from './statistics.js';
import { table } from './table.js';

const SECTIONS: Record<string, (issuer: string, rounds: number) => Promise<readonly Section[]>> = {
  lifecycle,
  'in-process': inProcess,
  bulk,
  cold: coldStart,
  warm: warmStart,
  import: importCost,
  size: bundleSize,
};

const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
if (!(rounds >= 1)) throw new Error('BENCH_ROUNDS must be a whole number from 1.');
const wanted = process.argv.slice(2);
const names = wanted.length === 0 ? Object.keys(SECTIONS) : wanted;
const server = await startServer();
const results: Section[] = [];
try {
  // The first process reads everything from the disk.
  await measure(
    { name: '', program: 'ours', transport: 'nodeFetch' },
    { task: 'cold', issuer: server.issuer },
  );
  for (const name of names) {
    const run = SECTIONS[name];
    if (run === undefined)
      throw new Error(`There is no section ${name}; there are ${Object.keys(SECTIONS).join(', ')}.`);
    for (const section of await run(server.issuer, rounds)) {
      results.push(section);
      process.stdout.write(table(section));
    }
  }
} finally {
  server.close();
}
if (wanted.length === 0) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const text = JSON.stringify({ machine, rounds, sections: results }, null, 2);
  await writeFile(new URL('results.json', import.meta.url), `${text}\n`);
}
