import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { packInto } from '../package/packed.js';

const program = (name: string) => fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));

/** A project that has the package as users install it, and the checks as programs that import it. */
export interface Project {
  readonly path: (name: string) => string;
  /** A new folder in it. */
  readonly folder: (name: string) => Promise<string>;
  remove(): Promise<void>;
}

export async function makeProject(): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), 'dcr-client-runtimes-'));
  const path = (name: string) => join(root, name);
  await writeFile(path('package.json'), JSON.stringify({ private: true, type: 'module' }));
  const quiet = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
  await promisify(execFile)('npm', ['install', ...quiet, await packInto(root)], { cwd: root });
  const each: BuildOptions = { bundle: true, target: 'es2022', logLevel: 'error' };
  // Where there are modules the runtime itself finds the package.
  const found: BuildOptions = {
    ...each,
    platform: 'node',
    packages: 'external',
    entryPoints: [program('process')],
  };
  await Promise.all([
    build({ ...found, format: 'esm', outfile: path('process.mjs') }),
    build({ ...found, format: 'cjs', outfile: path('process.cjs') }),
  ]);
  return {
    path,
    folder: (name) => mkdtemp(path(`${name}-`)),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
