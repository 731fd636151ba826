// What `npm start` runs: an app registers itself at a real authorization server, oidc-provider, in this process.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDcrClient, type DcrChange, discoverServer } from 'dcr-client';
import { openidClientConfiguration } from 'dcr-client/openid-client';
import { fileStore } from 'dcr-client/stores/file';
import { clientCredentialsGrant } from 'openid-client';
import { startAuthorizationServer } from './support/authorization-server.js';
import { check, NotAsExpected, tellStory } from './support/story.js';

const story = tellStory((text) => process.stdout.write(text), process.stdout.isTTY === true);
const directory = await mkdtemp(join(tmpdir(), 'dcr-client-'));
const server = await startAuthorizationServer();
const changes: DcrChange[] = [];

const startApp = () =>
  createDcrClient({
    issuer: server.issuer,
    metadata: {
      client_name: 'Report Builder',
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    store: fileStore({ directory }),
    onChange: (change) => changes.push(change),
  });

/** Works with whatever reached the server since it was called. */
const requestsFrom = (mark: number) =>
  server.seen.slice(mark).map(({ method, path }) => `${method} ${path.replace(/\/reg\/.*/, '/reg/…')}`);

const secondProcess = async (): Promise<{ client_id: string }> => {
  const program = fileURLToPath(new URL('./support/second-process.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', program, server.issuer, directory],
    { timeout: 30_000 },
  );
  return JSON.parse(stdout);
};

try {
  story.title('An app registers itself, keeps its registration, and manages it.');

  await story.step(
    'Discover the server',
    () => discoverServer(server.issuer),
    (metadata) => {
      check(metadata.registration_endpoint === `${server.issuer}/reg`, 'the registration endpoint was found');
      return { issuer: metadata.issuer, registration: metadata.registration_endpoint ?? '' };
    },
  );

  const registered = await story.step(
    'Register',
    () => startApp().ensureRegistered(),
    (client) => {
      check(client.client_secret !== undefined, 'a secret was issued');
      return {
        'client id': client.client_id,
        secret: 'issued, saved, not shown',
        saved: 'one directory of files, for its owner alone',
      };
    },
  );

  await story.step(
    'Get a token with the issued credentials',
    async () => clientCredentialsGrant(await openidClientConfiguration(startApp())),
    (tokens) => {
      check(tokens.access_token !== '', 'an access token came back');
      return { token: `${tokens.token_type}, ends in ${tokens.expires_in} s` };
    },
  );

  const beforeRestart = server.seen.length;
  await story.step(
    'Restart: the same call again',
    () => startApp().ensureRegistered(),
    (client) => {
      check(client.client_id === registered.client_id, 'the restarted app has the same client');
      check(server.seen.length === beforeRestart, 'the restart made no request');
      return { 'client id': client.client_id, requests: 'none' };
    },
  );

  const beforePatch = server.seen.length;
  const patched = await story.step(
    'Change the name',
    () => startApp().patch({ client_name: 'Report Builder 2' }),
    (client) => {
      check(client.client_name === 'Report Builder 2', 'the name changed');
      check(
        client.registration_access_token !== registered.registration_access_token,
        'the token was replaced',
      );
      return {
        name: client.client_name ?? '',
        token: 'replaced by the server, saved before anything else',
        requests: requestsFrom(beforePatch).join(', '),
      };
    },
  );

  await story.step(
    'Change it again, with the replaced token',
    () => startApp().patch({ contacts: ['reports@example.com'] }),
    (client) => {
      check(client.contacts?.[0] === 'reports@example.com', 'the contact was added');
      check(client.client_name === 'Report Builder 2', 'the name stayed');
      check(
        client.registration_access_token !== patched.registration_access_token,
        'the token was replaced again',
      );
      return { contacts: client.contacts?.join(', ') ?? '', name: client.client_name ?? '' };
    },
  );

  const beforeSecond = server.seen.length;
  await story.step('A second process starts', secondProcess, ({ client_id }) => {
    check(client_id === registered.client_id, 'the second process has the same client');
    check(server.seen.length === beforeSecond, 'the second process made no request');
    return { 'client id': client_id, requests: 'none' };
  });

  await story.step(
    'Renew the credentials',
    () => startApp().renewCredentials(),
    (renewal) => {
      check(renewal.registration_access_token === 'update', 'this server renews the token on update');
      return {
        token: `renewed by ${renewal.registration_access_token}`,
        secret: renewal.client_secret === 'not-renewed' ? 'this server does not renew it' : 'renewed',
      };
    },
  );

  const { registration_client_uri = '', registration_access_token = '' } = await startApp().read();
  await story.step(
    'Delete',
    async () => {
      await startApp().delete();
      return startApp().status();
    },
    (status) => {
      check(status.state === 'deleted', 'the registration is gone');
      return { state: status.state, events: changes.map(({ type }) => type).join(', ') };
    },
  );
  const gone = await fetch(registration_client_uri, {
    headers: { authorization: `Bearer ${registration_access_token}` },
  });
  check(gone.status === 401, 'the server knows the client no more');

  const posts = server.seen.filter(({ method, path }) => method === 'POST' && path === '/reg').length;
  check(posts === 1, 'one client was registered');
  story.end(`All as it should be: ${posts} registration, ${server.seen.length} requests, two processes.`);
} catch (error) {
  if (!(error instanceof NotAsExpected)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
} finally {
  await server.close();
  await rm(directory, { recursive: true, force: true });
}
