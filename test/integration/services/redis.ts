import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, freePort, type Running, run, type Service } from './process.js';

export interface RedisService extends Service {
  /** `redis://127.0.0.1:…` */
  readonly url: string;
  /** Ends it as by `kill -9`, with its data kept. */
  crash(): Promise<void>;
}

/** Starts Redis on a free loopback port; each write is on its disk before it is acknowledged. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisService> {
  const program = findProgram('redis-server', 'redis-server');
  const directory = await mkdtemp(join(tmpdir(), 'dcr-redis-'));
  const port = await freePort();
  let running: Running | undefined;
  const start = async () => {
    running ??= await run({
      command: [
        program,
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''],
        ...['--appendonly', 'yes', '--appendfsync', 'always', ...settings],
      ],
      answers: () => answersPing(port),
    });
  };
  const stopBy = async (signal: NodeJS.Signals) => {
    await running?.stop(signal);
    running = undefined;
  };
  const stop = () => stopBy('SIGTERM');
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    stop,
    crash: () => stopBy('SIGKILL'),
    end: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** While it still reads its log, Redis answers with an error. */
function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const settle = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(1000, () => settle(false));
    socket.once('data', (data) => settle(data.toString().startsWith('+PONG')));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
  });
}
