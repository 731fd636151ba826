import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CLAUSES } from './clauses.js';
import answers from './fixtures/answers.json' with { type: 'json' };
import clauses from './fixtures/clauses.json' with { type: 'json' };
import { EXAMPLES } from './protocol/rules/examples.js';

const duties = clauses.filter(({ level, who }) => level.startsWith('MUST') && who !== 'server');

async function isThere(shown: string): Promise<boolean> {
  const [, kind, id] = /^(rule|answer) (\S+)$/.exec(shown) ?? [];
  if (kind === 'rule') return EXAMPLES.some(({ rule }) => rule === id);
  if (kind === 'answer') {
    const tables = await Promise.all(
      ['answers', 'discovery'].map((name) =>
        readFile(fileURLToPath(new URL(`./answers/${name}.test.ts`, import.meta.url)), 'utf8'),
      ),
    );
    // A row that is left open is named in its file.
    return answers.some((row) => row.id === id) && !tables.some((text) => text.includes(`'${id}'`));
  }
  const [file = '', title = ''] = shown.split(/: (.*)/s);
  const text = await readFile(fileURLToPath(new URL(`./${file}`, import.meta.url)), 'utf8');
  return [`'${title}'`, `"${title}"`].some((quoted) => text.includes(quoted));
}

describe('the duties of a client', () => {
  test('there are as many as the specifications have', () => {
    expect([clauses.length, duties.length]).toEqual([235, 111]);
  });

  test.each(duties.map(({ id, level }) => [id, level] as const))('%s, a %s, is shown', async (id) => {
    const { tests = [], deviation, elsewhere } = CLAUSES[id] ?? {};
    expect(tests.length > 0 || deviation !== undefined || elsewhere !== undefined).toBe(true);
    for (const shown of tests) expect([shown, await isThere(shown)]).toEqual([shown, true]);
  });

  test('nothing is shown that is no clause', () => {
    const ids = clauses.map(({ id }) => id);
    expect(Object.keys(CLAUSES).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
