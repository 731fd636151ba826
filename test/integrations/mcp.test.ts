import { auth as authOfVersion2 } from '@modelcontextprotocol/client';
import { auth as authOfVersion1 } from '@modelcontextprotocol/sdk/client/auth.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startAuthorizationServer } from '../../examples/support/authorization-server.js';
import { openBrowser } from '../../examples/support/browser.js';
import { createDcrClient, type DcrClientOptions, memoryStore } from '../../src/index.js';
import {
  type McpClientProvider,
  type McpClientProviderOptions,
  type McpSession,
  mcpClientProvider,
} from '../../src/integrations/mcp.js';
import { listen } from '../interop/servers/listen.js';
import { startMcpRouter } from '../interop/servers/mcp-router.js';
import { failing } from '../support/failing.js';
import { laterClock } from '../support/later-clock.js';

/** What comes back with the browser. */
interface Callback {
  readonly authorizationCode: string;
  readonly iss: string;
}

/** Both SDKs take the provider as it is, types included. */
const SDKS = {
  '@modelcontextprotocol/sdk 1': (provider: McpClientProvider, serverUrl: string, callback?: Callback) =>
    authOfVersion1(provider, {
      serverUrl,
      ...(callback === undefined ? {} : { authorizationCode: callback.authorizationCode }),
    }),
  '@modelcontextprotocol/client 2': (provider: McpClientProvider, serverUrl: string, callback?: Callback) =>
    authOfVersion2(provider, { serverUrl, ...callback }),
};

const CALLBACK = 'http://127.0.0.1/callback';
const METADATA = {
  client_name: 'Notes',
  redirect_uris: [CALLBACK],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'none',
} as const;

/** An MCP server as far as its protected resource metadata go (RFC 9728): they name who authorises. */
async function startResource(issuers: readonly string[]) {
  const { origin, close } = await listen((request, response) => {
    const isMetadata = request.url?.startsWith('/.well-known/oauth-protected-resource') === true;
    response.writeHead(isMetadata ? 200 : 404, { 'content-type': 'application/json' });
    const document = {
      resource: `${origin}/mcp`,
      authorization_servers: issuers,
      scopes_supported: ['tools'],
    };
    response.end(JSON.stringify(isMetadata ? document : {}));
  });
  onTestFinished(close);
  return `${origin}/mcp`;
}

/** An authorization server, an MCP server that it authorises for, and as many processes with one store as a test wants. */
async function setting() {
  const server = await startAuthorizationServer();
  onTestFinished(() => server.close());
  const issuers = [server.issuer];
  const resource = await startResource(issuers);
  const store = memoryStore();
  const { clock, pass } = laterClock();
  const start = (options: Partial<McpClientProviderOptions> = {}) => {
    const sentTo: URL[] = [];
    const provider = mcpClientProvider({
      metadata: METADATA,
      store,
      clock,
      redirectToAuthorization: (url) => void sentTo.push(url),
      ...options,
    });
    return { provider, sentTo, clientIds: () => sentTo.map((url) => url.searchParams.get('client_id')) };
  };
  return { server, issuers, resource, start, pass };
}

/** A session that outlives its process, as in a file. */
function keptSession(text = '{}') {
  let kept = text;
  return {
    read: (): McpSession => JSON.parse(kept),
    write: (session: McpSession) => {
      kept = JSON.stringify(session);
    },
  };
}

/** The user logs in and agrees. */
async function agree(address: URL | undefined): Promise<Callback> {
  const { url } = await openBrowser().open(address ?? '', CALLBACK);
  const { code = '', iss = '' } = Object.fromEntries(url.searchParams);
  return { authorizationCode: code, iss };
}

