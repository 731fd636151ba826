import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Contender } from './contenders.js';

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What one process told of itself, and how long it took as a whole. */
export interface Measurement {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** From the first instruction of Node to the last of the task. */
  readonly processCpuMs: number;
  readonly memoryMb: number;
  readonly processMs: number;
}

/** Runs one task in a process of its own. */
export async function measure(
  { program, transport }: Contender,
  task: Readonly<Record<string, unknown>>,
): Promise<Measurement> {
  const { stdout, processMs } = await run('run.mjs', [JSON.stringify({ program, transport, ...task })]);
  return { ...(JSON.parse(stdout) as Omit<Measurement, 'processMs'>), processMs };
}

/** Milliseconds of a process that imports these modules, or none. */
export async function measureImport(modules: readonly string[]): Promise<number> {
  return (await run('import.mjs', modules)).processMs;
}

async function run(name: string, given: readonly string[]) {
  const startedAt = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [beside(name), ...given], {
    timeout: 120_000,
  });
  return { stdout, processMs: performance.now() - startedAt };
}

/** Works with a server in its own process. `light` does little itself, so that it is the client that is measured. */
export async function withServer<T>(
  name: 'light' | 'oidc-provider',
  work: (issuer: string) => Promise<T>,
): Promise<T> {
  const child = spawn(process.execPath, [beside(`servers/${name}.mjs`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const [issuer] = (await once(createInterface({ input: child.stdout }), 'line', {
      signal: AbortSignal.timeout(30_000),
    })) as [string];
    return await work(issuer);
  } finally {
    child.kill();
    await ended;
  }
}
