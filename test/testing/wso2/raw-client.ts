import { createWso2TestServer, type Wso2Place, type Wso2TestServer } from '../../../src/testing/index.js';

export type Members = Record<string, unknown>;

/** An answer that was read, however it was written. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Members;
}

export const VERSIONS = ['5.11', '7.0', '7.1', '7.3', 'master'] as const;
export const ADMIN = `Basic ${btoa('admin:admin')}`;
export const TENANT_ADMIN = `Basic ${btoa('admin@wso2.com:admin')}`;
export const ORGANIZATION = '10084a8d-113f-4211-a0d5-efe36b082211';

/** A server with a tenant beside the super tenant, with an organisation where the release has such. */
export function serverOf(
  version: (typeof VERSIONS)[number],
  options: Parameters<typeof createWso2TestServer>[0] = {},
): Wso2TestServer {
  const hasOrganizations = version !== '5.11' && version !== '7.0';
  return createWso2TestServer({
    version,
    tenants: { 'wso2.com': hasOrganizations ? { organizations: [ORGANIZATION] } : {} },
    ...options,
  });
}

export async function send(server: Wso2TestServer, url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await server.fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : {},
  };
}

interface Options {
  readonly place?: Wso2Place;
  readonly authorization?: string | null;
  readonly contentType?: string | null;
}

/** One request to the registration API, as the administrator of the place unless it is told otherwise. */
export function call(
  server: Wso2TestServer,
  method: string,
  { path = '', body, ...options }: Options & { readonly path?: string; readonly body?: unknown } = {},
): Promise<Answer> {
  const { place = {}, contentType = 'application/json' } = options;
  const administrator = place.tenant === undefined ? ADMIN : TENANT_ADMIN;
  const { authorization = administrator } = options;
  return send(server, server.registrationEndpoint(place) + path, {
    method,
    headers: {
      ...(authorization === null ? {} : { authorization }),
      ...(contentType === null ? {} : { 'content-type': contentType }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

export const create = (server: Wso2TestServer, body: unknown, options: Options = {}): Promise<Answer> =>
  call(server, 'POST', { ...options, body });

export const read = (server: Wso2TestServer, id: unknown, options: Options = {}): Promise<Answer> =>
  call(server, 'GET', { ...options, path: `/${String(id)}` });

export const update = (
  server: Wso2TestServer,
  id: unknown,
  body: unknown,
  options: Options = {},
): Promise<Answer> => call(server, 'PUT', { ...options, path: `/${String(id)}`, body });

export const remove = (server: Wso2TestServer, id: unknown, options: Options = {}): Promise<Answer> =>
  call(server, 'DELETE', { ...options, path: `/${String(id)}` });

export const readByName = (server: Wso2TestServer, name: string, options: Options = {}): Promise<Answer> =>
  call(server, 'GET', { ...options, path: `?client_name=${encodeURIComponent(name)}` });

/** Posts a form to the token endpoint of a place. */
export function token(
  server: Wso2TestServer,
  form: Record<string, string>,
  { client, path = '' }: { readonly client?: Members | undefined; readonly path?: string } = {},
): Promise<Answer> {
  const headers: Record<string, string> =
    client === undefined
      ? {}
      : { authorization: `Basic ${btoa(`${String(client.client_id)}:${String(client.client_secret)}`)}` };
  return send(server, `https://wso2.example.test${path}/oauth2/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
}

export const MACHINE = { client_name: 'machine', grant_types: ['client_credentials'] };
export const WEB = {
  client_name: 'TestApp',
  grant_types: ['authorization_code', 'implicit'],
  redirect_uris: ['http://TestApp.com'],
};
