import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTENDERS, type Contender } from '../contenders.js';
import { type Measurement, measure, withServer } from '../measure.js';
import { interleaved, type Rounds, section, spread } from '../statistics.js';

/** Processes in each round; the one in the middle counts, since starting one takes now this long, now that. */
const STARTS = 5;

/** A whole process that discovers, registers and keeps what it got. */
export function coldStart(rounds: number) {
  return withServer('light', async (issuer) => {
    const once = (contender: Contender) =>
      inDirectory((directory) => measure(contender, { task: 'start', issuer, directory }));
    return sections('cold start', await interleaved(CONTENDERS, rounds, (one) => several(() => once(one))));
  });
}

/** A whole process that finds everything kept. The server has ended by then, so that a request would fail. */
export function warmStart(rounds: number) {
  return inDirectory(async (root) => {
    const kept = await withServer('light', (issuer) =>
      Promise.all(
        CONTENDERS.map(async (contender) => {
          const task = { task: 'start', issuer, directory: await mkdtemp(join(root, 'kept-')) };
          await measure(contender, task);
          return { ...contender, task };
        }),
      ),
    );
    return sections(
      'warm start',
      await interleaved(kept, rounds, (one) => several(() => measure(one, one.task))),
    );
  });
}

type Start = Pick<Measurement, 'processMs' | 'processCpuMs'>;

async function several(once: () => Promise<Measurement>): Promise<Start> {
  const all: Measurement[] = [];
  for (let n = 0; n < STARTS; n += 1) all.push(await once());
  const middle = (value: (one: Measurement) => number) => spread(all.map(value)).median;
  return {
    processMs: middle(({ processMs }) => processMs),
    processCpuMs: middle(({ processCpuMs }) => processCpuMs),
  };
}

const sections = (name: string, found: Rounds<Start>) => [
  section(`${name}, wall`, 'ms', found, ({ processMs }) => processMs),
  section(`${name}, CPU`, 'ms', found, ({ processCpuMs }) => processCpuMs),
];

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'dcr-client-bench-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
