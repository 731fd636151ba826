import { CONTENDERS } from '../contenders.js';
import { measure } from '../measure.js';
import { interleaved, section } from '../statistics.js';

/** Discover, register, read, update, delete, one after another over loopback. */
export async function lifecycle(issuer: string, rounds: number) {
  const count = 100;
  const found = await interleaved(CONTENDERS, rounds, (contender) =>
    measure(contender, { task: 'lifecycle', issuer, count }),
  );
  return [
    section('lifecycle of five operations, wall', 'ms', found, ({ wallMs }) => wallMs / count),
    section('lifecycle of five operations, CPU of the client', 'ms', found, ({ cpuMs }) => cpuMs / count),
  ];
}
