/** Work that several callers may wait for, each with a signal of their own. */
export interface Flight<T> {
  /** Waits for the work, or rejects with the reason of this caller's signal. */
  join(signal: AbortSignal | undefined): Promise<T>;
  /** The work itself, whoever waits. */
  readonly ended: Promise<T>;
  /** Everybody left, so it may end with a reason that is none of a newcomer's. */
  isAbandoned(): boolean;
}

/** Hands out the flight that is under way, or starts one. */
export function shareFlight<T>(): (start: () => Flight<T>) => Flight<T> {
  let current: Flight<T> | undefined;
  return (start) => {
    if (current !== undefined && !current.isAbandoned()) return current;
    const flight = start();
    current = flight;
    const clear = () => {
      if (current === flight) current = undefined;
    };
    flight.ended.then(clear, clear);
    return flight;
  };
}

/**
 * Starts work whose callers may leave. It is told to stop only when nobody waits any more, and even then it
 * decides itself when it can: a rotated credential that has been answered must still be saved.
 */
export function startFlight<T>(work: (checkpoint: () => void) => Promise<T>): Flight<T> {
  let waiting = 0;
  let abandoned: { readonly reason: unknown } | undefined;
  const result = work(() => {
    if (abandoned !== undefined) throw abandoned.reason;
  });
  // Without a caller left, a failure has nobody to reach; it is not an unhandled one.
  result.catch(() => undefined);
  return {
    ended: result,
    isAbandoned: () => abandoned !== undefined,
    join: async (signal) => {
      waiting += 1;
      if (signal === undefined) return result;
      let onAbort = () => {};
      const aborted = new Promise<never>((_, reject) => {
        onAbort = () => {
          waiting -= 1;
          if (waiting === 0) abandoned = { reason: signal.reason };
          reject(signal.reason);
        };
        signal.addEventListener('abort', onAbort, { once: true });
      });
      try {
        return await Promise.race([result, aborted]);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}
