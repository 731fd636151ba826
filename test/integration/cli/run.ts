import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const bin = fileURLToPath(new URL('../../../dist/cli/index.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  /** Sent SIGINT once this matches what it has printed. */
  readonly interruptAt?: RegExp;
  /** Sent SIGINT then. */
  readonly interruptWhen?: Promise<void>;
}

/** Runs the built command line as a process of its own, with no variable but those given. */
export function dcr(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { env = {}, cwd, stdin = '', interruptAt, interruptWhen } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd, env: { PATH: process.env.PATH, ...env } });
    let [stdout, stderr, isInterrupted] = ['', '', false];
    const look = () => {
      if (isInterrupted || interruptAt?.test(stdout + stderr) !== true) return;
      isInterrupted = true;
      child.kill('SIGINT');
    };
    void interruptWhen?.then(() => child.kill('SIGINT'));
    child.stdout.on('data', (part) => {
      stdout += part;
      look();
    });
    child.stderr.on('data', (part) => {
      stderr += part;
      look();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
  });
}
