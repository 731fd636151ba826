import { withLimit } from '../http/limit.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { safeCause } from '../protocol/redact.js';
import type { StoreOptions } from '../stores/types.js';
import type { Session } from './session.js';

/**
 * One call of the store, its time limited and its failures typed. A call that was given up may still be carried
 * out; whoever writes has to reckon with that.
 */
export async function callStore<T>(
  { clock, storeTimeoutMs, warn }: Session,
  what: 'read' | 'write',
  call: (options: StoreOptions) => Promise<T>,
): Promise<T> {
  const late = () =>
    new DcrError(
      'store-failed',
      `The store did not ${what} the registration within ${storeTimeoutMs} ms. Check that the store is reachable, or raise timeoutMs.`,
    );
  try {
    return await withLimit(
      { time: clock, timeoutMs: storeTimeoutMs, signal: undefined },
      late,
      async (signal) => call({ signal, onWarning: warn }),
    );
  } catch (error) {
    if (isDcrError(error)) throw error;
    throw new DcrError(
      'store-failed',
      `The store could not ${what} the registration. The cause says why; check that the store is reachable and writable.`,
      { cause: safeCause(error, []) },
    );
  }
}
