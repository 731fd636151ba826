import { CommanderError } from 'commander';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.js';
import { Interrupted, UsageError } from './failures.js';
import { printFailure } from './output.js';
import { createProgram } from './program.js';
import type { Surroundings } from './surroundings.js';

/** Runs one command line, and gives what the process ends with. */
export async function main(
  args: readonly string[],
  world: Omit<Surroundings, 'end' | 'signal' | 'interrupt' | 'secrets'>,
  interruption = new AbortController(),
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const interrupt = () => interruption.abort(new Interrupted());
  const end = (ended: ExitCode) => {
    code = ended;
  };
  const around = { ...world, signal: interruption.signal, interrupt, secrets: new Set<string>(), end };
  const json = args.includes('--json');
  try {
    await createProgram(around).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    const failure = inOurWords(error);
    if (failure !== undefined) printFailure(around, { json }, failure);
    return exitCodeOf(error);
  }
}

/** Commander's failures without its prefix; help and version are none. */
function inOurWords(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  if (error.exitCode === 0) return undefined;
  if (error.code === 'commander.help')
    return new UsageError('Say what to do; dcr --help lists the commands.');
  return new UsageError(
    `${error.message.replace(/^error: /, '').replace(/(?<![.)?])$/, '.')}${/\bSee |Did you mean/.test(error.message) ? '' : ' See dcr --help.'}`,
  );
}
