// How an MCP host on the user's machine connects to a server that it may never have met: the server names who authorises, the host
// has one client there for all its starts, and the user's tokens are kept for the next one.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { mcpClientProvider } from 'dcr-client/mcp';
import { fileStore } from 'dcr-client/stores/file';
import { listenOnLoopback } from '../command-line/loopback.js';
import { fileSession } from './file-session.js';

export interface ConnectOptions {
  readonly serverUrl: string;
  /** Of the user, for the host alone. */
  readonly directory: string;
  readonly openBrowser: (address: URL) => void | Promise<void>;
}

const PATIENCE_MS = 5 * 60_000;

export async function connect({ serverUrl, directory, openBrowser }: ConnectOptions): Promise<Client> {
  const listener = await listenOnLoopback('/callback');
  const expectedState = randomUUID();
  const authProvider = mcpClientProvider({
    metadata: {
      client_name: 'Notes',
      redirect_uris: ['http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    },
    store: fileStore({ directory: join(directory, 'clients') }),
    session: fileSession(join(directory, 'session.json')),
    redirectUrl: listener.redirectUri,
    redirectToAuthorization: openBrowser,
    state: () => expectedState,
  });
  const open = () => new StreamableHTTPClientTransport(new URL(serverUrl), { authProvider });
  const client = new Client({ name: 'notes', version: '1.0.0' });
  const transport = open();
  try {
    await client.connect(transport);
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
    const callback = await listener.callback(AbortSignal.timeout(PATIENCE_MS));
    await transport.finishAuth(codeIn(callback, expectedState));
    await client.connect(open());
  } finally {
    listener.close();
  }
  return client;
}

function codeIn({ searchParams }: URL, expectedState: string): string {
  if (searchParams.get('state') !== expectedState) throw new Error('this is not the answer to our request');
  const code = searchParams.get('code');
  if (code === null) throw new Error(`not authorised: ${searchParams.get('error')}`);
  return code;
}
