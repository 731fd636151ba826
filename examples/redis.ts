// What `npm run example:redis` runs: three processes of one app start together, share a Redis, and register one client at
// oidc-provider, which runs in this process. Uses the Redis at REDIS_URL, or starts the redis-server of this machine.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { redisStore } from 'dcr-client/stores/redis';
import { createClient } from 'redis';

import { startAuthorizationServer } from './support/authorization-server.js';
import { startRedisServer } from './support/redis-server.js';
import { check, NotAsExpected, tellStory } from './support/story.js';

const story = tellStory((text) => process.stdout.write(text), process.stdout.isTTY === true);
const own = process.env.REDIS_URL === undefined ? await startRedisServer() : undefined;
const url = own?.url ?? process.env.REDIS_URL ?? '';
// A Redis that has other work keeps its other keys.
const prefix = `dcr-client-example-${globalThis.crypto.randomUUID()}:`;
const server = await startAuthorizationServer();
const client = createClient({ url });
client.on('error', (error) => console.error(error.message));
await client.connect();
const store = redisStore({ client, prefix });

const startProcess = async (): Promise<string> => {
  const program = fileURLToPath(new URL('./support/redis-process.ts', import.meta.url));
  const command = ['--import', 'tsx', program, server.issuer, url, prefix];
  const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 60_000 });
  return JSON.parse(stdout).client_id;
};

const keysOf = async () => {
  const keys: string[] = [];
  for await (const key of store.list?.('') ?? []) keys.push(key);
  return keys;
};

try {
  story.title('Three processes of one app share a Redis, and one registration.');

  const ids = await story.step(
    'Start three at once',
    () => Promise.all([startProcess(), startProcess(), startProcess()]),
    (found) => {
      const posts = server.seen.filter(({ method }) => method === 'POST').length;
      check(new Set(found).size === 1, 'all three have the same client');
      check(posts === 1, 'one client was registered');
      return { 'client ids': found.join(', '), registrations: String(posts) };
    },
  );

  await story.step('Look into the store', keysOf, (keys) => {
    check(keys.length === 1, 'one registration is stored');
    return { Redis: own === undefined ? 'at REDIS_URL' : url, key: keys.join(', ') };
  });

  const before = server.seen.length;
  await story.step('Start a fourth one later', startProcess, (client_id) => {
    check(client_id === ids[0], 'it has the same client, too');
    check(server.seen.length === before, 'it made no request');
    return { 'client id': client_id, requests: 'none' };
  });

  story.end('All as it should be: four processes, one client.');
} catch (error) {
  if (!(error instanceof NotAsExpected)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
} finally {
  for (const key of await keysOf()) {
    const entry = await store.read(key);
    if (entry !== undefined) await store.delete(key, entry.version);
  }
  await client.close();
  await server.close();
  await own?.end();
}
