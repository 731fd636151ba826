import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';

const dist = (entry: string) => fileURLToPath(new URL(`../../dist/${entry}.js`, import.meta.url));

/** What a bundler makes of these imports for a browser: what is loaded at once, and what only when it is needed. */
async function bundle(list: string) {
  const names = list.split(', ');
  // Stores have entry points of their own, but for the one in memory.
  const exported = names.map((name) => {
    const from = name === 'webStore' ? 'stores/web' : 'index';
    return `export { ${name} } from ${JSON.stringify(dist(from))};`;
  });
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: exported.join('\n'),
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
    logLevel: 'error',
  });
  const outputs = Object.entries(metafile.outputs);
  const entry = outputs.find(([, { entryPoint }]) => entryPoint === '<stdin>')?.[0] ?? '';
  const reach = (from: string, isFollowed: (kind: string) => boolean) => {
    const seen = new Set<string>();
    const visit = (path: string) => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const found of metafile.outputs[path]?.imports ?? [])
        if (isFollowed(found.kind)) visit(found.path);
    };
    visit(from);
    return seen;
  };
  const first = reach(entry, (kind) => kind === 'import-statement');
  // The bundler also makes files that nothing of these imports loads.
  const all = reach(entry, () => true);
  const kilobytes = (isMeant: (path: string) => boolean) =>
    outputFiles
      .filter(({ path }) => isMeant(path.slice(path.indexOf('out/'))))
      .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0) / 1024;
  const inputs = (paths: Iterable<string>) =>
    [...paths].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));
  return {
    atOnce: kilobytes((path) => first.has(path)),
    later: kilobytes((path) => all.has(path) && !first.has(path)),
    loadedAtOnce: inputs(first),
  };
}

describe('a bundle for the browser, minified and gzipped', () => {
  test.each([
    // At once; and later: what makes requests, with the first one; the rules, when metadata is sent; the steps of the lifecycle,
    // when one is due; what WSO2 does otherwise, when it is met. The README states them.
    ['discoverServer, registerClient', 7, 43.5],
    ['discoverServer, registerClient, readClient, updateClient, deleteClient', 7, 43.5],
    ['createDcrClient, memoryStore', 15, 57.5],
    ['createDcrClient, webStore', 18, 57.5],
    ['validateMetadata', 7, 20],
    ['compareMetadata', 7, 20],
  ])('of %s has at most %s kB, and %s kB that may be loaded later', async (names, atOnce, later) => {
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

describe('a start with a stored registration', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));

  /** The package without the files that are loaded when something is to be done: whoever needs them fails. */
  async function withoutParts() {
    await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
    const directory = await mkdtemp(join(root, 'node_modules/.cache/without-parts-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    await cp(join(root, 'dist'), directory, { recursive: true });
    for (const part of ['step', 'actions', 'requests', 'findings']) {
      const files = (await readdir(directory)).filter((name) => name.startsWith(`${part}-`));
      expect(files.length, part).toBeGreaterThan(0);
      for (const name of files) await rm(join(directory, name));
    }
    return directory;
  }

  const start = (directory: string, store: string) => `
    const { createDcrClient } = await import(${JSON.stringify(`${pathToFileURL(directory)}/index.js`)});
    const { fileStore } = await import(${JSON.stringify(`${pathToFileURL(directory)}/stores/file.js`)});
    const { createTestServer } = await import(${JSON.stringify(`${pathToFileURL(directory)}/testing/index.js`)});
    const server = createTestServer();
    const metadata = { client_name: 'Warm', grant_types: ['client_credentials'] };
    const app = createDcrClient({ issuer: server.issuer, fetch: server.fetch, metadata, store: fileStore({ directory: ${JSON.stringify(store)} }) });
    const { client_id } = await app.ensureRegistered();
    console.log(client_id, server.requests().length);
  `;

  test('loads nothing to make a request with, and makes none', async () => {
    const directory = await withoutParts();
    const store = join(directory, 'registrations');
    const run = (from: string) =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', start(from, store)]);
    await expect(run(directory)).rejects.toThrow(/part-not-loaded/);
    const cold = (await run(join(root, 'dist'))).stdout.split(' ');
    const warm = (await run(directory)).stdout.split(' ');
    expect([warm[0], warm[1]?.trim()]).toEqual([cold[0], '0']);
  });
});
