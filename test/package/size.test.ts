import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/** What a bundler makes of these imports for a browser: what is loaded at once, and what only when it is needed. */
async function bundle(names: string) {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { ${names} } from ${JSON.stringify(dist)}`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    write: false,
    metafile: true,
    outdir: 'out',
  });
  const outputs = Object.entries(metafile.outputs);
  const entry = outputs.find(([, { entryPoint }]) => entryPoint === '<stdin>')?.[0] ?? '';
  const statically = (path: string): readonly string[] => [
    path,
    ...(metafile.outputs[path]?.imports ?? [])
      .filter(({ kind }) => kind === 'import-statement')
      .flatMap((found) => statically(found.path)),
  ];
  const first = new Set(statically(entry));
  const kilobytes = (isFirst: boolean) =>
    outputFiles
      .filter(({ path }) => first.has(path.slice(path.indexOf('out/'))) === isFirst)
      .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0) / 1024;
  const inputs = (paths: Iterable<string>) =>
    [...paths].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));
  return { atOnce: kilobytes(true), later: kilobytes(false), loadedAtOnce: inputs(first) };
}

describe('a bundle for the browser, minified and gzipped', () => {
  test.each([
    // At once, and when something is about to be sent. The README states them.
    ['discoverServer, registerClient', 23, 19.5],
    ['discoverServer, registerClient, readClient, updateClient, deleteClient', 24, 19.5],
    ['createDcrClient, memoryStore', 35.5, 19.5],
    ['validateMetadata', 6.5, 19.5],
    ['compareMetadata', 6, 19.5],
  ])('of %s has at most %s kB, and %s kB that are loaded later', async (names, atOnce, later) => {
    const found = await bundle(names);
    console.log(`${names}: ${found.atOnce.toFixed(1)} kB, later ${found.later.toFixed(1)} kB`);
    expect(found.atOnce).toBeLessThan(atOnce);
    expect(found.later).toBeLessThanOrEqual(later);
  });

  test('has neither the rules nor zod in what is loaded at once, nor jose anywhere', async () => {
    const { loadedAtOnce } = await bundle('createDcrClient, memoryStore, validateMetadata, registerClient');
    expect(loadedAtOnce.filter((path) => /node_modules\/(?:zod|jose)|findings/.test(path))).toEqual([]);
  });
});
