import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTENDERS, type Contender } from '../contenders.js';
import { type Measurement, measure } from '../measure.js';
import { interleaved, section } from '../statistics.js';

/** A whole process that discovers and registers. */
export async function coldStart(issuer: string, rounds: number) {
  const found = await interleaved(CONTENDERS, rounds, (contender) =>
    measure(contender, { task: 'cold', issuer }),
  );
  return starts('cold start', found);
}

/** A whole process that finds everything stored, and makes no request. */
export async function warmStart(issuer: string, rounds: number) {
  const contenders: Contender[] = [
    { name: 'raw fetch', program: 'raw', transport: 'fetch' },
    { name: 'ours', program: 'ours-warm', transport: 'fetch' },
  ];
  const directory = await mkdtemp(join(tmpdir(), 'dcr-client-bench-'));
  try {
    for (const contender of contenders) await measure(contender, { task: 'prepareWarm', issuer, directory });
    const found = await interleaved(contenders, rounds, (contender) =>
      measure(contender, { task: 'warm', issuer, directory }),
    );
    return starts('warm start', found);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What importing takes inside a fresh process. */
export async function importCost(issuer: string, rounds: number) {
  const contenders = CONTENDERS.filter(({ transport }) => transport === 'fetch');
  const found = await interleaved(contenders, rounds, (contender) =>
    measure(contender, { task: 'import', issuer }),
  );
  return [
    section('import, wall', 'ms', found, ({ importMs }) => importMs),
    section('import, CPU', 'ms', found, ({ importCpuMs }) => importCpuMs),
  ];
}

const starts = (name: string, found: ReadonlyMap<string, readonly Measurement[]>) => [
  section(`${name}, whole process, wall`, 'ms', found, ({ processMs }) => processMs),
  section(`${name}, whole process, CPU`, 'ms', found, ({ processCpuMs }) => processCpuMs),
];
