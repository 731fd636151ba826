import type { Readable, Writable } from 'node:stream';
import type { ExitCode } from './exit-codes.js';

/** A stream that may be a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };
export type Input = Readable & { readonly isTTY?: boolean };

/** What a command has of the world. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Credentials that were given, so that no failure repeats one. */
  readonly secrets: Set<string>;
  /** Does what Ctrl-C does. */
  interrupt(): void;
  /** Says what the process shall end with. */
  end(code: ExitCode): void;
}
