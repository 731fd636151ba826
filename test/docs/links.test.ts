import { access, readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, linksOf, pages, readPage, root } from './pages.js';

test('every link inside the repository leads somewhere, to the heading that it names', async () => {
  const broken: string[] = [];
  for (const page of await pages()) {
    for (const { target, anchor } of await linksOf(page)) {
      const isThere = await access(join(root, target)).then(
        () => true,
        () => false,
      );
      if (!isThere || (anchor !== undefined && !(await anchorsOf(target)).includes(anchor)))
        broken.push(`${page} -> ${target}${anchor === undefined ? '' : `#${anchor}`}`);
    }
  }
  expect(broken).toEqual([]);
});

test('what is packed links to what is packed, so that it can be followed where the package is installed', async () => {
  const packed: readonly string[] = [...JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).files];
  const isPacked = (path: string) =>
    ['README.md', 'LICENSE', 'package.json'].includes(path) ||
    packed.some((entry) => path === entry || path.startsWith(`${entry}/`));
  const broken: string[] = [];
  for (const page of (await pages()).filter(isPacked)) {
    for (const { target } of await linksOf(page)) if (!isPacked(target)) broken.push(`${page} -> ${target}`);
  }
  expect(broken).toEqual([]);
});

test('every page can be reached from README.md', async () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    if (!page.endsWith('.md')) continue;
    for (const { target } of await linksOf(page)) reached.add(target);
  }
  expect((await pages()).filter((page) => !reached.has(page))).toEqual([]);
});

test('examples use the package and one another, and nothing that is not packed', async () => {
  const files = (await readdir(join(root, 'examples'), { recursive: true })).filter((name) =>
    /\.tsx?$/.test(name),
  );
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const text = await readPage(`examples/${file}`);
    for (const [, target = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g))
      expect(posix.join('examples', posix.dirname(file), target), file).toMatch(/^examples\//);
  }
});
