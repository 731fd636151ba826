import type { OAuthServerProvider } from '@modelcontextprotocol/sdk/server/auth/provider.js';
import { mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import type { OAuthClientInformationFull } from '@modelcontextprotocol/sdk/shared/auth.js';
import express, { type Express } from 'express';
import { listen } from './listen.js';

/** The authorization router of the MCP SDK: registration without management, secrets that end in 30 days. */
export async function startMcpRouter() {
  let app: Express | undefined;
  const { origin, close } = await listen((request, response) => app?.(request, response));
  const clients = new Map<string, OAuthClientInformationFull>();
  const seen: string[] = [];
  const unused = () => Promise.reject(new Error('not part of registration'));
  const provider: OAuthServerProvider = {
    clientsStore: {
      getClient: (client_id) => clients.get(client_id),
      registerClient: (client) => {
        // The router has put the id in; its types leave that to us.
        const full = client as OAuthClientInformationFull;
        clients.set(full.client_id, full);
        return full;
      },
    },
    authorize: unused,
    challengeForAuthorizationCode: unused,
    exchangeAuthorizationCode: unused,
    exchangeRefreshToken: unused,
    verifyAccessToken: unused,
  };
  app = express();
  app.use((request, _response, next) => {
    seen.push(`${request.method} ${request.path}`);
    next();
  });
  app.use(mcpAuthRouter({ provider, issuerUrl: new URL(origin) }));
  return { issuer: origin, clients, seen: seen as readonly string[], close };
}
