import { inChromium, inFirefox } from './drive/browser.js';
import { byProcess } from './drive/process.js';
import { inWebKit } from './drive/webkit.js';
import { inWorkerd } from './drive/workerd.js';
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

/** As it behaves for workers of that date. */
const workerd = (compatibilityDate: string) =>
  inWorkerd(`@cloudflare/workerd-linux-${isArm ? 'arm64' : '64'}`, compatibilityDate);

/** What the package is tried in, by the name in the table. */
export const RUNTIMES: Readonly<Record<string, Drive>> = {
  'Node 20': node(20),
  'Node 22': node(22),
  'Node 24': node(24),
  'Node 26': node(26),
  Bun: bun,
  Deno: deno,
  'workerd 2026-11-01': workerd('2026-11-01'),
  // The oldest date that parses addresses by the standard.
  'workerd 2022-10-31': workerd('2022-10-31'),
  Chromium: inChromium,
  Firefox: inFirefox,
  WebKitGTK: inWebKit,
};
