// Three starts of a command line tool, whose user logs in at oidc-provider in this process. The ports differ, the client does not.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from 'dcr-client/stores/file';
import { startAuthorizationServer } from '../support/authorization-server.js';
import { openBrowser } from '../support/browser.js';
import { check, tellStory } from '../support/story.js';
import { logIn } from './log-in.js';

const story = tellStory((text) => process.stdout.write(text), process.stdout.isTTY === true);
const directory = await mkdtemp(join(tmpdir(), 'dcr-client-'));
const server = await startAuthorizationServer();

/** The tool starts, its user logs in and agrees, and the tool ends. */
async function useTool(port?: number) {
  let address = new URL(server.issuer);
  const tokens = await logIn({
    issuer: server.issuer,
    store: fileStore({ directory }),
    ...(port === undefined ? {} : { port }),
    openBrowser: (opened) => {
      address = opened;
      return openBrowser().open(opened);
    },
  });
  const { client_id, redirect_uri = '' } = Object.fromEntries(address.searchParams);
  return { user: tokens.claims()?.sub, client_id, port: new URL(redirect_uri).port };
}

const say = ({ user, client_id, port }: Awaited<ReturnType<typeof useTool>>) => {
  check(user === 'joe', 'joe is logged in');
  check(server.registrations() === 1, 'one client was registered');
  return { user: String(user), 'client id': String(client_id), port, registrations: '1' };
};

try {
  story.title('A command line tool logs its user in, with one registration for all ports.');

  const first = await story.step('Start it for the first time', () => useTool(), say);

  const second = await story.step('Start it again', () => useTool(), say);
  check(second.client_id === first.client_id, 'it has the same client');

  const third = await story.step(
    'Insist on a port, as for a server that compares them',
    () => useTool(Number(second.port)),
    say,
  );
  check(third.client_id === first.client_id, 'the client was changed, and none was made');
  check(third.port === second.port, 'the port is the one that was asked for');

  story.end('All as it should be: three starts, one client.');
} finally {
  await server.close();
  await rm(directory, { recursive: true, force: true });
}
