import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts the redis-server of this machine on a free loopback port. */
export async function startRedisServer(): Promise<{ readonly url: string; end(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'dcr-example-redis-'));
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''];
  const child = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = async () => {
    if (child.exitCode === null && child.pid !== undefined) {
      child.kill();
      await once(child, 'exit');
    }
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', () =>
        reject(new Error('redis-server is not installed here: install it, or give a Redis as REDIS_URL')),
      );
      child.once('exit', () => reject(new Error('redis-server ended instead of starting')));
      child.stdout.on('data', (chunk) => {
        if (String(chunk).includes('Ready to accept connections')) resolve();
      });
    });
  } catch (error) {
    await end();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, end };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
