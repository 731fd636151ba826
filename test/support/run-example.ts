import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const cwd = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program below examples/ as the README there says, and gives what it printed. Rejects where it ends with an error. */
export async function runExample(program: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const command = ['--import', 'tsx', `examples/${program}`];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd, env, timeout: 50_000 });
  return stdout;
}
