import { CONTENDERS } from '../contenders.js';
import { measure, withServer } from '../measure.js';
import { interleaved, section } from '../statistics.js';

/** 2,000 registrations and deletions, 32 at a time. */
export function bulk(rounds: number) {
  return withServer('light', async (issuer) => {
    const task = { task: 'bulk', issuer, count: 2000, concurrency: 32 };
    const found = await interleaved(CONTENDERS, rounds, (contender) => measure(contender, task));
    return [
      section('bulk, wall', 'ms', found, ({ wallMs }) => wallMs),
      section('bulk, CPU of the client', 'ms', found, ({ cpuMs }) => cpuMs),
      section('bulk, most memory', 'MB', found, ({ memoryMb }) => memoryMb),
    ];
  });
}
