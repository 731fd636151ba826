/** How requests tell the time and wait, injected so that a limit of ten seconds passes in a test. */
export interface RequestTime {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. `idle`: does not keep the process alive. */
  sleep(ms: number, signal?: AbortSignal, options?: { readonly idle?: boolean }): Promise<void>;
  /**
   * Calls `action` after `ms`, unless the function that it returns is called before. Spares each request the signal that ends a
   * sleep. Default: made of `sleep`.
   */
  after?: ((ms: number, action: () => void) => () => void) | undefined;
}

/** The time of this machine, looked up at each call. */
export const systemTime: RequestTime = {
  now: () => Date.now(),
  sleep: (ms, signal, options) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      if (options?.idle === true) letProcessEnd(timer);
      signal?.addEventListener('abort', done, { once: true });
    }),
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

/** A number in browsers and workers, which nothing keeps alive, and in older Deno (2.1), which it does. */
function letProcessEnd(timer: number | { unref(): void }): void {
  const { Deno } = globalThis as { Deno?: { unrefTimer?(id: number): void } };
  if (typeof timer === 'object') timer.unref();
  else Deno?.unrefTimer?.(timer);
}
