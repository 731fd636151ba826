import { isDcrError } from '../protocol/errors.js';
import type { Session } from './session.js';

const MAXIMUM_TRIES = 3;

/**
 * Repeats a call that certainly had no effect: nothing listened, or the server asked to come back within the
 * limit. Never after a timeout: the server may have acted.
 */
export async function retryUnprocessed<T>(
  session: Session,
  limitMs: number,
  call: () => Promise<T>,
): Promise<T> {
  const { clock } = session;
  const until = clock.monotonic() + limitMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const wait = retryDelay(error, tries);
      if (wait === undefined || tries >= MAXIMUM_TRIES || clock.monotonic() + wait > until) throw error;
      await clock.sleep(wait * (1 + session.jitter() / 10));
      session.checkpoint();
    }
  }
}

/** How long to wait before the next try, or `undefined` for "not again". */
export function retryDelay(error: unknown, tries: number): number | undefined {
  if (!isDcrError(error)) return undefined;
  if (error.code === 'network' && error.notProcessed === true) return 100 * 2 ** tries;
  if (error.retryAfterMs === undefined) return undefined;
  return error.status === 429 || error.status === 503 ? error.retryAfterMs : undefined;
}
