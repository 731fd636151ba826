import type { Clock } from '../../../src/lifecycle/clock.js';
import type { StoredRegistration } from '../../../src/protocol/record.js';
import type { Disturbance, Operation, Outage, Scenario } from './scenario.js';
import { createTimeline, type Process, type Timeline } from './timeline.js';

/** A process of the simulation, as far as the world sees it. */
export interface SimulatedProcess extends Process {
  /** How many calls of each kind it has made. */
  readonly calls: Record<Disturbance['of'], number>;
  /** The newest claim it has written, or tried to. */
  attempt: string | undefined;
  readonly disturbances: readonly Disturbance[];
}

/** One request to the server, and what became of it. Times in milliseconds since the beginning. */
export interface SentRequest {
  readonly process: SimulatedProcess;
  readonly method: string;
  readonly url: string;
  /** The claim under which it was sent. */
  readonly attempt: string | undefined;
  readonly sentAt: number;
  /** When the server acted, if it did. */
  effectAt?: number;
  status?: number;
  /** What the answer told of the client. */
  client?:
    | {
        readonly client_id: string;
        readonly uri: string | undefined;
        readonly token: string | undefined;
        readonly secret: string | undefined;
      }
    | undefined;
  /** When the process took notice of the answer, if it did. */
  answeredAt?: number;
}

/** One call of the public interface. */
export interface Call {
  readonly process: SimulatedProcess;
  readonly operation: Operation | 'adopt' | 'reportRejected' | 'reportAccepted';
  readonly startedAt: number;
  endedAt?: number;
  /** Without the time in which the process stood still. */
  tookMs?: number;
  error?: unknown;
  information?: { readonly client_id: string; readonly client_secret?: string };
}

/** One version of the record. */
export interface Written {
  readonly at: number;
  readonly by: string;
  readonly record: StoredRegistration | undefined;
}

/** What is broken, and how. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

/** What all parts of a simulation share. */
export interface World {
  readonly scenario: Scenario;
  readonly timeline: Timeline;
  readonly processes: SimulatedProcess[];
  readonly requests: SentRequest[];
  readonly calls: Call[];
  readonly written: Written[];
  readonly violations: Violation[];
  readonly trace: string[];
  /** Clients that the server has lost by itself. */
  readonly forgotten: Set<string>;
  /** Nothing is disturbed any more. */
  calm: boolean;
  note(line: string): void;
  outage(of: Outage['of']): Outage | undefined;
}

/** The first of January 2026: what the clocks of all processes show at the beginning. */
export const BEGINNING = Date.UTC(2026, 0, 1);

export function createWorld(scenario: Scenario): World {
  const timeline = createTimeline(scenario.seed);
  const trace: string[] = [];
  const world: World = {
    scenario,
    timeline,
    processes: [],
    requests: [],
    calls: [],
    written: [],
    violations: [],
    trace,
    forgotten: new Set(),
    calm: false,
    note: (line) => trace.push(`${(timeline.elapsed() / 1000).toFixed(3).padStart(9)} ${line}`),
    outage: (of) => {
      const now = timeline.elapsed();
      if (world.calm) return undefined;
      return scenario.outages.find(
        (outage) => outage.of === of && now >= outage.from && now < outage.from + outage.ms,
      );
    },
  };
  return world;
}

/** The clock that a process sees. */
export function clockOf({ timeline }: World, process: SimulatedProcess, aheadMs: number): Clock {
  return {
    now: () => BEGINNING + aheadMs + Math.floor(timeline.elapsed()),
    monotonic: () => timeline.elapsed(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const end = () => {
          cancel();
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const cancel = timeline.after(ms, end, process);
        signal?.addEventListener('abort', end, { once: true });
      }),
  };
}
