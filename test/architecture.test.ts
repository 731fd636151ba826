import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { entry } from '../tsup.config.js';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  readonly target: string;
  readonly isType: boolean;
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const sources = new Map<string, Source>();

beforeAll(async () => {
  const files = (await readdir(join(root, 'src'), { recursive: true })).filter((path) =>
    path.endsWith('.ts'),
  );
  for (const file of files) {
    const path = `src/${file.replaceAll('\\', '/')}`;
    const text = await readFile(join(root, path), 'utf8');
    sources.set(path, { path, text, imports: importsOf(path, text) });
  }
});

/** Every module a file names, types included; local ones as paths. */
function importsOf(path: string, text: string): Import[] {
  const statements = [
    ...text.matchAll(/(?:^|\n)(?:import|export)\s(type\s)?[^;'"]*?from\s+'([^']+)'/g),
    ...text.matchAll(/()\bimport\(\s*'([^']+)'\s*\)/g),
    ...text.matchAll(/(?:^|\n)()import\s+'([^']+)'/g),
  ];
  return statements.map(([, type, target = '']) => ({
    isType: type !== undefined && type !== '',
    target: target.startsWith('.') ? normalize(join(dirname(path), target)).replace(/\.js$/, '.ts') : target,
  }));
}

/** Bottom first. What stands in one row does not see the others in it. */
const LAYERS: readonly (readonly string[])[] = [
  ['protocol'],
  // What vendors do otherwise makes no request, so that whoever makes one can look it up.
  ['servers'],
  ['http'],
  ['discovery', 'registration', 'management', 'stores', 'node'],
  ['lifecycle'],
  ['operator', 'functions'],
  ['client.ts', 'admin.ts', 'functions.ts'],
  ['integrations', 'index.ts'],
  ['cli'],
];

const NEEDS_NODE = /^src\/(?:node|cli)\/|^src\/stores\/file(?:\.ts$|\/)/;

const part = (path: string) => relative('src', path).split('/')[0] ?? '';
const layer = (path: string) => LAYERS.findIndex((row) => row.includes(part(path)));
const isLocal = (target: string) => target.startsWith('src/');

/** All imports inside src, but for testing/, which has a rule of its own. */
const edges = () =>
  [...sources.values()]
    .filter(({ path }) => part(path) !== 'testing')
    .flatMap(({ path, imports }) =>
      imports.filter(({ target }) => isLocal(target)).map(({ target }) => ({ path, target })),
    );

const broken = (rule: (edge: { path: string; target: string }) => boolean) =>
  edges()
    .filter((edge) => !rule(edge))
    .map(({ path, target }) => `${path} -> ${target}`);

describe('the house', () => {
  test('there is something to look at', () => {
    expect(edges().length).toBeGreaterThan(100);
    expect([...sources.keys()].filter((path) => part(path) !== 'testing' && layer(path) < 0)).toEqual([]);
  });

  test('imports point down only, and folders of one layer do not import one another', () => {
    expect(broken(({ path, target }) => layer(target) < layer(path) || part(path) === part(target))).toEqual(
      [],
    );
  });

  test('every local import leads to a file', () => {
    expect(broken(({ target }) => sources.has(target))).toEqual([]);
  });

  test('nothing imports itself in a circle, not even for types', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]) => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      if (done.has(path) || trail.includes(path)) return;
      for (const { target } of sources.get(path)?.imports ?? [])
        if (isLocal(target)) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of sources.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });

  test('the test server shares no code with what it checks, and nothing uses it', () => {
    const outward = [...sources.values()]
      .filter(({ path }) => part(path) === 'testing')
      .flatMap(({ path, imports }) => imports.map((found) => ({ path, ...found })))
      .filter(({ target }) => isLocal(target) && part(target) !== 'testing');
    expect(outward.filter(({ isType }) => !isType)).toEqual([]);
    expect(broken(({ target }) => part(target) !== 'testing')).toEqual([]);
  });

  test("Node's modules are used only where Node is needed", () => {
    const users = [...sources.values()]
      .filter(({ imports }) => imports.some(({ target }) => target.startsWith('node:')))
      .map(({ path }) => path);
    expect(users.filter((path) => !NEEDS_NODE.test(path))).toEqual([]);
  });

  test('URL.canParse, which some versions of Node get wrong, is not used', () => {
    const users = [...sources.values()].filter(({ text }) => /\bURL\.canParse\(/.test(text));
    expect(users.map(({ path }) => path)).toEqual([]);
  });

  test('what is generated is used in five places', () => {
    const users = [...sources.values()]
      .filter(({ imports }) => imports.some(({ target }) => target.startsWith('generated/')))
      .map(({ path }) => path);
    expect(users.sort()).toEqual([
      'src/http/operation.ts',
      'src/protocol/members.ts',
      'src/protocol/types.ts',
      'src/servers/wso2/metadata.ts',
      'src/servers/wso2/releases.ts',
    ]);
  });

  test('zod is used for metadata alone, and never loaded with the rest', () => {
    const users = [...sources.values()].filter(({ imports }) =>
      imports.some(({ target }) => target.startsWith('zod')),
    );
    expect(users.map(({ path }) => path).sort()).toEqual([
      'src/protocol/rules/fields.ts',
      'src/protocol/rules/shape.ts',
    ]);
    const outside = [...sources.values()].filter(({ path }) => !path.startsWith('src/protocol/rules/'));
    const loaders = outside.filter(({ text }) =>
      /\n(?:import|export) (?!type)[^;]*from '[^']*\/rules\//.test(text),
    );
    expect(loaders.map(({ path }) => path)).toEqual([]);
    // Its inner namespaces would bring everything into a bundle, languages included: 81 kB instead of 5.
    for (const { text } of users) expect(text).not.toMatch(/\bz\.(?:core|locales|config)\b/);
  });

  test('jose is loaded when something is encrypted or signed, and not before', () => {
    const loaders = [...sources.values()].filter(({ text }) =>
      /\n(?:import|export) (?!type)[^;]*from 'jose'/.test(text),
    );
    expect(loaders.map(({ path }) => path)).toEqual([]);
  });

  test('names say what they are, and files are small', () => {
    const paths = [...sources.keys()];
    expect(paths.filter((path) => /\b(?:utils?|helpers?|common|core|misc)\b/.test(path))).toEqual([]);
    expect(
      [...sources.values()].filter(({ text }) => text.split('\n').length > 300).map(({ path }) => path),
    ).toEqual([]);
    expect(
      [...sources.values()].filter(({ text }) => /\nexport default\b/.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe.runIf(existsSync(join(root, 'dist/index.js')))('what is built', () => {
  const withoutNode = Object.entries(entry).filter(([, source]) => !NEEDS_NODE.test(source));
  // One that has been added since is not there yet; that all are, the packed package shows.
  const built = withoutNode.map(([name]) => name).filter((name) => existsSync(join(root, `dist/${name}.js`)));

  test.each(built)("the entry %s reaches none of Node's modules", async (name) => {
    const seen = new Set<string>();
    const visit = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const text = await readFile(path, 'utf8');
      expect(text).not.toMatch(/(?:from|import)\s*\(?\s*['"]node:/);
      for (const [, target = ''] of text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g))
        await visit(join(dirname(path), target));
    };
    await visit(join(root, `dist/${name}.js`));
    expect(seen.size).toBeGreaterThan(0);
  });
});
