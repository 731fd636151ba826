import type { ServerMetadata } from '../protocol/types.js';
import { canParse } from './can-parse.js';
import { createClientTable, type TestServerClient } from './clients.js';
import type { Context } from './context.js';
import { createFaults } from './fault-kinds.js';
import { createFaultQueue, type Faults } from './faults.js';
import { createInitialAccess } from './initial-access-token.js';
import { type TestServerOptions, withDefaults } from './options.js';
import { createRequestLog, type TestServerRequest } from './request-log.js';
import { route } from './route.js';
import { serve, type TestServerFetch } from './serve.js';
import { serverMetadata } from './server-metadata.js';
import { webFingerOrigins } from './webfinger.js';

/** An authorization server in memory, and the means to look into it and to make it misbehave. */
export interface TestServer extends Faults {
  /** What apps are configured with. */
  readonly issuer: string;
  /**
   * Takes the place of `globalThis.fetch`. It needs no `this`, honours `signal`, and treats redirects as
   * Node's fetch does. What the server does not know, at whatever origin, is answered by 404.
   */
  readonly fetch: TestServerFetch;
  /** A copy of the metadata document. */
  metadata(): ServerMetadata;
  /** Every origin at which this server has something to say. */
  origins(): string[];
  /** All clients as they are now, deleted ones too, oldest first. Secret: they carry their credentials. */
  clients(): TestServerClient[];
  /** One client as it is now. Secret: carries its credentials. */
  client(client_id: string): TestServerClient | undefined;
  /** Every request since the start, also those that got no answer, oldest first. Secrets are hidden. */
  requests(): TestServerRequest[];
  /** Loses a client without a trace, as a database wipe does. False if there was none. */
  forget(client_id: string): boolean;
  /**
   * Loses all clients, and which initial access tokens are used up, as a restart of a server that keeps
   * them in memory does. The log and the arranged faults stay.
   */
  restart(): void;
}

/**
 * Makes an authorization server with Dynamic Client Registration (RFC 7591) and its management (RFC 7592)
 * behind a `fetch`, without a network. It stores and answers honestly, unless told to misbehave. The
 * authorization endpoint is announced and not there.
 *
 * @example
 * ```ts
 * const server = createTestServer({ rotation: 'on-update' });
 * server.loseNextAnswer({ method: 'POST' });
 * await startMyApp({ issuer: server.issuer, fetch: server.fetch });
 * console.log(server.clients().length, server.requests());
 * ```
 *
 * @throws TypeError when the issuer is not a URL, or has a query or a fragment.
 */
export function createTestServer(options: TestServerOptions = {}): TestServer {
  const settings = withDefaults(options);
  const clients = createClientTable();
  const initialAccess = createInitialAccess(settings.initialAccessToken);
  const context: Context = { settings, metadata: serverMetadata(settings), clients, initialAccess };
  const queue = createFaultQueue();
  const log = createRequestLog({ issued: clients.issued, isSecret: initialAccess.knows });

  return {
    issuer: settings.issuer,
    fetch: serve({ timing: settings, log, queue, answer: (request) => route(request, context) }),
    metadata: () => serverMetadata(settings),
    origins: () => originsOf(context),
    clients: () => clients.all(),
    client: (client_id) => clients.get(client_id),
    requests: () => log.all(),
    forget: (client_id) => clients.forget(client_id),
    restart() {
      clients.clear();
      initialAccess.reset();
    },
    ...createFaults(queue, settings),
  };
}

function originsOf({ settings, metadata }: Context): string[] {
  const endpoints = [
    settings.issuer,
    metadata.registration_endpoint,
    metadata.token_endpoint,
    metadata.jwks_uri,
  ];
  const origins = endpoints.flatMap((address) =>
    typeof address === 'string' && canParse(address) ? [new URL(address).origin] : [],
  );
  return [...new Set([...origins, ...webFingerOrigins(settings)])];
}
