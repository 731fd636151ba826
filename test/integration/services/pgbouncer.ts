import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersQuery, type PostgresService, unprivileged } from './postgres.js';
import { findProgram, freePort, type Running, run, type Service } from './process.js';

/** Starts PgBouncer before a PostgreSQL: each transaction may get another one of a few connections. */
export async function startPgbouncer(postgres: PostgresService): Promise<Service & { readonly url: string }> {
  const program = findProgram('pgbouncer', 'pgbouncer', ['/usr/sbin']);
  const directory = await mkdtemp(join(tmpdir(), 'dcr-pgbouncer-'));
  const asUser = await unprivileged(directory);
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const configuration = join(directory, 'pgbouncer.ini');
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: 'transaction',
    default_pool_size: 3,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const database = `postgres = host=127.0.0.1 port=${postgres.port} user=postgres dbname=postgres`;
  await writeFile(configuration, ['[databases]', database, '[pgbouncer]', ...lines, ''].join('\n'));
  let running: Running | undefined;
  const start = async () => {
    running ??= await run({ command: [program, configuration], asUser, answers: () => answersQuery(url) });
  };
  const stop = async () => {
    await running?.stop('SIGTERM');
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
