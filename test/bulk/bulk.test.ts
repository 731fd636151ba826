import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RedisService, startRedis } from '../integration/services/redis.js';

// As many on demand (`npm run test:bulk`) as the project says, and a few hundred with the other integration tests.
const COUNT = Number(process.env.DCR_BULK_COUNT ?? 300);
const FEW = Math.ceil(COUNT / 10);
const HALF = Math.floor(COUNT / 2);
const CONCURRENCY = 32;
/** Of the operator's process: what it holds of all clients must fit, however large each answer is. */
const HEAP_MIB = 64;
const dist = new URL('../../dist', import.meta.url).href;
const program = (name: string) => fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));

interface Run {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly open: readonly unknown[];
  readonly left: number;
  readonly tookMs: number;
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

let server: ChildProcess;
let issuer = '';
let redis: RedisService;

beforeAll(async () => {
  // The operator dies in these tests, and Redis does not: it writes to its disk each second, as it comes.
  redis = await startRedis(['--appendfsync', 'everysec']);
  server = spawn(process.execPath, [program('server')], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (server.stdout === null) throw new Error('no output of the server');
  const [line] = await once(server.stdout, 'data');
  issuer = String(line).trim();
}, 60_000);

afterAll(async () => {
  server?.kill('SIGKILL');
  await redis?.end();
});

/** Runs a program to its end: what it printed, or the signal it died of. */
async function run(name: string, setup: object): Promise<Run | string> {
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${HEAP_MIB}`,
      program(name),
      JSON.stringify({ dist, issuer, concurrency: CONCURRENCY, ...setup }),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [code, signal] = await once(child, 'close');
  if (typeof signal === 'string') return signal;
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  return JSON.parse(output);
}

async function operate(setup: object): Promise<Run> {
  const outcome = await run('operator', { redisUrl: redis.url, ...setup });
  if (typeof outcome === 'string') throw new Error(`died of ${outcome}`);
  return outcome;
}

/** The same by a hand-written loop. */
async function loop(count: number): Promise<Run> {
  const outcome = await run('by-hand', { count });
  if (typeof outcome === 'string') throw new Error(`died of ${outcome}`);
  return outcome;
}

/** Ours with every state in Redis, and by hand without a store. */
function compared(ours: readonly Run[], byHand: readonly Run[], what: 'tookMs' | 'cpuMs'): string {
  const [a, b] = [ours, byHand].map((runs) => runs.reduce((sum, run) => sum + run[what], 0));
  return `${Math.round(a ?? 0)} ms with Redis, ${Math.round(b ?? 0)} ms by hand without a store, ratio ${((a ?? 0) / (b ?? 1)).toFixed(2)}`;
}

const counts = async () => (await fetch(`${issuer}/counts`)).json();
const mib = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);

describe(`${COUNT} clients by plan and apply`, () => {
  test('are created, changed and deleted, each once, at a cost that is told', async () => {
    // One half before and one after: other work on the machine comes and goes.
    const first = await loop(HALF);
    const small = [await operate({ count: FEW }), await operate({ count: 0 })];
    const before = await counts();
    const made = await operate({ count: COUNT });
    expect(made).toMatchObject({ created: COUNT, open: [], left: 0 });
    const changed = await operate({ count: COUNT, changed: true });
    expect(changed).toMatchObject({ updated: COUNT, open: [], left: 0 });
    expect(await operate({ count: COUNT, changed: true })).toMatchObject({ unchanged: COUNT, open: [] });
    const deleted = await operate({ count: 0 });
    expect(deleted).toMatchObject({ deleted: COUNT, open: [], left: 0 });
    const after = await counts();
    expect({ posts: after.POST - before.POST, puts: after.PUT - before.PUT, living: after.living }).toEqual({
      posts: COUNT,
      puts: COUNT,
      living: 0,
    });
    const byHand = [first, await loop(COUNT - HALF)];
    const ours = [made, changed, deleted];
    const peak = (runs: readonly Run[]) => Math.max(...runs.map(({ peakRssBytes }) => peakRssBytes));
    const [few, many] = [peak(small), peak(ours)];
    console.log(
      `${COUNT} clients, ${CONCURRENCY} at a time. Time: ${compared(ours, byHand, 'tookMs')}. Of the processor: ` +
        `${compared(ours, byHand, 'cpuMs')}. Peak memory: ${mib(few)} MiB with ${FEW} clients, ${mib(many)} MiB with ` +
        `${COUNT}, ${((many - few) / 1024 / (COUNT - FEW)).toFixed(2)} KiB for each more; by hand ${mib(peak(byHand))} MiB`,
    );
    // What is held of a client is its name and what is desired. Two runs over equally many differ by as much as the floor.
    expect(many - few).toBeLessThan(Math.max(32 * 1024 ** 2, 8 * 1024 * (COUNT - FEW)));
  });

  test('killed half-way and begun again: none twice, none forgotten', async () => {
    const before = await counts();
    expect(
      await run('operator', { redisUrl: redis.url, count: COUNT, dieAfter: Math.floor(COUNT / 2) }),
    ).toBe('SIGKILL');
    const { created, unchanged, open, left } = await operate({ count: COUNT });
    expect({ all: created + unchanged, open, left }).toEqual({ all: COUNT, open: [], left: 0 });
    const after = await counts();
    // Those whose answers died with the process are at the server and listed; nobody else was made.
    expect(after.distinctNames).toBe(COUNT);
    expect(after.POST - before.POST).toBeLessThanOrEqual(COUNT + CONCURRENCY);
    await operate({ count: 0 });
  });

  test('through a storm of 429: all wait, none is lost', async () => {
    await fetch(`${issuer}/storm`);
    const before = await counts();
    expect(await operate({ count: COUNT })).toMatchObject({ created: COUNT, open: [], left: 0 });
    const after = await counts();
    expect(after.POST - before.POST).toBe(COUNT);
    console.log(`${after.refused - before.refused} requests were refused`);
    expect(after.refused - before.refused).toBeGreaterThan(0);
    expect(after.refused - before.refused).toBeLessThan(10 * CONCURRENCY);
    await operate({ count: 0 });
  });
});
