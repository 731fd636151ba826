import { describe, expect, test } from 'vitest';
import {
  deleteClient,
  discoverServer,
  findIssuer,
  readClient,
  registerClient,
  updateClient,
} from '../src/index.js';

const ORIGIN = 'https://as.example';
const SERVER = { issuer: ORIGIN, registration_endpoint: `${ORIGIN}/register?realm=a%2Fb` };
const METADATA = {
  client_name: 'Cafe\u0301 Ångström', // combining characters on purpose
  redirect_uris: ['https://App.example', 'https://app.example/%7Ecb?x=1'],
  default_acr_values: ['urn:b', 'urn:a'],
  software_statement: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL3AuZXhhbXBsZSJ9.c2ln',
} as const;
const REGISTRATION = {
  client_id: 'c1',
  client_secret: 'secret-of-c1',
  client_secret_expires_at: 0,
  client_id_issued_at: 1,
  registration_client_uri: `${ORIGIN}/r/c1?client_id=c1&sig=%2B`,
  registration_access_token: 'token-of-c1',
};

/** Answers every request with this, and remembers what was asked. */
function wire(body: unknown = { client_id: 'c1' }, status = 200) {
  const asked: {
    url: string;
    method: string;
    headers: Record<string, string>;
    body: string | undefined;
    init: RequestInit;
  }[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const headers = Object.fromEntries(new Headers(init.headers));
    asked.push({
      url,
      method: init.method ?? 'GET',
      headers,
      body: typeof init.body === 'string' ? init.body : undefined,
      init,
    });
    return status === 204 ? new Response(null, { status }) : Response.json(body, { status });
  };
  return { asked, fetch };
}

describe('on the wire', () => {
  test('a registration is one POST of JSON with all members at the top, and nothing that was not given', async () => {
    const { asked, fetch } = wire(undefined, 201);
    await registerClient(SERVER, METADATA, { fetch }).catch(() => undefined);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ url: SERVER.registration_endpoint, method: 'POST' });
    expect(asked[0]?.headers).toEqual({ accept: 'application/json', 'content-type': 'application/json' });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(METADATA);
  });

  test('texts go out character by character: names, redirect URIs, the software statement, and lists in their order', async () => {
    const { asked, fetch } = wire({ client_id: 'c1', ...METADATA }, 201);
    const { client_name } = await registerClient(SERVER, METADATA, { fetch });
    expect(asked[0]?.body).toContain(JSON.stringify(METADATA.client_name));
    expect(asked[0]?.body).toContain(JSON.stringify(METADATA.redirect_uris));
    expect(asked[0]?.body).toContain(JSON.stringify(METADATA.software_statement));
    expect(asked[0]?.body).toContain(JSON.stringify(METADATA.default_acr_values));
    expect(client_name).toBe(METADATA.client_name);
  });

  test('a read is a GET, an update a PUT of JSON, a deletion a DELETE, each at the very address that was issued', async () => {
    const read = wire();
    await readClient(REGISTRATION, { fetch: read.fetch });
    const update = wire();
    await updateClient(
      REGISTRATION,
      { client_name: 'New', redirect_uris: ['https://app.example/cb'] },
      { fetch: update.fetch },
    ).catch(() => undefined);
    const deletion = wire(undefined, 204);
    await deleteClient(REGISTRATION, { fetch: deletion.fetch });
    const all = [...read.asked, ...update.asked, ...deletion.asked];
    expect(all.map(({ method, url }) => [method, url])).toEqual(
      ['GET', 'PUT', 'DELETE'].map((method) => [method, REGISTRATION.registration_client_uri]),
    );
    expect(all.map(({ body }) => body && JSON.parse(body))).toEqual([
      undefined,
      { client_id: 'c1', client_name: 'New', redirect_uris: ['https://app.example/cb'] },
      undefined,
    ]);
    expect(update.asked[0]?.headers['content-type']).toBe('application/json');
  });

  test('a token travels in the header alone, as Bearer, to the endpoint that it is for', async () => {
    const management = wire();
    await readClient(REGISTRATION, { fetch: management.fetch });
    const registration = wire(undefined, 201);
    await registerClient(SERVER, METADATA, {
      fetch: registration.fetch,
      initialAccessToken: 'initial-token',
    }).catch(() => undefined);
    const discovery = wire({ issuer: ORIGIN });
    await discoverServer(ORIGIN, { fetch: discovery.fetch });
    expect(
      [...management.asked, ...registration.asked, ...discovery.asked].map(
        ({ headers }) => headers.authorization,
      ),
    ).toEqual(['Bearer token-of-c1', 'Bearer initial-token', undefined]);
    const outside = [...management.asked, ...registration.asked]
      .map(({ url, body }) => `${url} ${body}`)
      .join();
    expect(outside).not.toMatch(/token-of-c1|initial-token|secret-of-c1/);
  });

  test('discovery is a GET, without a body, a cookie or a credential', async () => {
    const metadata = wire({ issuer: ORIGIN });
    await discoverServer(ORIGIN, { fetch: metadata.fetch });
    const webfinger = wire({
      links: [{ rel: 'http://openid.net/specs/connect/1.0/issuer', href: ORIGIN }],
      'x-unknown': { a: 1 },
    });
    expect(await findIssuer('joe@example.com', { fetch: webfinger.fetch })).toBe(ORIGIN);
    for (const { method, body, headers, init } of [...metadata.asked, ...webfinger.asked])
      expect([method, body, headers.authorization, init.credentials]).toEqual([
        'GET',
        undefined,
        undefined,
        'omit',
      ]);
  });

  test('nothing is kept in a cache', async () => {
    const { asked, fetch } = wire();
    await readClient(REGISTRATION, { fetch });
    expect(asked[0]?.init.cache).toBe('no-store');
  });
});
