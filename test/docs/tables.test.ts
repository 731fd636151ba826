import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/protocol/rules/catalogue.js';
import { wso2Behaviours } from '../../src/testing/index.js';
import { root } from './pages.js';

describe('the tables of the documentation', () => {
  /** The literals of an exported union. */
  async function literals(file: string, name: string): Promise<string[]> {
    const text = await readFile(join(root, file), 'utf8');
    const union = new RegExp(`export type ${name} =([^;]*);`).exec(text)?.[1] ?? '';
    return [...union.matchAll(/'([a-z-]+)'/g)].map(([, literal = '']) => literal).sort();
  }

  test('every entry point has its row in README.md', async () => {
    const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const text = await readFile(join(root, 'README.md'), 'utf8');
    const rows = new Set(
      [...text.matchAll(/^\|.*?`(dcr-client[\w/-]*)` \|/gm)].map(([, entry = '']) => entry),
    );
    const offered = Object.keys(exports).map((path) => path.replace('.', 'dcr-client'));
    expect([...rows].sort()).toEqual(offered.filter((path) => !path.endsWith('.json')).sort());
  });

  test('every error code has its section, which says what to do, and every section its code', async () => {
    const text = await readFile(join(root, 'docs/errors.md'), 'utf8');
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
    expect(sections.sort()).toEqual(await literals('src/protocol/errors.ts', 'DcrErrorCode'));
    const silent = text
      .split(/^## /m)
      .slice(1)
      .filter((section) => !section.includes('**What to do.** '));
    expect(silent).toEqual([]);
  });

  test('every warning code has its row, and every row its code', async () => {
    const text = await readFile(join(root, 'docs/warnings.md'), 'utf8');
    const rows = [...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id);
    expect(rows.sort()).toEqual(await literals('src/protocol/warnings.ts', 'DcrWarningCode'));
  });

  test('every rule of metadata has its row, with its weight', async () => {
    const text = await readFile(join(root, 'docs/metadata.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([\w-]+)` \| (must|best-practice|advice) \|/gm)];
    expect(Object.fromEntries(rows.map(([, rule, weight]) => [rule, weight]))).toEqual(RULES);
  });

  test('every switch of the stand-in for WSO2 has its row, with what each release does', async () => {
    const text = await readFile(join(root, 'docs/testing.md'), 'utf8');
    const versions = /^\| switch \| what it is about \| (.+) \|$/m.exec(text)?.[1]?.split(' | ') ?? [];
    const rows = [...text.matchAll(/^\| `(\w+)` \| .+? \| (`.+`) \|$/gm)].filter(
      ([, , cells = '']) => cells.split(' | ').length === versions.length,
    );
    const documented = versions.map((version, index) => [
      version,
      Object.fromEntries(
        rows.map(([, name, cells = '']) => [
          name,
          JSON.parse((cells.split(' | ')[index] ?? '').replace(/^`|`$/g, '').replaceAll("'", '"')),
        ]),
      ),
    ]);
    expect(Object.fromEntries(documented)).toEqual(wso2Behaviours);
  });

  test('every code that is thrown is documented', async () => {
    const known = await literals('src/protocol/errors.ts', 'DcrErrorCode');
    const files = (await readdir(join(root, 'src'), { recursive: true })).filter((path) =>
      path.endsWith('.ts'),
    );
    for (const file of files) {
      const text = await readFile(join(root, 'src', file), 'utf8');
      for (const [, code = ''] of text.matchAll(
        /new (?:DcrError|DiscoveryError|RegistrationError)\(\s*'([^']+)'/g,
      ))
        expect(known, file).toContain(code);
    }
  });
});
