import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Contender } from './contenders.js';

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What one process told of itself, and how long it took as a whole. */
export interface Measurement {
  readonly importMs: number;
  readonly importCpuMs: number;
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
  const startedAt = performance.now();
  const argument = JSON.stringify({ program, transport, ...task });
  const { stdout } = await promisify(execFile)(process.execPath, [beside('run.mjs'), argument]);
  return { ...(JSON.parse(stdout) as Measurement), processMs: performance.now() - startedAt };
}

/** The server in its own process. */
export async function startServer() {
  const child = spawn(process.execPath, [beside('server.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [issuer] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { issuer, close: () => child.kill() };
}
