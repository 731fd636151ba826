// Tries the packed package in every runtime, or in those whose names are given. --write: puts the table into the README.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tryAll } from './run-all.js';
import { RUNTIMES } from './runtimes.js';
import { failures, table, withTable } from './table.js';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const isChosen = (name: string) =>
  positionals.length === 0 || positionals.some((part) => name.toLowerCase().startsWith(part.toLowerCase()));
const chosen = Object.entries(RUNTIMES).filter(([name]) => isChosen(name));
const tried = await tryAll(Object.fromEntries(chosen));
const failed = failures(tried);

console.log(`${table(tried)}`);
for (const failure of failed) console.error(failure);
if (failed.length > 0 || tried.length === 0) {
  console.error(`\n${failed.length} failed.`);
  process.exitCode = 1;
} else if (values.write && positionals.length === 0) {
  await writeFile(README, withTable(await readFile(README, 'utf8'), tried));
}
