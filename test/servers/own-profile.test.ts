import {
  createDcrClient,
  type DcrWarning,
  deleteClient,
  discoverServer,
  type FetchLike,
  memoryStore,
  readClient,
  registerClient,
  type ServerProfile,
  updateClient,
} from 'dcr-client';
import { describe, expect, test } from 'vitest';

// A profile that anybody could write, for a server of a vendor that cannot be run here. What answers is a fake of a few
// lines: it shows that the interface is enough for a server whose clients have no token and no address.

const ORIGIN = 'https://acme.vendor.example';
const ENDPOINT = `${ORIGIN}/v1/clients`;
const METADATA = { client_name: 'Batch', grant_types: ['client_credentials'] } as const;

/** Takes `KEY …` alone, of which `current` is the one in force. */
function vendorServer() {
  const clients = new Map<string, Record<string, unknown>>();
  const asked: string[] = [];
  let current = 'first';
  const json = (status: number, body: unknown) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  const fetch: FetchLike = async (url, init) => {
    const { method = 'GET' } = init;
    const headers = new Headers(init.headers);
    asked.push(
      `${method} ${new URL(url).pathname} ${headers.get('authorization')} ${headers.get('x-vendor')}`,
    );
    if (headers.get('authorization') !== `KEY ${current}`) return json(401, { errorCode: 'E11' });
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    const id = decodeURIComponent(new URL(url).pathname.slice('/v1/clients'.length + 1));
    if (method === 'POST') {
      const client_id = `c/${clients.size + 1}`;
      const { dropped: _dropped, ...kept } = body;
      clients.set(client_id, { ...kept, client_id, client_secret: 's', client_secret_expires_at: 0 });
      return json(201, clients.get(client_id));
    }
    const client = clients.get(id);
    if (client === undefined) return json(400, { errorCode: 'NONE' });
    if (method === 'DELETE') clients.delete(id);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (method === 'PUT') clients.set(id, { ...client, ...body });
    return json(200, { ...clients.get(id), client_secret: 'a hash' });
  };
  return {
    fetch,
    asked,
    clients,
    rotate: (key: string) => {
      current = key;
    },
  };
}

function profileOf(keys: readonly string[]) {
  const refusals: (string | undefined)[] = [];
  let turn = 0;
  const profile: ServerProfile = {
    name: 'vendor',
    headers: { 'x-vendor': 'yes' },
    configurationAddress: (client_id) => `${ENDPOINT}/${encodeURIComponent(client_id)}`,
    credential: async ({ refused }) => {
      refusals.push(refused);
      if (refused !== undefined) turn = Math.min(turn + 1, keys.length - 1);
      return `KEY ${keys[turn]}`;
    },
    outgoing: ({ members, asked }) => ({
      members,
      notKept: ['dropped', 'kept_after_all'].filter((name) => name in asked),
    }),
    habits: { update: { secret: 'no' } },
    refusal: ({ status, text }) => (status === 400 && text.includes('NONE') ? { kind: 'gone' } : undefined),
  };
  return { profile, refusals };
}

const SERVER = { issuer: ORIGIN, registration_endpoint: ENDPOINT };

