// Two replicas of a service start together, and a third one as a process that is asked to end; oidc-provider and an API run in this one.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileStore } from 'dcr-client/stores/file';
import { startApi } from '../support/api.js';
import { startAuthorizationServer } from '../support/authorization-server.js';
import { check, tellStory } from '../support/story.js';
import { createService } from './service.js';

const story = tellStory((text) => process.stdout.write(text), process.stdout.isTTY === true);
const directory = await mkdtemp(join(tmpdir(), 'dcr-client-'));
const server = await startAuthorizationServer();
const api = await startApi();

const replica = () => createService({ issuer: server.issuer, store: fileStore({ directory }), api: api.url });
const replicas = [replica(), replica()];
const ask = (path: string) => Promise.all(replicas.map(({ service }) => service.inject(path)));
const statuses = async () => (await ask('/ready')).map(({ statusCode }) => statusCode).join(', ');

/** A replica as a process, which is asked to end as soon as it is ready. */
async function runProcess() {
  const program = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    env: { ...process.env, ISSUER: server.issuer, API: api.url, DIRECTORY: directory, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30_000,
  });
  child.stdout.once('data', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  return code;
}

try {
  story.title('A service is ready when it is registered, and its replicas are one client.');

  await story.step('Before they start', statuses, (found) => {
    check(found === '503, 503', 'none is ready');
    return { ready: found };
  });

  await story.step(
    'Start both at once',
    async () => {
      await Promise.all(replicas.map(({ start }) => start({ port: 0, host: '127.0.0.1' })));
      return statuses();
    },
    (found) => {
      check(found === '200, 200', 'both are ready');
      check(server.registrations() === 1, 'one client was registered');
      return { ready: found, registrations: '1' };
    },
  );

  await story.step(
    'Ask for reports',
    () => ask('/reports'),
    (answers) => {
      check(
        answers.every(({ body }) => body === 'all is well'),
        'both have a token that the API takes',
      );
      return { reports: answers.map(({ body }) => body).join(', ') };
    },
  );

  await story.step('Start a process, and ask it to end', runProcess, (code) => {
    check(code === 0, 'it ended in good order');
    check(server.registrations() === 1, 'it used the same client');
    return { 'exit code': String(code), registrations: '1' };
  });

  story.end('All as it should be: three replicas, one client.');
} finally {
  await Promise.all(replicas.map(({ service }) => service.close()));
  api.close();
  await server.close();
  await rm(directory, { recursive: true, force: true });
}
