// One job that ends well, one that fails, one that is ended early, each a process of its own; oidc-provider and an API run in this one.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../support/authorization-server.js';
import { check, tellStory } from '../support/story.js';

const story = tellStory((text) => process.stdout.write(text), process.stdout.isTTY === true);
const server = await startAuthorizationServer();
const api = createServer().listen(0, '127.0.0.1');
await once(api, 'listening');

/** Runs a job to its end. What the API does with its request is up to the caller. */
async function runJob(answer: (response: ServerResponse, job: ChildProcess) => unknown) {
  const job = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('./job.ts', import.meta.url))],
    {
      env: {
        ...process.env,
        ISSUER: server.issuer,
        API: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
    },
  );
  let output = '';
  for (const stream of [job.stdout, job.stderr]) stream.on('data', (chunk) => (output += chunk));
  let clients = 0;
  api.once('request', (_, response) => {
    clients = server.clients().length;
    answer(response, job);
  });
  const [code] = await once(job, 'close');
  return { code, clients, lines: output.trim().split('\n') };
}

const say = ({ code, clients, lines }: Awaited<ReturnType<typeof runJob>>) => {
  check(clients === 1, 'it had a client while it worked');
  check(server.clients().length === 0, 'its client is gone');
  return { said: lines.join(', '), 'exit code': String(code), 'clients left': '0' };
};

try {
  story.title('A job of a pipeline leaves no client behind, however it ends.');

  const good = await story.step('It ends well', () => runJob((response) => response.end()), say);
  check(good.code === 0, 'it succeeded');

  const bad = await story.step('It fails', () => runJob((response) => response.writeHead(500).end()), say);
  check(bad.code === 1, 'it failed');
  check(bad.lines.includes('the API answered 500'), 'it said why');

  // The API never answers, and the runner loses its patience.
  const ended = await story.step('It is ended early', () => runJob((_, job) => job.kill('SIGTERM')), say);
  check(ended.code === 1, 'it failed');
  check(ended.lines.includes('ended by SIGTERM'), 'it said why');

  check(server.registrations() === 3, 'three clients were registered');
  story.end('All as it should be: three jobs, no client left.');
} finally {
  await server.close();
  api.close();
  api.closeAllConnections();
}
