import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTestServer } from 'dcr-client/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { serveOnLoopback } from '../integration/cli/serve.js';
import { packInto } from './packed.js';
import { CJS_PROGRAM, ENTRIES, ESM_PROGRAM, TYPESCRIPT_PROGRAM } from './programs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

/** The oldest Nodes that `engines` promises, and the newest of the two lines after the one this runs on. */
const RUNTIMES: string[] = [...manifest.engines.node.match(/\d+\.\d+\.\d+/g), '22', '24'];

/** From the oldest that is supported to the newest. */
const COMPILERS = ['5.4.5', '5.6.3', manifest.devDependencies.typescript, '6.0.3', '7.0.2'];

let project = '';

/** Packs the package as it would be published and installs it, with its peers, into a project of its own. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'dcr-client-packed-'));
  const tarball = await packInto(project);
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const peers = Object.keys(manifest.peerDependencies).map(
    (name) => `${name}@${manifest.devDependencies[name]}`,
  );
  const quiet = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...quiet, tarball, ...peers], { cwd: project });
  await writeFile(join(project, 'esm.mjs'), ESM_PROGRAM);
  await writeFile(join(project, 'cjs.cjs'), CJS_PROGRAM);
}, 180_000);

afterAll(() => rm(project, { recursive: true, force: true }));

/** Runs a program of the project, with a store of its own, and gives what it printed. */
async function live(command: readonly [string, ...string[]], cwd = project): Promise<string> {
  const [file, ...args] = command;
  const directory = await mkdtemp(join(project, 'store-'));
  const { stdout } = await run(file, args, { cwd, env: { ...process.env, DCR_DIRECTORY: directory } });
  return stdout.trim();
}

describe('the packed package', () => {
  test('holds what it should, and nothing else', async () => {
    const tops = await readdir(join(project, 'node_modules/dcr-client'));
    expect(tops.sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'examples',
      'openapi',
      'package.json',
    ]);
  });

  test('brings jose, and nothing of what it holds already, whose licences come with it', async () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['jose']);
    const notices = join(project, 'node_modules/dcr-client/dist/THIRD-PARTY-NOTICES.txt');
    expect(await readFile(notices, 'utf8')).toMatch(/^--- zod .*\n\nMIT License/m);
  });

  test('tells nothing of the machine it was built on', async () => {
    const installed = join(project, 'node_modules/dcr-client');
    for (const entry of await readdir(installed, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
      expect(text.includes(root), entry.name).toBe(false);
    }
  });

  test('has the command line, which needs nothing beside the package', async () => {
    expect(await live(['npx', '--no-install', 'dcr', '--version'])).toBe(manifest.version);
    const { origin, close } = await serveOnLoopback((issuer) => createTestServer({ issuer }));
    onTestFinished(close);
    const discovered = await live(['npx', '--no-install', 'dcr', 'discover', origin, '--json']);
    expect(JSON.parse(discovered)).toMatchObject({ registration_endpoint: `${origin}/register` });
    const help = ['--input-type=module', '-e', "await import('commander')"] as const;
    await expect(live([process.execPath, ...help])).rejects.toThrow(/ERR_MODULE_NOT_FOUND/);
  });

  test('runs no script when it is installed', async () => {
    const { scripts } = JSON.parse(
      await readFile(join(project, 'node_modules/dcr-client/package.json'), 'utf8'),
    );
    const atInstall = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(Object.keys(scripts).filter((name) => atInstall.includes(name))).toEqual([]);
  });

  test('the entry points are those that are checked here', () => {
    const offered = Object.keys(manifest.exports).map((path) => path.replace('.', 'dcr-client'));
    expect(offered.sort()).toEqual([...Object.keys(ENTRIES), 'dcr-client/package.json'].sort());
  });

  test.each(Object.entries(ENTRIES))('%s has %s, imported and required', async (entry, names) => {
    const print = (loaded: string) =>
      `const { ${names} } = ${loaded}; console.log(typeof ${names.split(',')[0]})`;
    const esm = ['--input-type=module', '-e', print(`await import('${entry}')`)] as const;
    const cjs = ['--input-type=commonjs', '-e', print(`require('${entry}')`)] as const;
    expect(await live([process.execPath, ...esm])).toBe('function');
    expect(await live([process.execPath, ...cjs])).toBe('function');
  });

  test.each(['esm.mjs', 'cjs.cjs'])('lives from %s', async (program) => {
    expect(await live([process.execPath, program])).toBe(`lived on ${process.version}`);
  });

  describe.each(RUNTIMES)('on Node %s', (version) => {
    test.each(['esm.mjs', 'cjs.cjs'])(
      'lives from %s',
      async (program) => {
        const printed = await live(['npx', '-y', '-p', `node@${version}`, 'node', program]);
        // The version is looked at, too: where npm may run no scripts, the node package quietly leaves the old one in place.
        expect(`${printed}.`).toContain(`lived on v${version}.`);
      },
      180_000,
    );
  });

  // openid-client is an ES module alone. TypeScript's node16 does not know that Node can require such a one, and
  // says so inside the declarations; its node20 does.
  test.each([
    { moduleResolution: 'node16', module: 'node16', file: 'life.ts', skipLibCheck: false },
    { moduleResolution: 'node16', module: 'node16', file: 'life.cts', skipLibCheck: true },
    { moduleResolution: 'node16', module: 'node20', file: 'life.ts', skipLibCheck: false },
    { moduleResolution: 'node16', module: 'node20', file: 'life.cts', skipLibCheck: false },
    { moduleResolution: 'bundler', module: 'esnext', file: 'life.ts', skipLibCheck: false },
  ])(
    'compiles in strict TypeScript and lives, and misspellings do not compile: $file, module $module, $moduleResolution',
    async ({ file, ...resolution }) => {
      const folder = await mkdtemp(join(project, 'typescript-'));
      await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
      await writeFile(join(folder, file), TYPESCRIPT_PROGRAM);
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        target: 'es2022',
        lib: ['ES2022', 'DOM', 'DOM.Iterable'],
        types: [],
        ...resolution,
      };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      const { stdout } = await run(process.execPath, [compiler, '-p', folder]).catch(
        (error: { stdout: string }) => error,
      );
      expect(stdout).toBe('');
      const compiled = file.replace(/ts$/, 'js');
      expect(await live([process.execPath, compiled], folder)).toBe(`lived on ${process.version}`);
    },
    120_000,
  );

  // Older and newer compilers read the same declarations; each finds what must not compile, and nothing else.
  test.each(COMPILERS)(
    'types are checked by TypeScript %s',
    async (version) => {
      const folder = await mkdtemp(join(project, 'types-'));
      await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
      const files = ['metadata.ts', 'wso2.ts'];
      for (const name of files) await copyFile(join(root, 'test/types', name), join(folder, name));
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        target: 'es2022',
        module: 'node16',
        moduleResolution: 'node16',
        lib: ['ES2022', 'DOM', 'DOM.Iterable'],
        types: [],
        noEmit: true,
      };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      const printed = await live(['npx', '-y', '-p', `typescript@${version}`, 'tsc', '-v']);
      const { stdout } = await run('npx', ['-y', '-p', `typescript@${version}`, 'tsc', '-p', folder], {
        cwd: project,
      }).catch((error: { stdout: string }) => error);
      expect([printed, stdout]).toEqual([`Version ${version}`, '']);
    },
    180_000,
  );
});
