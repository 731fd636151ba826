import type { Settings } from './options.js';

/** A client as the test server holds it. */
export interface TestServerClient {
  /** The id that the server gave it. */
  readonly client_id: string;
  /** What the client registered, with the server's defaults: everything but ids, credentials and times. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Secret. The one client secret that works now. */
  readonly client_secret?: string;
  /** Epoch seconds; 0 = never. There if and only if there is a secret. */
  readonly client_secret_expires_at?: number;
  /** Secret. The one token that works now; absent when it was destroyed, or there is no management. */
  readonly registration_access_token?: string;
  /** Where it is managed (RFC 7592 section 3); absent without management. */
  readonly registration_client_uri?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds; set by DELETE. */
  readonly deletedAt?: number;
}

/** The server's memory. Entries are replaced, never changed, so that snapshots stay what they were. */
export interface ClientTable {
  get(client_id: string): TestServerClient | undefined;
  all(): TestServerClient[];
  /** The client whose configuration address has this origin and path. */
  atAddress(address: string): TestServerClient | undefined;
  withToken(token: string): TestServerClient | undefined;
  put(client: TestServerClient): void;
  forget(client_id: string): boolean;
  clear(): void;
  /** Every secret that was ever issued, for hiding them in the log. */
  issued(): ReadonlySet<string>;
}

export function createClientTable(): ClientTable {
  const clients = new Map<string, TestServerClient>();
  const idOfToken = new Map<string, string>();
  const idOfAddress = new Map<string, string>();
  const issued = new Set<string>();
  const byId = (client_id: string | undefined): TestServerClient | undefined =>
    client_id === undefined ? undefined : clients.get(client_id);
  const detach = (client_id: string): void => {
    const { registration_access_token: token, registration_client_uri: uri } = clients.get(client_id) ?? {};
    if (token !== undefined) idOfToken.delete(token);
    if (uri !== undefined) idOfAddress.delete(withoutQuery(uri));
  };
  return {
    get: (client_id) => clients.get(client_id),
    all: () => [...clients.values()],
    atAddress: (address) => byId(idOfAddress.get(address)),
    withToken: (token) => byId(idOfToken.get(token)),
    put(client) {
      detach(client.client_id);
      clients.set(client.client_id, client);
      const { client_secret, registration_access_token: token, registration_client_uri: uri } = client;
      if (client_secret !== undefined) issued.add(client_secret);
      if (token !== undefined) {
        issued.add(token);
        idOfToken.set(token, client.client_id);
      }
      if (uri !== undefined) idOfAddress.set(withoutQuery(uri), client.client_id);
    },
    forget(client_id) {
      detach(client_id);
      return clients.delete(client_id);
    },
    clear() {
      clients.clear();
      idOfToken.clear();
      idOfAddress.clear();
    },
    issued: () => issued,
  };
}

function withoutQuery(uri: string): string {
  return uri.replace(/\?.*$/s, '');
}

/** A new secret and the end of its life (RFC 7591 section 3.2.1). */
export function newSecret(settings: Settings): { client_secret: string; client_secret_expires_at: number } {
  const lifetime = settings.secretExpiresInSeconds;
  return {
    client_secret: `secret-${settings.random()}`,
    client_secret_expires_at: lifetime === 0 ? 0 : Math.floor(settings.now() / 1000) + lifetime,
  };
}

export function newToken(settings: Settings): { registration_access_token: string } {
  return { registration_access_token: `token-${settings.random()}` };
}

/** The client information response (RFC 7591 section 3.2.1, RFC 7592 section 3). */
export function clientInformation(client: TestServerClient): Record<string, unknown> {
  const { metadata, createdAt, deletedAt: _, ...registration } = client;
  return { ...metadata, client_id_issued_at: Math.floor(createdAt / 1000), ...registration };
}
