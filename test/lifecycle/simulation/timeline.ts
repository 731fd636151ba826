/** Who does something on a timeline. */
export interface Process {
  readonly name: string;
  dead: boolean;
  /** Until then it takes notice of nothing. */
  stalledUntil: number;
  /** How long it has stood still so far. Milliseconds. */
  stalledMs: number;
}

interface Event {
  at: number;
  /** Decides between events of the same moment. */
  lot: number;
  readonly owner: Process | undefined;
  readonly run: () => void;
}

/** All that is still to happen, in the order of a virtual time. Nothing happens by itself. */
export interface Timeline {
  /** Milliseconds since the beginning. */
  elapsed(): number;
  /** Evenly spread between 0 and 1, the same at each playing. */
  random(): number;
  /** Calls `run` after `ms`, unless its owner is dead by then; the result takes it back. */
  after(ms: number, run: () => void, owner?: Process): () => void;
  stall(process: Process, ms: number): void;
  /** Lets the next event happen, and all that follows from it without time passing. False: nothing is left. */
  step(): Promise<boolean>;
}

export function createTimeline(seed: number): Timeline {
  const events = new Set<Event>();
  const random = randomFrom(seed);
  let elapsed = 0;

  const next = (): Event | undefined => {
    let first: Event | undefined;
    for (const event of events) {
      if (first === undefined || event.at < first.at || (event.at === first.at && event.lot < first.lot))
        first = event;
    }
    return first;
  };

  return {
    elapsed: () => elapsed,
    random,
    after: (ms, run, owner) => {
      const event = { at: elapsed + ms, lot: random(), owner, run };
      events.add(event);
      return () => events.delete(event);
    },
    stall: (process, ms) => {
      process.stalledMs += Math.max(elapsed + ms - Math.max(process.stalledUntil, elapsed), 0);
      process.stalledUntil = Math.max(process.stalledUntil, elapsed + ms);
    },
    step: async () => {
      for (;;) {
        const event = next();
        if (event === undefined) return false;
        events.delete(event);
        if (event.owner?.dead) continue;
        elapsed = Math.max(elapsed, event.at);
        if (event.owner !== undefined && event.owner.stalledUntil > elapsed) {
          // Whatever came while it stood still is noticed at once afterwards, in any order.
          Object.assign(event, { at: event.owner.stalledUntil, lot: random() });
          events.add(event);
          continue;
        }
        event.run();
        await settled();
        return true;
      }
    },
  };
}

/** Until no promise is left that can go on by itself. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Mulberry32: small, and good enough to draw lots. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