describe.each(Object.entries(SDKS))('mcpClientProvider under auth() of %s', (_, auth) => {
  test('the first start registers one client, and a second process uses it', async () => {
    const { server, resource, start } = await setting();
    const [first, second] = [start(), start()];
    expect(await auth(first.provider, resource)).toBe('REDIRECT');
    expect(await auth(second.provider, resource)).toBe('REDIRECT');
    expect(server.registrations()).toBe(1);
    expect(first.clientIds()).toEqual(server.clients());
    expect(second.clientIds()).toEqual(server.clients());
  });

  test('a user agrees, gets tokens, and these are refreshed later', async () => {
    const { server, resource, start } = await setting();
    const { provider, sentTo } = start({ state: () => 'a state' });
    await auth(provider, resource);
    expect(sentTo[0]?.searchParams.get('state')).toBe('a state');
    expect(await auth(provider, resource, await agree(sentTo[0]))).toBe('AUTHORIZED');
    const tokens = await provider.tokens();
    expect(tokens).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) });
    expect(await auth(provider, resource)).toBe('AUTHORIZED');
    expect((await provider.tokens())?.access_token).not.toBe(tokens?.access_token);
    expect(sentTo).toHaveLength(1);
    expect(server.registrations()).toBe(1);
  });

  test('a client that the server has forgotten is replaced once, and the user asked again', async () => {
    const { server, resource, start, pass } = await setting();
    const { provider, sentTo, clientIds } = start();
    await auth(provider, resource);
    await auth(provider, resource, await agree(sentTo[0]));
    const [forgotten = ''] = server.clients();
    server.forget(forgotten);
    // Within a minute the server might only be slow to know it.
    pass(120_000);
    expect(await auth(provider, resource)).toBe('REDIRECT');
    const [replacement] = server.clients();
    expect(clientIds()).toEqual([forgotten, replacement]);
    expect(await auth(provider, resource, await agree(sentTo[1]))).toBe('AUTHORIZED');
    const other = start();
    await auth(other.provider, resource);
    expect(other.clientIds()).toEqual([replacement]);
    expect(server.registrations()).toBe(2);
  });

  test('the process that answers the callback needs only the session', async () => {
    const { resource, start } = await setting();
    const session = keptSession();
    const before = start({ session });
    await auth(before.provider, resource);
    const after = start({ session });
    expect(await auth(after.provider, resource, await agree(before.sentTo[0]))).toBe('AUTHORIZED');
    expect(session.read()).toEqual({ tokens: await after.provider.tokens() });
  });

  test('where the MCP server names another authorization server, its client is another one', async () => {
    const { server, issuers, resource, start } = await setting();
    const { provider, clientIds } = start();
    await auth(provider, resource);
    const moved = await startAuthorizationServer();
    onTestFinished(() => moved.close());
    issuers.splice(0, 1, moved.issuer);
    await provider.invalidateCredentials('discovery');
    await auth(provider, resource);
    expect(clientIds()).toEqual([...server.clients(), ...moved.clients()]);
  });

  test('without a redirect URI there is no user, and tokens come by client credentials', async () => {
    const { server, resource, start } = await setting();
    const metadata = {
      client_name: 'Batch',
      grant_types: ['client_credentials'],
      scope: 'tools',
      token_endpoint_auth_method: 'client_secret_basic',
    } as const;
    const { provider } = start({ metadata });
    expect(await auth(provider, resource)).toBe('AUTHORIZED');
    expect(await provider.tokens()).toMatchObject({ access_token: expect.any(String), scope: 'tools' });
    expect(server.registrations()).toBe(1);
  });

  test("the SDK's own router, which manages no clients: a forgotten one is replaced by the server's word", async () => {
    const router = await startMcpRouter();
    onTestFinished(() => router.close());
    const resource = await startResource([`${router.issuer}/`]);
    const { start, pass } = await setting();
    const { provider, clientIds } = start();
    await auth(provider, resource);
    const [first] = router.clients.keys();
    const tokens = { access_token: 'a', token_type: 'Bearer', refresh_token: 'r', issuer: router.issuer };
    await provider.saveTokens(tokens);
    router.clients.clear();
    pass(120_000);
    expect(await auth(provider, resource)).toBe('REDIRECT');
    const [second] = router.clients.keys();
    expect(clientIds()).toEqual([first, second]);
    expect(await provider.tokens()).toBeUndefined();
  });
});

