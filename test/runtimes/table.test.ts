import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { RUNTIMES } from './runtimes.js';
import { AREAS } from './suite/check.js';
import { failures, table, withTable } from './table.js';

const passed = { area: 'functions', name: 'lives' } as const;
const failed = { area: 'functions', name: 'dies', failure: 'Error: too soon' } as const;
const tried = [
  { name: 'Sound', outcome: { version: '1.2', results: [passed, passed] } },
  { name: 'Broken', outcome: { version: '3', results: [passed, failed] } },
  { name: 'Missing', failure: 'not installed' },
];

test('a cell counts what passed, and says of how many where some did not', () => {
  const [, , ...rows] = table(tried).trimEnd().split('\n');
  const none = AREAS.slice(1).map(() => ' – ');
  expect(rows).toEqual([
    `| Sound | 1.2 | 2 |${none.join('|')}|`,
    `| Broken | 3 | 1 of 2 |${none.join('|')}|`,
    `| Missing | did not run | – |${none.join('|')}|`,
  ]);
});

test('what failed has a line, and so has a runtime that did not run', () => {
  expect(failures(tried)).toEqual(['Broken, functions: dies\n    Error: too soon', 'Missing: not installed']);
});

test('the table replaces what is between its marks, and nothing else', () => {
  const page = 'before\n<!-- runtimes -->\nold\n<!-- /runtimes -->\nafter\n';
  expect(withTable(page, tried)).toBe(page.replace('old', `\n${table(tried)}`));
  expect(withTable(withTable(page, tried), tried)).toBe(withTable(page, tried));
  expect(() => withTable('no marks', tried)).toThrow('<!-- runtimes -->');
});

test('the README has every runtime with its version and all that passed', async () => {
  const page = await readFile(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  const [, written = ''] = /<!-- runtimes -->\n(.*?)<!-- \/runtimes -->/s.exec(page) ?? [];
  const rows = written.trim().split('\n').slice(2);
  expect(rows.map((row) => row.split(' | ')[0])).toEqual(Object.keys(RUNTIMES).map((name) => `| ${name}`));
  for (const row of rows) expect(row).toMatch(/^\| [\w -]+ \| \d+(?:\.\d+)+ \|(?: (?:\d+|–) \|)+$/);
});
