import type { Clock } from '../../src/lifecycle/clock.js';

/** A clock on which waiting takes no real time: whenever nothing else is left to run, it jumps to the next wake-up. */
export interface VirtualClock extends Clock {
  /** Lets time pass with nobody waiting for it. */
  advance(ms: number): void;
}

export function virtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  let elapsed = 0;
  let pumping = false;
  const sleepers = new Set<{ at: number; wake: () => void }>();

  const pump = () => {
    if (pumping) return;
    pumping = true;
    turn(8);
  };
  // Several turns of the event loop, so that everything that can run without time passing has run.
  const turn = (left: number) => {
    setImmediate(() => {
      if (left > 0) return turn(left - 1);
      pumping = false;
      const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined) return;
      elapsed = Math.max(elapsed, next.at);
      next.wake();
      pump();
    });
  };

  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    advance: (ms) => {
      elapsed += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = {
          at: elapsed + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
        pump();
      }),
  };
}
