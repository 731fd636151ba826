import type { FetchLike } from '../http/options.js';
import type { Clock } from '../lifecycle/clock.js';
import { retryAfterMs } from '../protocol/refusal.js';

/** Holds many workers back together. */
export interface RateGate {
  /** The same `fetch`, watched for a server that asks to come back later. */
  watch(fetch: FetchLike): FetchLike;
  /** Resolves when nobody is to wait any more. */
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
        await clock.sleep(left, signal);
      }
    },
  };
}
