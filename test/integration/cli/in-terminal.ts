import { spawn } from 'node:child_process';

export interface Keys {
  /** Typed once this is to be seen. */
  readonly at: RegExp;
  readonly type: string;
}

/** Runs a shell command in a pseudo-terminal (script of util-linux) of 80 columns, and types into it. */
export function inTerminal(
  command: string,
  { env, cwd, keys = [] }: { env: Readonly<Record<string, string>>; cwd: string; keys?: readonly Keys[] },
): Promise<{ readonly code: number | null; readonly seen: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', `stty cols 80 rows 24; ${command}`, '/dev/null'], {
      cwd,
      env: { PATH: process.env.PATH, TERM: 'xterm', SHELL: '/bin/sh', ...env },
    });
    const left = [...keys];
    let [seen, looked] = ['', 0];
    child.stdout.on('data', (part) => {
      seen += part;
      const [next] = left;
      if (next?.at.test(seen.slice(looked)) !== true) return;
      left.shift();
      looked = seen.length;
      child.stdin.write(next.type);
    });
    child.on('error', reject);
    child.stdin.on('error', () => {});
    child.on('close', (code) => resolve({ code, seen }));
  });
}
