import { UsageError } from './failures.js';
import type { Surroundings } from './surroundings.js';

/** One credential: the variable that holds it, and whether to ask for it instead. */
export interface CredentialSource {
  readonly variable: string;
  readonly question: string;
  readonly ask: boolean | undefined;
}

/** From the environment, or typed unseen; never from the arguments, which everybody can list. Secret. */
export async function credential(
  around: Surroundings,
  { variable, question, ask }: CredentialSource,
): Promise<string | undefined> {
  const value = ask === true ? await askHidden(around, question, variable) : around.env[variable]?.trim();
  if (value === undefined || value === '') return undefined;
  around.secrets.add(value);
  // A whole header: the part that counts.
  const [, token] = /^\S+\s+(\S+)$/.exec(value) ?? [];
  if (token !== undefined) around.secrets.add(token);
  return value;
}

async function askHidden(around: Surroundings, question: string, variable: string): Promise<string> {
  const { stdin, stderr, signal } = around;
  if (stdin.isTTY !== true || stderr.isTTY !== true)
    throw new UsageError(`There is no terminal to ask for the ${question}. Set ${variable} instead.`);
  const { isCancel, password } = await import('@clack/prompts');
  const typed = await password({ message: question, input: stdin, output: stderr, signal });
  if (isCancel(typed)) throw cancelled(around);
  return typed.trim();
}

/** Asks a question that is answered by yes or no. */
export async function askWhether(around: Surroundings, question: string): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts');
  const { stdin: input, stderr: output, signal } = around;
  const answer = await confirm({ message: question, initialValue: false, input, output, signal });
  if (isCancel(answer)) throw cancelled(around);
  return answer;
}

/** While a question stands, the terminal gives Ctrl-C to it and not to the process. */
function cancelled({ interrupt, signal }: Surroundings): unknown {
  interrupt();
  return signal.reason;
}
