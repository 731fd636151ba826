import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createRemoteJWKSet, jwtVerify } from 'jose';

/** Starts an MCP server whose only tool tells who its user is. Tokens come from `issuer`, and it says so (RFC 9728). */
export async function startMcpServer(issuer: string) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const resource = `${origin}/mcp`;
  const metadataPath = '/.well-known/oauth-protected-resource/mcp';
  const keys = createRemoteJWKSet(new URL('/jwks', issuer));

  const userOf = async ({ headers }: IncomingMessage): Promise<string | undefined> => {
    const [, token = ''] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    const verified = await jwtVerify(token, keys, { issuer, audience: resource }).catch(() => undefined);
    return verified?.payload.sub;
  };

  server.on('request', async (request, response) => {
    if (request.url === metadataPath) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ resource, authorization_servers: [issuer], scopes_supported: ['tools'] }),
      );
      return;
    }
    const user = await userOf(request);
    if (request.url !== '/mcp' || user === undefined) {
      const challenge = { 'www-authenticate': `Bearer resource_metadata="${origin}${metadataPath}"` };
      response.writeHead(request.url === '/mcp' ? 401 : 404, challenge).end();
      return;
    }
    const mcp = new McpServer({ name: 'who-am-i', version: '1.0.0' });
    mcp.registerTool('who-am-i', { description: 'Tells who you are' }, () => ({
      content: [{ type: 'text', text: user }],
    }));
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    await mcp.connect(transport);
    await transport.handleRequest(request, response);
  });

  return {
    url: resource,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