describe('a profile of the user', () => {
  test('manages clients that have neither token nor address', async () => {
    const vendor = vendorServer();
    const { profile } = profileOf(['first']);
    const options = { profile, fetch: vendor.fetch };
    const made = await registerClient(SERVER, METADATA, options);
    expect(made.registration_client_uri).toBe(`${ENDPOINT}/c%2F1`);
    const read = await readClient({ client_id: 'c/1' }, options);
    expect(read).toMatchObject(METADATA);
    await updateClient(read, { ...read, client_name: 'Other' }, options);
    await deleteClient(read, options);
    expect(vendor.clients.size).toBe(0);
    expect(vendor.asked).toEqual([
      'POST /v1/clients KEY first yes',
      'GET /v1/clients/c%2F1 KEY first yes',
      'PUT /v1/clients/c%2F1 KEY first yes',
      'DELETE /v1/clients/c%2F1 KEY first yes',
    ]);
    await expect(readClient(read, options)).rejects.toMatchObject({ code: 'gone', status: 400 });
  });

  test('gives another credential when one is refused, once', async () => {
    const vendor = vendorServer();
    vendor.rotate('second');
    const { profile, refusals } = profileOf(['first', 'second']);
    await registerClient(SERVER, METADATA, { profile, fetch: vendor.fetch });
    expect(refusals).toEqual([undefined, 'KEY first']);
    expect(vendor.clients.size).toBe(1);
  });

  test('is not asked for ever: the same credential again ends it', async () => {
    const vendor = vendorServer();
    vendor.rotate('another');
    const { profile } = profileOf(['first']);
    const error = await registerClient(SERVER, METADATA, { profile, fetch: vendor.fetch }).catch((e) => e);
    expect([error.code, error.status, error.error]).toEqual(['unauthorized', 401, 'E11']);
    expect(error.message).not.toContain('first');
    expect(vendor.asked).toHaveLength(1);
  });

  test("stands back for the request's own token", async () => {
    const vendor = vendorServer();
    const { profile } = profileOf(['first']);
    const call = registerClient(SERVER, METADATA, {
      profile,
      fetch: vendor.fetch,
      initialAccessToken: 'own',
    });
    await expect(call).rejects.toMatchObject({ code: 'unauthorized' });
    const own = {
      client_id: 'c1',
      registration_client_uri: `${ENDPOINT}/c1`,
      registration_access_token: 'rat',
    };
    await expect(readClient(own, { profile, fetch: vendor.fetch })).rejects.toMatchObject({
      code: 'token-refused',
    });
    expect(vendor.asked.map((line) => line.split(' ').slice(2, 4).join(' '))).toEqual([
      'Bearer own',
      'Bearer rat',
    ]);
  });

  test('says what is dropped, and is not believed where the answer shows it', async () => {
    const vendor = vendorServer();
    const { profile } = profileOf(['first']);
    const warnings: DcrWarning[] = [];
    const options = {
      profile,
      fetch: vendor.fetch,
      onWarning: (warning: DcrWarning) => warnings.push(warning),
    };
    const metadata = { ...METADATA, dropped: 1, kept_after_all: 2 } as typeof METADATA;
    await registerClient(SERVER, metadata, options);
    expect(warnings.find(({ code }) => code === 'not-kept')?.members).toEqual(['dropped']);
  });

  test('keeps the secret that was issued, where none is ever renewed', async () => {
    const vendor = vendorServer();
    const options = { profile: profileOf(['first']).profile, fetch: vendor.fetch };
    const made = await registerClient(SERVER, METADATA, options);
    expect((await updateClient(made, { ...made }, options)).client_secret).toBe('s');
  });

  test('makes an app manage its client', async () => {
    const vendor = vendorServer();
    const app = createDcrClient({
      server: SERVER,
      metadata: METADATA,
      store: memoryStore(),
      profile: profileOf(['first']).profile,
      fetch: vendor.fetch,
    });
    await app.ensureRegistered();
    expect(await app.status()).toMatchObject({ usable: true, manageable: true });
    await app.patch({ client_name: 'Patched' });
    expect(vendor.clients.get('c/1')).toMatchObject({ client_name: 'Patched' });
    await app.delete();
    expect(vendor.clients.size).toBe(0);
  });

  test('says where metadata stands and what its host means', async () => {
    const asked: string[] = [];
    const profile: ServerProfile = {
      name: 'vendor',
      issuerOf: (target) => `${target}/as`,
      wellKnownAddresses: (issuer) => [`${issuer}/metadata.json`],
      correctServer: (server) => ({
        server: { ...server, registration_endpoint: ENDPOINT },
        warnings: [{ code: 'address-corrected', message: 'known to be wrong' }],
      }),
    };
    const fetch: FetchLike = async (url) => {
      asked.push(url);
      return new Response(JSON.stringify({ issuer: `${ORIGIN}/as` }));
    };
    const codes: string[] = [];
    const onWarning = ({ code }: DcrWarning) => codes.push(code);
    expect(await discoverServer(ORIGIN, { profile, fetch, onWarning })).toEqual({
      issuer: `${ORIGIN}/as`,
      registration_endpoint: ENDPOINT,
    });
    expect([asked, codes]).toEqual([[`${ORIGIN}/as/metadata.json`], ['address-corrected']]);
  });
});
