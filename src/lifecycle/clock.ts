import { type RequestTime, systemTime } from '../http/time.js';

/** Time, injected so that a year passes in a test: `now()` in epoch milliseconds may jump. */
export interface Clock extends RequestTime {
  /** Milliseconds since some moment; never jumps back. */
  monotonic(): number;
}

/** The clock of this machine, looked up at each call. */
export const systemClock: Clock = { ...systemTime, monotonic: () => performance.now() };
