import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientAuthMethod, ClientMetadata } from 'oidc-provider';
import { listen } from './listen.js';

export interface Seen {
  readonly method: string;
  readonly path: string;
  status: number;
}

/** What a browser asked before it sent a request. */
interface Preflight {
  readonly path: string;
  readonly method: string | undefined;
  readonly headers: string | undefined;
}

export interface OidcProviderOptions {
  readonly rotate?: boolean;
  readonly initialAccessToken?: string;
  /** Ways to authenticate that it offers. Default: all that need no certificate. */
  readonly methods?: readonly ClientAuthMethod[];
  /**
   * Lets pages of any origin register and manage, which it does not by itself: it only lets them read its metadata.
   * `exposing`: with all headers that say something. `never`: not even that.
   */
  readonly cors?: boolean | 'exposing' | 'never';
  /** Awaited before the server acts on a request. */
  readonly before?: (request: Seen) => Promise<void>;
  /** Told when it has answered one. */
  readonly after?: (request: Seen) => void;
  /** Clients that exist from the start. */
  readonly clients?: object[];
}

const EXPOSED = { 'access-control-expose-headers': 'Date, Retry-After, WWW-Authenticate' };

const silent = { warn: () => {}, info: () => {} };
const loud = { warn: console.warn, info: console.info };

/** oidc-provider in process, and what reached it. */
export async function startOidcProvider({
  rotate = true,
  initialAccessToken,
  cors = false,
  before = async () => {},
  after = () => {},
  clients = [],
  methods = ['none', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt'],
}: OidcProviderOptions = {}) {
  const seen: Seen[] = [];
  const preflights: Preflight[] = [];
  let cut: string | undefined;
  let handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  const { origin: issuer, close } = await listen((request, response) => {
    const entry: Seen = { method: request.method ?? '', path: request.url ?? '', status: 0 };
    seen.push(entry);
    if (entry.method === 'OPTIONS')
      preflights.push({
        path: entry.path,
        method: request.headers['access-control-request-method'],
        headers: request.headers['access-control-request-headers'],
      });
    response.on('finish', () => {
      entry.status = response.statusCode;
      after(entry);
    });
    if (cut === entry.method) {
      cut = undefined;
      // The server has acted when it begins to answer; then the line goes dead.
      response.writeHead = () => {
        request.socket.destroy();
        return response;
      };
    }
    void before(entry).then(() => handle?.(request, response));
  });
  Object.assign(console, silent);
  const { Provider } = await import('oidc-provider');
  // Again: another one that started at the same time may have made it loud meanwhile.
  Object.assign(console, silent);
  const provider = new Provider(issuer, {
    clients: clients as ClientMetadata[],
    clientAuthMethods: [...methods],
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true, ...(initialAccessToken === undefined ? {} : { initialAccessToken }) },
      registrationManagement: { enabled: true, rotateRegistrationAccessToken: rotate },
      clientCredentials: { enabled: true },
    },
    ttl: { ClientCredentials: 600 },
  });
  if (cors === 'never') {
    provider.use(async (context, next) => {
      await next();
      context.remove('access-control-allow-origin');
    });
  } else if (cors) {
    provider.use(async (context, next) => {
      context.set({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, POST, PUT, DELETE',
        'access-control-allow-headers': 'authorization, content-type',
        ...(cors === 'exposing' ? EXPOSED : undefined),
      });
      if (context.method === 'OPTIONS') context.status = 204;
      else await next();
    });
  }
  Object.assign(console, loud);
  const registered = new Map<string, string | undefined>();
  provider.on('registration_create.success', (_, { clientId, clientName }) =>
    registered.set(clientId, clientName),
  );
  provider.on('registration_delete.success', (_, { clientId }) => registered.delete(clientId));
  handle = provider.callback();
  return {
    issuer,
    seen: seen as readonly Seen[],
    preflights: preflights as readonly Preflight[],
    close,
    /** Ids of the clients that were registered and not deleted, and their names. */
    registered: registered as ReadonlyMap<string, string | undefined>,
    /** The next request of this method takes effect, and its answer is lost. */
    cutNextAnswer: (method: string) => {
      cut = method;
    },
    created: () =>
      seen.filter(({ method, path, status }) => method === 'POST' && path === '/reg' && status === 201)
        .length,
  };
}

export type OidcProvider = Awaited<ReturnType<typeof startOidcProvider>>;
