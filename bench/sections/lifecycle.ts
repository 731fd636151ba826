import { CONTENDERS } from '../contenders.js';
import { measure, withServer } from '../measure.js';
import { interleaved, section } from '../statistics.js';

/** Discover, register, read, update, delete, one after another, at oidc-provider in another process. */
export function lifecycle(rounds: number) {
  const count = 100;
  return withServer('oidc-provider', async (issuer) => {
    const task = { task: 'lifecycle', issuer, count, warmUp: 100 };
    const found = await interleaved(CONTENDERS, rounds, (contender) => measure(contender, task));
    return [
      section('lifecycle, wall', 'ms', found, ({ wallMs }) => wallMs / count),
      section('lifecycle, CPU of the client', 'ms', found, ({ cpuMs }) => cpuMs / count),
    ];
  });
}
