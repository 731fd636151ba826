import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** A server of a test. */
export interface Service {
  readonly port: number;
  /** Takes the server away, with its data kept. */
  stop(): Promise<void>;
  /** Brings it back on the same port, if it was away, and waits until it answers. */
  start(): Promise<void>;
  /** Takes it away for good, with its data. */
  end(): Promise<void>;
}

/** Finds a program on the path or in other folders; the message names the Debian package that has it. */
export function findProgram(name: string, debianPackage: string, folders: readonly string[] = []): string {
  const path = [...(process.env.PATH ?? '').split(delimiter), ...folders];
  const found = path.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(`${name} is not installed. On Debian: apt-get install ${debianPackage}`);
  return found;
}

/** Folders such as `/usr/lib/postgresql/15/bin`, the newest first. */
export function versionedFolders(parent: string, child: string): string[] {
  if (!existsSync(parent)) return [];
  const versions = readdirSync(parent).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(parent, version, child));
}

/** A port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A server that runs; it ends with this process, however that ends. */
export interface Running {
  readonly child: ChildProcess;
  /** Sends the signal and waits for the end; kills what does not go. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

const LONGEST_START_MS = 30_000;
const LONGEST_STOP_MS = 10_000;

/** What to start, and how to see that it is there. */
export interface Program {
  readonly command: Command;
  /** Makes a command one of another user. */
  readonly asUser?: (command: Command) => Command;
  readonly answers: () => Promise<boolean>;
}

export type Command = readonly [string, ...string[]];

/** Starts a program and waits until it answers. @throws Error with what the program said, if it ends or does not come up. */
export async function run({ command, asUser = (same) => same, answers }: Program): Promise<Running> {
  const [file, ...args] = asUser(endingWithUs(command));
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const listen = (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      said += String(error);
      resolve();
    });
    child.once('exit', () => resolve());
  });
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const until = performance.now() + LONGEST_START_MS;
  while (!(await answers())) {
    if (!hasEnded && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    kill();
    throw new Error(`${command.join(' ')} did not come up${hasEnded ? ' but ended' : ''}:\n${said}`);
  }
  return {
    child,
    stop: async (signal) => {
      child.kill(signal);
      const timer = setTimeout(kill, LONGEST_STOP_MS);
      await ended;
      clearTimeout(timer);
      process.off('exit', kill);
    },
  };
}

/**
 * On Linux the system ends the program when this process is killed, which no handler would see. To be said last: who
 * becomes another user forgets it.
 */
function endingWithUs(command: Command): Command {
  if (process.platform !== 'linux') return command;
  return [findProgram('setpriv', 'util-linux'), '--pdeathsig', 'KILL', ...command];
}
