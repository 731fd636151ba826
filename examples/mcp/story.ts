// An MCP host meets a server, is started again, and is used by somebody else; the MCP server and oidc-provider run in this process.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAuthorizationServer } from '../support/authorization-server.js';
import { openBrowser } from '../support/browser.js';
import { startMcpServer } from '../support/mcp-server.js';
import { check, tellStory } from '../support/story.js';
import { connect } from './host.js';

const story = tellStory((text) => process.stdout.write(text), process.stdout.isTTY === true);
const directory = await mkdtemp(join(tmpdir(), 'dcr-client-'));
const authorizationServer = await startAuthorizationServer();
const mcpServer = await startMcpServer(authorizationServer.issuer);

/** The host starts, calls a tool, and ends. */
async function useHost() {
  let agreements = 0;
  const client = await connect({
    serverUrl: mcpServer.url,
    directory,
    openBrowser: async (address) => {
      agreements += 1;
      await openBrowser().open(address);
    },
  });
  const { content } = await client.callTool({ name: 'who-am-i' });
  await client.close();
  return { content: JSON.stringify(content), agreements };
}

const say = ({ content, agreements }: Awaited<ReturnType<typeof useHost>>) => {
  check(content.includes('joe'), 'the tool knows the user');
  check(authorizationServer.registrations() === 1, 'one client was registered');
  return { 'the tool says': content, 'user was asked': agreements === 1 ? 'yes' : 'no', registrations: '1' };
};

try {
  story.title('An MCP host has one client at the authorization server, for all starts and sessions.');

  const first = await story.step('Connect to a server that it has never met', useHost, say);
  check(first.agreements === 1, 'the user was asked');

  const second = await story.step('Start again', useHost, say);
  check(second.agreements === 0, 'the tokens were kept');

  await rm(join(directory, 'session.json'));
  const third = await story.step('Start for somebody who has no tokens yet', useHost, say);
  check(third.agreements === 1, 'the user was asked');

  story.end('All as it should be: three starts, two sessions, one client.');
} finally {
  mcpServer.close();
  await authorizationServer.close();
  await rm(directory, { recursive: true, force: true });
}
