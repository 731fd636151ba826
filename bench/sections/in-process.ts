import { CONTENDERS } from '../contenders.js';
import { measure } from '../measure.js';
import { interleaved, section } from '../statistics.js';

/** The same five operations against answers that are there at once. */
export async function inProcess(rounds: number) {
  const count = 1000;
  const contenders = CONTENDERS.filter(({ transport }) => transport === 'fetch').map((contender) => ({
    ...contender,
    transport: 'in-process' as const,
  }));
  const task = { task: 'lifecycle', issuer: 'http://127.0.0.1:1', count, warmUp: 200 };
  const found = await interleaved(contenders, rounds, (contender) => measure(contender, task));
  return [
    section('lifecycle in process, wall', 'ms', found, ({ wallMs }) => wallMs / count),
    section('lifecycle in process, CPU', 'ms', found, ({ cpuMs }) => cpuMs / count),
  ];
}
