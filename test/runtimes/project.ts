import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { packInto } from '../package/packed.js';

const PROGRAMS = ['process', 'page', 'worker'].map((name) =>
  fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url)),
);

/** A project that has the package as users install it, and the checks: programs, a site, a worker. */
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
  // Not by the tsconfig of this repository: there the name of the package means its sources.
  const program: BuildOptions = { bundle: true, target: 'es2022', tsconfigRaw: '{}', logLevel: 'error' };
  // The package stays an import, which the runtime resolves where it can.
  const imported: BuildOptions = { ...program, platform: 'node', packages: 'external', outdir: root };
  const esm = { '.js': '.mjs' };
  await Promise.all([
    build({ ...imported, entryPoints: PROGRAMS, format: 'esm', outExtension: esm }),
    build({ ...imported, entryPoints: PROGRAMS, format: 'cjs', outExtension: { '.js': '.cjs' } }),
  ]);
  // Browsers and workers get it from a bundler, which finds it in the project, too.
  const bundled: BuildOptions = { ...program, platform: 'browser', format: 'esm' };
  await Promise.all([
    build({ ...bundled, entryPoints: [path('page.mjs')], splitting: true, outdir: path('site') }),
    build({ ...bundled, entryPoints: [path('worker.mjs')], outfile: path('bundled-worker.mjs') }),
  ]);
  return {
    path,
    folder: (name) => mkdtemp(path(`${name}-`)),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
