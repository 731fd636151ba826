import { byProcess } from './drive/process.js';
import type { Drive } from './runtime.js';

const isArm = process.arch === 'arm64';

const node = (major: number): Drive =>
  byProcess(({ installed }) => [installed(`node${major}-linux-${isArm ? 'arm64' : 'x64'}/bin/node`)]);

const bun = byProcess(({ installed }) => [
  installed(`@oven/bun-linux-${isArm ? 'aarch64' : 'x64'}/bin/bun`),
  'run',
]);

/** With the permissions that docs/runtimes.md names, and no others. */
const deno = byProcess(({ installed, servers }, directory) => [
  installed(`@deno/linux-${isArm ? 'arm64' : 'x64'}-glibc/deno`),
  'run',
  '--no-prompt',
  `--allow-net=${Object.values(servers)
    .map((address) => new URL(address).host)
    .join(',')}`,
  `--allow-read=${directory}`,
  `--allow-write=${directory}`,
]);

/** What the package is tried in, by the name in the table. */
export const RUNTIMES: Readonly<Record<string, Drive>> = {
  'Node 20': node(20),
  'Node 22': node(22),
  'Node 24': node(24),
  'Node 26': node(26),
  Bun: bun,
  Deno: deno,
};
