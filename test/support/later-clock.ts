import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../src/index.js';

/** The clock of this machine, which a test can put forward: for servers that have no other. */
export function laterClock() {
  let later = 0;
  const clock: Clock = {
    now: () => Date.now() + later,
    monotonic: () => performance.now() + later,
    sleep: (ms, signal) =>
      setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  };
  return {
    clock,
    pass: (ms: number) => {
      later += ms;
    },
  };
}
