import type { RequestTime } from './time.js';

/** What ends a wait from outside. */
export interface Limits {
  readonly time: Pick<RequestTime, 'sleep' | 'after'>;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
}

/**
 * Runs `work` until it ends, the caller aborts, or the time is up, whichever comes first. The race matters: a
 * `fetch` that ignores its signal must not hold the caller.
 */
export async function withLimit<T>(
  limits: Limits,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal: outer, timeoutMs, time } = limits;
  outer?.throwIfAborted();
  const controller = new AbortController();
  let end: (reason: unknown) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    end = (reason) => {
      reject(reason);
      controller.abort(reason);
    };
  });
  const onAbort = () => end(outer?.reason);
  outer?.addEventListener('abort', onAbort, { once: true });
  const cancel = (time.after ?? afterSleep(time))(timeoutMs, () => end(late()));
  try {
    return await Promise.race([work(controller.signal), ended]);
  } finally {
    cancel();
    outer?.removeEventListener('abort', onAbort);
  }
}

/** For a time that is given: it knows how to sleep. */
function afterSleep(time: Pick<RequestTime, 'sleep'>): NonNullable<RequestTime['after']> {
  return (ms, action) => {
    const done = new AbortController();
    void time.sleep(ms, done.signal).then(() => {
      if (!done.signal.aborted) action();
    });
    // A reason of its own spares the exception, with its stack, that would be made for nobody.
    return () => done.abort('done');
  };
}
