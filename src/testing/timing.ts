/** The options of every test server about time and chance. */
export interface TimingOptions {
  /** Clock, in epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Makes the unique part of ids, addresses and secrets. Default: `crypto.randomUUID`. */
  readonly random?: (() => string) | undefined;
  /** How long an answer takes, in milliseconds. The request takes effect when it arrives. Default 0. */
  readonly latencyMs?: number | (() => number) | undefined;
  /** Waits. Default: a timer that `signal` ends. */
  readonly sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
}

/** The same with every default in place. */
export interface Timing {
  readonly now: () => number;
  readonly random: () => string;
  readonly latencyMs: () => number;
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

export function timingWithDefaults(options: TimingOptions): Timing {
  const latencyMs = options.latencyMs ?? 0;
  return {
    now: options.now ?? (() => Date.now()),
    random: options.random ?? (() => globalThis.crypto.randomUUID()),
    latencyMs: typeof latencyMs === 'function' ? latencyMs : () => latencyMs,
    sleep: options.sleep ?? sleepOnTimer,
  };
}

function sleepOnTimer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish);
  });
}