describe('mcpClientProvider', () => {
  test('gives the SDK what it needs to use the client, and not what it takes to manage it', async () => {
    const { server, start } = await setting();
    const { provider } = start();
    expect(await provider.clientInformation({ issuer: server.issuer })).toEqual({
      client_id: server.clients()[0],
      token_endpoint_auth_method: 'none',
      issuer: server.issuer,
    });
  });

  test('a server without metadata has its endpoints at the paths that the MCP specification once fixed', async () => {
    const asked: string[] = [];
    const { start } = await setting();
    const { provider } = start({
      fetch: async (url, init) => {
        asked.push(`${init?.method} ${url}`);
        return Response.json({ client_id: 'c1', redirect_uris: [CALLBACK] }, { status: 201 });
      },
    });
    await provider.saveDiscoveryState({ authorizationServerUrl: 'https://old.example/' });
    expect(await provider.clientInformation()).toMatchObject({
      client_id: 'c1',
      issuer: 'https://old.example/',
    });
    expect(asked).toEqual(['POST https://old.example/register']);
  });

  test('a server that reads documents about clients is told the address of one; nothing is registered there', async () => {
    const { server, start } = await setting();
    const clientMetadataUrl = 'https://notes.example/client.json';
    const { provider } = start({ clientMetadataUrl });
    const metadata = {
      issuer: server.issuer,
      authorization_endpoint: `${server.issuer}/auth`,
      token_endpoint: `${server.issuer}/token`,
      response_types_supported: ['code'],
    };
    const found = async (client_id_metadata_document_supported: boolean) => {
      await provider.saveDiscoveryState({
        authorizationServerUrl: server.issuer,
        authorizationServerMetadata: { ...metadata, client_id_metadata_document_supported },
      });
      return provider.clientInformation();
    };
    expect(await found(true)).toEqual({ client_id: clientMetadataUrl, issuer: server.issuer });
    await provider.invalidateCredentials('all');
    expect(server.registrations()).toBe(0);
    expect((await found(false)).client_id).toBe(server.clients()[0]);
  });

  test('tells the lifecycle that the client works, and keeps the tokens whatever comes of that', async () => {
    const { server, start } = await setting();
    const told: string[] = [];
    const { provider } = start({
      createClient: (options) => ({
        ...createDcrClient(options),
        reportAccepted: async ({ client_id }) => {
          told.push(client_id);
          throw new Error('store-failed');
        },
      }),
    });
    const tokens = { access_token: 'a', token_type: 'Bearer' };
    await provider.clientInformation({ issuer: server.issuer });
    await provider.saveTokens(tokens);
    expect(told).toEqual(server.clients());
    expect(await provider.tokens()).toEqual(tokens);
  });

  test('makes its clients by createClient, so that they can be watched', async () => {
    const { server, start } = await setting();
    const made: DcrClientOptions[] = [];
    const { provider } = start({
      createClient: (options) => {
        made.push(options);
        return createDcrClient(options);
      },
    });
    await provider.clientInformation({ issuer: server.issuer });
    expect(made).toMatchObject([{ issuer: server.issuer, metadata: METADATA }]);
  });

  test('forgets what was refused, and nothing else', async () => {
    const { start } = await setting();
    const { provider } = start();
    const discovery = { authorizationServerUrl: 'https://as.example' };
    const tokens = { access_token: 'a', token_type: 'Bearer' };
    await provider.saveTokens(tokens);
    await provider.saveCodeVerifier('v');
    await provider.saveDiscoveryState(discovery);
    await provider.invalidateCredentials('tokens');
    expect(await provider.tokens()).toBeUndefined();
    expect(await provider.codeVerifier()).toBe('v');
    await provider.invalidateCredentials('discovery');
    expect(await provider.discoveryState()).toBeUndefined();
    expect(await provider.codeVerifier()).toBe('v');
    await provider.invalidateCredentials('verifier');
    expect((await failing(provider.codeVerifier())).message).toContain('Give the one that did as session');
  });

  test('says what is wrong with its options, and when the SDK is too old to tell the server', async () => {
    const { start } = await setting();
    const store = memoryStore();
    expect(() => mcpClientProvider({ metadata: METADATA, store })).toThrow('give redirectToAuthorization');
    // @ts-expect-error the misspelling is the point
    expect(() => start({ redirectUrI: CALLBACK })).toThrow('Did you mean redirectUrl?');
    expect(() => start({ clientMetadataUrl: 'http://notes.example/client.json' })).toThrow(
      'clientMetadataUrl',
    );
    expect(() => start({ registrationBudget: -1 })).toThrow('mcpClientProvider: registrationBudget');
    const error = await failing(start().provider.clientInformation());
    expect(error).toMatchObject({ code: 'invalid-option', message: expect.stringContaining('1.27') });
  });
});
