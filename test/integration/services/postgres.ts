import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import {
  type Command,
  findProgram,
  freePort,
  type Running,
  run,
  type Service,
  versionedFolders,
} from './process.js';

export interface PostgresService extends Service {
  /** `postgres://postgres@127.0.0.1:…/postgres` */
  readonly url: string;
}

/** Starts PostgreSQL with a fresh cluster on a free loopback port. */
export async function startPostgres({
  encoding = 'UTF8',
}: {
  readonly encoding?: string;
} = {}): Promise<PostgresService> {
  const folders = versionedFolders('/usr/lib/postgresql', 'bin');
  const program = (name: string) => findProgram(name, 'postgresql', folders);
  const [initdb, postgres] = [program('initdb'), program('postgres')];
  const directory = await mkdtemp(join(tmpdir(), 'dcr-postgres-'));
  const data = join(directory, 'data');
  const asUser = await unprivileged(directory);
  const [file, ...args] = asUser([
    initdb,
    ...['--pgdata', data, '--username', 'postgres', '--auth', 'trust'],
    ...['--encoding', encoding, '--locale', 'C'],
  ]);
  await promisify(execFile)(file, args);
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let running: Running | undefined;
  const start = async () => {
    running ??= await run({
      command: [
        postgres,
        ...['-D', data, '-p', String(port), '-h', '127.0.0.1'],
        ...['-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
      ],
      asUser,
      answers: () => answersQuery(url),
    });
  };
  const stop = async () => {
    // Ends its sessions instead of waiting for them.
    await running?.stop('SIGINT');
    running = undefined;
  };
  await start();
  return {
    port,
    url,
    start,
    stop,
    end: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root; then it becomes the user that its package has made, and the directory with it. */
export async function unprivileged(directory: string): Promise<(command: Command) => Command> {
  if (process.getuid?.() !== 0) return (command) => command;
  const [user = 0, group = 0] = await Promise.all(
    ['-u', '-g'].map(async (what) => Number((await promisify(execFile)('id', [what, 'postgres'])).stdout)),
  );
  await chown(directory, user, group);
  const become = [`--reuid=${user}`, `--regid=${group}`, '--clear-groups'];
  return (command) => [findProgram('setpriv', 'util-linux'), ...become, ...command];
}

/** Whether a query is answered there. */
export async function answersQuery(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
