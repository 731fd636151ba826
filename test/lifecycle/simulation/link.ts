import type { Disturbance, Outage } from './scenario.js';
import type { SimulatedProcess, World } from './world.js';

/** A call that leaves its process. */
export interface Leaving<T> {
  readonly to: Outage['of'];
  readonly kind: Disturbance['of'];
  readonly what: string;
  /** How long one way mostly takes. Milliseconds. */
  readonly latencyMs: number;
  /** What happens at the other end. */
  readonly effect: () => T | Promise<T>;
  /** What the process sees of a call that was lost on the way. */
  readonly lost: (reached: 'no' | 'unknown') => Error;
  /** The answer of somebody who has no time now. */
  readonly comeBack?: (afterMs: number) => T;
  readonly answered?: (answer: T) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Carries a call there and its answer back, as the world will have it. A dead process never hears of it. */
export function carry<T>(world: World, process: SimulatedProcess, call: Leaving<T>): Promise<T> {
  const { timeline } = world;
  return new Promise<T>((resolve, reject) => {
    if (process.dead) return;
    const number = process.calls[call.kind];
    process.calls[call.kind] += 1;
    const found = world.calm
      ? undefined
      : process.disturbances.find(({ of, at }) => of === call.kind && at === number);
    const kind = found?.kind;
    const ms = found?.ms ?? 0;
    const note = (line: string) => world.note(`${process.name} ${call.kind} ${number}${call.what}: ${line}`);
    const way = () => -Math.log(1 - timeline.random()) * call.latencyMs;
    const fail = (error: Error, afterMs: number) =>
      timeline.after(
        afterMs,
        () => {
          note(`failed, ${error.message}`);
          reject(error);
        },
        process,
      );
    const die = () => {
      note('the process dies');
      process.dead = true;
    };

    call.signal?.addEventListener('abort', () => reject(call.signal?.reason), { once: true });
    if (kind === 'crash-before') return die();
    const hasRetryAfter = kind === 'come-back' && call.comeBack !== undefined;
    if (kind === 'lose-request' || (kind === 'come-back' && !hasRetryAfter))
      return void fail(call.lost(timeline.random() < 0.5 ? 'no' : 'unknown'), way());
    if (kind === 'hang-before') return note('hangs');

    const deliver = (answer: { value: T } | { error: unknown }) => {
      if (call.signal?.aborted) return note('answered too late');
      if ('error' in answer) return reject(answer.error);
      call.answered?.(answer.value);
      resolve(answer.value);
    };
    const arrive = async () => {
      const outage = world.outage(call.to);
      if (outage !== undefined) {
        if (kind !== 'late-effect' && outage.how === 'refuses') fail(call.lost('no'), way());
        return note(`${call.to} is away`);
      }
      const answer =
        hasRetryAfter && call.comeBack !== undefined
          ? { value: call.comeBack(ms) }
          : await outcome(call.effect);
      note('error' in answer ? String(answer.error) : 'done');
      if (kind === 'late-effect' || kind === 'hang-after') return;
      const back = () => {
        if (kind === 'crash-answered') return die();
        if (kind === 'lose-answer') return void fail(call.lost('unknown'), 0);
        if (kind !== 'stall-answered') return deliver(answer);
        note(`the process stands still for ${ms} ms`);
        timeline.stall(process, ms);
        timeline.after(0, () => deliver(answer), process);
      };
      timeline.after(way() + (kind === 'slow-answer' ? ms : 0), back, process);
    };
    timeline.after(way() + (kind === 'slow-request' || kind === 'late-effect' ? ms : 0), () => void arrive());
    if (kind === 'late-effect') fail(call.lost('unknown'), way());
    if (kind === 'crash-sent') die();
    if (kind === 'stall-sent') {
      note(`the process stands still for ${ms} ms`);
      timeline.stall(process, ms);
    }
  });
}

async function outcome<T>(effect: () => T | Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await effect() };
  } catch (error) {
    return { error };
  }
}
