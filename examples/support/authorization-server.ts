import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdapterPayload, Provider } from 'oidc-provider';
import { keepInMemory } from './memory-adapter.js';

/** A request as it reached the server. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
}

export interface RunningServer {
  readonly issuer: string;
  /** What reached the server so far. */
  readonly seen: readonly SeenRequest[];
  /** How many clients were registered so far. */
  registrations(): number;
  /** Ids of the clients that it knows. */
  clients(): string[];
  /** What it knows of a client. */
  client(client_id: string): AdapterPayload | undefined;
  /** Loses a client, as servers do that are pruned or restored from a backup. */
  forget(client_id: string): void;
  close(): Promise<void>;
}

export interface AuthorizationServerOptions {
  /** Pages of other origins may register and manage clients, too. Default: they may read metadata and get tokens, as at most servers. */
  readonly letsPagesRegister?: boolean;
}

/**
 * Starts oidc-provider on a loopback port, with registration, management and rotation of the token switched on. Its only user,
 * joe, logs in and agrees without being asked.
 */
export async function startAuthorizationServer({
  letsPagesRegister = false,
}: AuthorizationServerOptions = {}): Promise<RunningServer> {
  const seen: SeenRequest[] = [];
  const kept = keepInMemory();
  let handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  const server = createServer((request: IncomingMessage, response) => {
    seen.push({ method: request.method ?? '', path: request.url ?? '' });
    void handle?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The issuer is fixed when the provider is made, so the port must be known before.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = await quietly(async () => {
    const { Provider } = await import('oidc-provider');
    return new Provider(issuer, {
      adapter: kept.adapter,
      cookies: { keys: ['of an example'] },
      scopes: ['openid', 'offline_access', 'tools'],
      clientBasedCORS: () => true,
      features: {
        devInteractions: { enabled: false },
        registration: { enabled: true },
        registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_context, resource) => ({
            scope: 'tools',
            audience: resource,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          }),
          useGrantedResource: () => true,
        },
      },
      findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
      ttl: {
        ClientCredentials: 600,
        AccessToken: 600,
        Grant: 3600,
        Interaction: 600,
        IdToken: 600,
        RefreshToken: 3600,
        Session: 3600,
      },
    });
  });
  if (letsPagesRegister) provider.use(shareRegistration);
  const callback = provider.callback();
  handle = async (request, response) => {
    if (request.url?.startsWith('/interaction/')) await agree(provider, request, response);
    else await callback(request, response);
  };
  return {
    issuer,
    seen,
    registrations: () => seen.filter(({ method, path }) => method === 'POST' && path === '/reg').length,
    clients: () => kept.ids('Client'),
    client: (client_id) => kept.find('Client', client_id),
    forget: (client_id) => kept.forget('Client', client_id),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** CORS for what concerns clients, which oidc-provider leaves to whoever runs it. */
const shareRegistration: Parameters<Provider['use']>[0] = async (context, next) => {
  if (!context.path.startsWith('/reg')) return next();
  context.set({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, PUT, DELETE',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-expose-headers': 'Date, Retry-After, WWW-Authenticate',
  });
  if (context.method === 'OPTIONS') context.status = 204;
  else await next();
};

/** What a login page and a consent page do when the user has pressed their buttons. */
async function agree(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: 'joe' } });
    return;
  }
  const grant = new provider.Grant({
    accountId: session?.accountId ?? 'joe',
    clientId: String(params.client_id),
  });
  const asked = String(params.scope ?? '');
  if (asked !== '') grant.addOIDCScope(asked);
  if (typeof params.resource === 'string') grant.addResourceScope(params.resource, asked);
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

/** oidc-provider warns that its keys and storage are for development, which is what they are for here. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { warn, info } = console;
  console.warn = () => {};
  console.info = () => {};
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, info });
  }
}
