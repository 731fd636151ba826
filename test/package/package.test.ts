import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
let project = '';
let tarball = '';

const ENTRIES = [
  'dcr-client',
  'dcr-client/stores/file',
  'dcr-client/openid-client',
  'dcr-client/testing',
  'dcr-client/testing/msw',
];

/** A short life against the test server, in the words of a user. */
const LIFE = `
  const server = createTestServer();
  const options = { issuer: server.issuer, fetch: server.fetch, store: fileStore({ directory: process.env.DCR_DIRECTORY }), metadata: { client_name: 'Packed', grant_types: ['client_credentials'] } };
  const first = await createDcrClient(options).ensureRegistered();
  const second = await createDcrClient(options).ensureRegistered();
  if (first.client_id !== second.client_id) throw new Error('two clients');
  await createDcrClient(options).patch({ client_name: 'Changed' });
  await createDcrClient(options).delete();
  const error = await createDcrClient(options).read().catch((reason) => reason);
  if (!isDcrError(error) || error.code !== 'not-registered') throw error;
  console.log('lived');
`;

/** Packs the package as it would be published and installs it, with its peers, into a project of its own. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'dcr-client-packed-'));
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', project], { cwd: root });
  tarball = join(project, stdout.trim().split('\n').at(-1) ?? '');
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const peers = ['msw', 'openid-client'].map((name) => `${name}@${devDependencies[name]}`);
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ name: 'packed', private: true, type: 'module' }),
  );
  await run(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', tarball, ...peers],
    { cwd: project },
  );
  await writeFile(
    join(project, 'esm.mjs'),
    `import { createDcrClient, isDcrError } from 'dcr-client';\nimport { fileStore } from 'dcr-client/stores/file';\nimport { createTestServer } from 'dcr-client/testing';\n${LIFE}`,
  );
  await writeFile(
    join(project, 'cjs.cjs'),
    `const { createDcrClient, isDcrError } = require('dcr-client');\nconst { fileStore } = require('dcr-client/stores/file');\nconst { createTestServer } = require('dcr-client/testing');\n(async () => {${LIFE}})();`,
  );
}, 180_000);

afterAll(() => rm(project, { recursive: true, force: true }));

const directory = (name: string) => ({
  cwd: project,
  env: { ...process.env, DCR_DIRECTORY: join(project, `store-${name}`) },
});

describe('the packed package', () => {
  test('holds what it should, and nothing else', async () => {
    const { stdout } = await run('tar', ['-tzf', tarball]);
    const tops = new Set(
      stdout
        .trim()
        .split('\n')
        .map((path) => path.split('/')[1]),
    );
    expect([...tops].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'openapi',
      'package.json',
    ]);
    const { stdout: maps } = await run('sh', ['-c', `tar -xzOf ${tarball} | grep -c ${root} || true`]);
    expect(maps.trim()).toBe('0');
  });

  test.each(ENTRIES)('%s is imported and required', async (entry) => {
    const esm = await run(
      process.execPath,
      ['--input-type=module', '-e', `console.log(Object.keys(await import('${entry}')).length > 0)`],
      { cwd: project },
    );
    const cjs = await run(
      process.execPath,
      ['--input-type=commonjs', '-e', `console.log(Object.keys(require('${entry}')).length > 0)`],
      { cwd: project },
    );
    expect([esm.stdout.trim(), cjs.stdout.trim()]).toEqual(['true', 'true']);
  });

  test.each(['esm.mjs', 'cjs.cjs'])('lives from %s', async (program) => {
    expect((await run(process.execPath, [program], directory(program))).stdout.trim()).toBe('lived');
  });

  test.each([
    ['22', 'esm.mjs'],
    ['22', 'cjs.cjs'],
    ['24', 'esm.mjs'],
    ['24', 'cjs.cjs'],
  ])(
    'lives on Node %s from %s',
    async (version, program) => {
      const { stdout } = await run(
        'npx',
        ['-y', '-p', `node@${version}`, 'node', program],
        directory(`${version}-${program}`),
      );
      expect(stdout.trim()).toBe('lived');
    },
    180_000,
  );

  test.each(['node16', 'bundler'])(
    'compiles in strict TypeScript with moduleResolution %s, and misspellings do not',
    async (moduleResolution) => {
      const folder = join(project, `typescript-${moduleResolution}`);
      await mkdir(folder);
      await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
      const imports = ENTRIES.map(
        (entry, index) => `import * as entry${index} from '${entry}';\nexport { entry${index} };`,
      ).join('\n');
      await writeFile(
        join(folder, 'use.ts'),
        `${imports}\nimport { createDcrClient, memoryStore } from 'dcr-client';
      export const dcr = createDcrClient({ issuer: 'https://as.example', store: memoryStore(), metadata: { client_name: 'Typed' } });
      // @ts-expect-error a misspelt member
      createDcrClient({ issuer: 'https://as.example', store: memoryStore(), metadata: { client_nam: 'Typed' } });
    `,
      );
      await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
      const module = moduleResolution === 'node16' ? 'node16' : 'esnext';
      await writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: {
            strict: true,
            exactOptionalPropertyTypes: true,
            noEmit: true,
            target: 'es2022',
            lib: ['ES2022', 'DOM', 'DOM.Iterable'],
            module,
            moduleResolution,
            skipLibCheck: true,
            types: [],
          },
          files: ['use.ts'],
        }),
      );
      const { stdout } = await run(process.execPath, [
        join(root, 'node_modules/typescript/bin/tsc'),
        '-p',
        folder,
      ]).catch((error: { stdout: string }) => error);
      expect(stdout).toBe('');
    },
    120_000,
  );
});
