import { CommanderError } from 'commander';
import { isDcrError } from '../index.js';
import { Interrupted, UsageError } from './failures.js';

/** What the process ends with; docs/cli.md has the table. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** `plan --check`: something would change. */
  changes: 3,
  /** There is no such registration. */
  absent: 4,
  /** `apply`: some steps failed or were not begun. */
  open: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const MISUSE: ReadonlySet<string> = new Set([
  'invalid-option',
  'invalid-issuer',
  'invalid-account',
  'insecure-url',
]);

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof Interrupted) return EXIT.interrupted;
  if (error instanceof UsageError) return EXIT.usage;
  // Help and version end by an error, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (!isDcrError(error)) return EXIT.failed;
  if (error.code === 'not-registered') return EXIT.absent;
  return MISUSE.has(error.code) ? EXIT.usage : EXIT.failed;
}

/** For `--help`. */
export const EXIT_HELP = `
Exit codes:
  0    done
  1    failed
  2    used wrongly: nothing was sent
  3    plan --check: something would change
  4    there is no such registration
  5    apply: something is left to do
  130  interrupted`;
