import type { FetchLike } from '../http/options.js';
import type { Clock } from '../lifecycle/clock.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { retryAfterMs } from '../protocol/refusal.js';

/** Who is asked to wait for longer than this, at once or bit by bit, had better stop, and run again then. Milliseconds. */
const MAXIMUM_WAIT_MS = 15 * 60 * 1000;

/** A server that says "at once" and refuses all the same is not asked without a pause. Milliseconds. */
const MINIMUM_WAIT_MS = 1000;

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
  /** Since when nobody was let in; absent: the last one was. */
  let closedSince: number | undefined;
  return {
    watch: (fetch) => async (url, init) => {
      const response = await fetch(url, init);
      const isRefused = response.status === 429 || response.status === 503;
      const asked = isRefused ? retryAfterMs(response.headers.get('retry-after'), clock.now()) : undefined;
      if (!isRefused) closedSince = undefined;
      else if (asked !== undefined) {
        const now = clock.monotonic();
        // What an earlier run has seen says nothing of this one.
        if (closedSince === undefined || now - openAt > MAXIMUM_WAIT_MS) closedSince = now;
        openAt = Math.max(openAt, now + asked);
      }
      return response;
    },
    open: async (signal) => {
      for (let left = openAt - clock.monotonic(); left > 0; left = openAt - clock.monotonic()) {
        signal?.throwIfAborted();
        if (openAt - (closedSince ?? openAt) > MAXIMUM_WAIT_MS || left > MAXIMUM_WAIT_MS)
          throw asksTooMuch(left);
        await clock.sleep(left, signal);
      }
    },
  };
}

/** What many workers keep to together. */
export interface Pace {
  readonly gate: RateGate;
  readonly clock: Clock;
}

/** Begins when nobody is to wait, and again as long as the server asks to come back later. */
export async function patiently<T>(
  { gate, clock }: Pace,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const until = clock.monotonic() + MAXIMUM_WAIT_MS;
  for (;;) {
    signal?.throwIfAborted();
    await gate.open(signal);
    try {
      return await work();
    } catch (error) {
      const asked = isDcrError(error) && error.code === 'rate-limited' ? error.retryAfterMs : undefined;
      if (asked === undefined) throw error;
      const wait = Math.max(asked, MINIMUM_WAIT_MS);
      if (clock.monotonic() + wait > until) throw error;
      // The gate knows it, too, unless the answer was read from the store.
      await clock.sleep(wait, signal);
    }
  }
}

function asksTooMuch(leftMs: number): DcrError {
  return new DcrError(
    'rate-limited',
    `Nothing was sent: the server asks to come back in ${Math.ceil(leftMs / 1000)} s, and a run waits for ` +
      `${MAXIMUM_WAIT_MS / 1000} s in all at most. Plan and apply again then: what was done is not done twice.`,
    { retryAfterMs: leftMs },
  );
}
