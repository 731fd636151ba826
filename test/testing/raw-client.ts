import type { TestServer } from '../../src/testing/index.js';

/** Members of an answer, as loosely as a test wants to look at them. */
export type Members = Record<string, unknown>;

/** An answer that was read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Members;
}

export const WEB_CLIENT = { redirect_uris: ['https://app.example/cb'], client_name: 'App' };
export const MACHINE_CLIENT = { grant_types: ['client_credentials'], response_types: [] };

async function send(server: TestServer, url: string, init: RequestInit): Promise<Answer> {
  const response = await server.fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? JSON.parse(text) : {},
  };
}

function headersFor(token: unknown): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${String(token)}` };
}

export function register(server: TestServer, metadata: unknown, token?: string): Promise<Answer> {
  return send(server, String(server.metadata().registration_endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersFor(token) },
    body: JSON.stringify(metadata),
  });
}

/** One request to a client's configuration address. The token is that of the client unless another is given. */
export function manage(
  server: TestServer,
  client: Members,
  request: { method: string; body?: unknown; token?: unknown },
): Promise<Answer> {
  const token = 'token' in request ? request.token : client.registration_access_token;
  return send(server, String(client.registration_client_uri), {
    method: request.method,
    headers: {
      ...headersFor(token),
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
}

export const read = (server: TestServer, client: Members): Promise<Answer> =>
  manage(server, client, { method: 'GET' });

export const update = (server: TestServer, client: Members, body: Members): Promise<Answer> =>
  manage(server, client, { method: 'PUT', body: { client_id: client.client_id, ...body } });

export const remove = (server: TestServer, client: Members): Promise<Answer> =>
  manage(server, client, { method: 'DELETE' });

/** Asks for a token with client_secret_basic, encoded as RFC 6749 section 2.3.1 wants it. */
export function requestToken(server: TestServer, client: Members): Promise<Answer> {
  const encode = (text: unknown): string => new URLSearchParams({ '': String(text) }).toString().slice(1);
  const basic = btoa(`${encode(client.client_id)}:${encode(client.client_secret)}`);
  return postForm(server, { grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` });
}

export function postForm(
  server: TestServer,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(server, String(server.metadata().token_endpoint), {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
}
