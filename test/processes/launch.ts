import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ClientInformation, DcrStatus } from 'dcr-client';

const program = fileURLToPath(new URL('./app.mjs', import.meta.url));
const dist = new URL('../../dist', import.meta.url).href;

/** Which store the processes share, and where it is. */
export type Place =
  | { readonly kind: 'files'; readonly directory: string }
  | { readonly kind: 'redis' | 'postgres'; readonly url: string };

/** A method of the client, and its arguments. */
export type Step =
  | readonly ['ensureRegistered' | 'read' | 'renewCredentials' | 'delete' | 'status']
  | readonly ['patch', Readonly<Record<string, unknown>>]
  | readonly ['reportRejected', ClientInformation, { readonly error: string; readonly status: number }];

/** A call to the store or the server, counted from 1, and when about it the process dies. */
export interface Death {
  readonly call: number;
  readonly moment: 'before' | 'effect' | 'answer';
}

/** What one process is told to do. */
export interface Task {
  readonly issuer: string;
  readonly steps: readonly Step[];
  readonly name?: string;
  readonly client_name?: string;
  readonly options?: { readonly claimTtlMs?: number; readonly claimWaitMs?: number };
  /** How far the clock is ahead that it goes by. */
  readonly aheadMs?: number;
  readonly death?: Death;
}

/** What came of it. */
export interface Outcome {
  /** One for each step taken. */
  readonly results: readonly unknown[];
  readonly error?: { readonly code: string; readonly message: string };
  /** The calls to store and server, in order. */
  readonly trace: readonly string[];
  /** Milliseconds. */
  readonly took: number;
}

/** How a process ended in the middle of a task. */
export interface Ended {
  readonly signal: string | null;
  /** The calls up to its end. */
  readonly trace: readonly string[];
}

export interface App {
  /** Does a task, beside those it is at. */
  perform(task: Task): Promise<Outcome | Ended>;
  /** Ends it with `kill -9`. */
  kill(): void;
  /** Lets it end by itself. */
  end(): Promise<void>;
}

/** What a process says: that it has loaded, how a task ended, or, with its last breath, what it had called. */
type Line = { readonly ready: true } | (Outcome & { readonly task: number }) | Pick<Ended, 'trace'>;

/** Starts a process, and waits until it has loaded everything. */
export async function launch(place: Place): Promise<App> {
  const child = spawn(process.execPath, [program, JSON.stringify({ dist, place })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // Who writes to a process that has died learns of it by the end of the task.
  child.stdin.on('error', () => {});
  const waiting: ((end: Outcome | Ended) => void)[] = [];
  let lastWords: Pick<Ended, 'trace'> = { trace: [] };
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if ('ready' in line) resolve();
      else if ('task' in line) waiting[line.task]?.(line);
      else lastWords = line;
    });
  });
  const closed = once(child, 'close').then(([, signal]): Ended => ({ signal, ...lastWords }));
  const died = await Promise.race([ready, closed]);
  if (died !== undefined) throw new Error(`a process ended while it loaded: ${died.signal}`);
  return {
    perform: (task) => {
      const end = new Promise<Outcome | Ended>((resolve) => waiting.push(resolve));
      child.stdin.write(`${JSON.stringify({ ...task, task: waiting.length - 1 })}\n`);
      return Promise.race([end, closed]);
    },
    kill: () => void child.kill('SIGKILL'),
    end: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

/** The outcome of a process that was not to die. */
export function lived(outcome: Outcome | Ended): Outcome {
  if ('signal' in outcome) throw new Error(`the process died of ${outcome.signal}`);
  return outcome;
}

/** The same where every step was to succeed. */
export function succeeded(outcome: Outcome | Ended): Outcome {
  const { error } = lived(outcome);
  if (error !== undefined) throw new Error(`the process failed: ${error.code}: ${error.message}`);
  return lived(outcome);
}

/** The first result, which `ensureRegistered` gave. */
export function clientOf({ results }: Outcome): ClientInformation {
  return results[0] as ClientInformation;
}

/** The last result, which `status` gave. */
export function statusOf({ results }: Outcome): DcrStatus {
  return results.at(-1) as DcrStatus;
}
