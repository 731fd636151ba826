import type { FetchLike } from '../http/options.js';
import type { Clock } from '../lifecycle/clock.js';
import { DcrError } from '../protocol/errors.js';
import { retryAfterMs } from '../protocol/refusal.js';

/** Who is asked to come back later than this had better stop, and run again then. Milliseconds. */
export const MAXIMUM_WAIT_MS = 15 * 60 * 1000;

/** Holds many workers back together. */
export interface RateGate {
  /** The same `fetch`, watched for a server that asks to come back later. */
  watch(fetch: FetchLike): FetchLike;
  /** Resolves when nobody is to wait any more. @throws DcrError `rate-limited` where that would take too long. */
  open(signal: AbortSignal | undefined): Promise<void>;
}

/**
 * When one of many workers is told to come back later (`Retry-After`, RFC 9110 section 10.2.3), all of them wait before they
 * begin anything new, instead of each finding out for itself. Not inside a request, whose limit would run out meanwhile.
 */
export function createRateGate(clock: Clock): RateGate {
  let openAt = 0;
  return {
    watch: (fetch) => async (url, init) => {
      const response = await fetch(url, init);
      if (response.status === 429 || response.status === 503) {
        const asked = retryAfterMs(response.headers.get('retry-after'), clock.now());
        if (asked !== undefined) openAt = Math.max(openAt, clock.monotonic() + asked);
      }
      return response;
    },
    open: async (signal) => {
      for (let left = openAt - clock.monotonic(); left > 0; left = openAt - clock.monotonic()) {
        signal?.throwIfAborted();
        if (left > MAXIMUM_WAIT_MS) throw asksTooMuch(left);
        await clock.sleep(left, signal);
      }
    },
  };
}

function asksTooMuch(leftMs: number): DcrError {
  return new DcrError(
    'rate-limited',
    `Nothing was sent: the server has asked to come back in ${Math.ceil(leftMs / 1000)} s, and a run waits for ` +
      `${MAXIMUM_WAIT_MS / 1000} s at most. Plan and apply again then: what was done is not done twice.`,
    { retryAfterMs: leftMs },
  );
}
