import {
  createDcrClient,
  type DcrChange,
  type DcrClientSettings,
  deleteClient,
  discoverServer,
  type FetchLike,
  memoryStore,
  type RegistrationError,
  readClient,
  registerClient,
  updateClient,
} from 'dcr-client';
import { nodeFetch } from 'dcr-client/node';
import { fileStore } from 'dcr-client/stores/file';
import { describe, expect, onTestFinished, test } from 'vitest';
import { failing } from '../support/failing.js';
import { type OidcProviderOptions, startOidcProvider } from './servers/oidc-provider.js';
import { rawRead, rawToken } from './servers/raw.js';
import { temporaryDirectory } from './temporary-directory.js';

const METADATA = {
  client_name: 'Interop',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: 'client_secret_basic',
} as const;

async function setting(options: OidcProviderOptions = {}, via: { fetch?: FetchLike } = {}) {
  const provider = await startOidcProvider(options);
  onTestFinished(() => provider.close());
  const directory = await temporaryDirectory();
  const changes: DcrChange[] = [];
  const { initialAccessToken } = options;
  const start = (more: Partial<DcrClientSettings> = {}) =>
    createDcrClient({
      issuer: provider.issuer,
      metadata: METADATA,
      store: fileStore({ directory }),
      onChange: (change) => changes.push(change),
      ...(initialAccessToken === undefined ? {} : { initialAccessToken }),
      ...via,
      ...more,
    });
  return { provider, directory, changes, start };
}

const configurations: OidcProviderOptions[] = [
  { rotate: true },
  { rotate: false },
  { rotate: true, initialAccessToken: 'interop-initial-token' },
  { rotate: false, initialAccessToken: 'interop-initial-token' },
];

const transports: Record<string, { fetch?: FetchLike }> = {
  'the global fetch': {},
  nodeFetch: { fetch: nodeFetch() },
};

describe.each(
  Object.entries(transports).flatMap(([transport, via]) =>
    configurations.map(
      (options) =>
        [
          `${transport}, rotation ${options.rotate ? 'on' : 'off'}, initial access token ${options.initialAccessToken ? 'needed' : 'not needed'}`,
          options,
          via,
        ] as const,
    ),
  ),
)('oidc-provider: %s', (_name, options, via) => {
  test('the whole life of a registered app', async () => {
    const { provider, start } = await setting(options, via);
    const registered = await start().ensureRegistered();
    expect(await rawRead(registered)).toMatchObject({
      status: 200,
      body: { client_id: registered.client_id, client_name: 'Interop' },
    });
    expect(await rawToken(provider.issuer, registered)).toMatchObject({
      status: 200,
      body: { access_token: expect.any(String) },
    });

    const before = provider.seen.length;
    const again = start();
    expect(await again.ensureRegistered()).toEqual(registered);
    expect((await again.server()).issuer).toBe(provider.issuer);
    expect(await again.status()).toMatchObject({
      state: 'registered',
      usable: true,
      manageable: true,
      client_id: registered.client_id,
    });
    expect(provider.seen.length).toBe(before);

    const patched = await start().patch({ client_name: 'Patched', contacts: ['a@example.com'] });
    expect(await rawRead(patched)).toMatchObject({
      status: 200,
      body: { client_name: 'Patched', contacts: ['a@example.com'] },
    });
    expect(patched.registration_access_token === registered.registration_access_token).toBe(!options.rotate);
    expect((await rawRead(registered)).status).toBe(options.rotate ? 401 : 200);
    expect(patched.client_secret).toBe(registered.client_secret);
  });

  test('update, read, renewal, deletion, each seen from outside', async () => {
    const { provider, changes, start } = await setting(options, via);
    const registered = await start().ensureRegistered();
    const updated = await start().update({
      ...METADATA,
      client_name: 'Updated',
      client_uri: 'https://app.example',
    });
    expect(await rawRead(updated)).toMatchObject({
      body: { client_name: 'Updated', client_uri: 'https://app.example' },
    });
    expect(await start().read()).toMatchObject({ client_id: registered.client_id, client_name: 'Updated' });

    const renewal = await start().renewCredentials();
    expect(renewal.registration_access_token).toBe(options.rotate ? 'update' : 'not-renewed');
    expect((await rawRead(renewal.information)).status).toBe(200);
    const asked = provider.seen.length;
    await start().renewCredentials();
    expect(provider.seen.length - asked).toBe(options.rotate ? 1 : 0);

    const last = await start().read();
    await start().delete();
    expect((await rawRead(last)).status).toBe(401);
    expect(await start().status()).toMatchObject({ state: 'deleted', usable: false });
    expect(changes.map(({ type }) => type)).toEqual([
      'registered',
      'updated',
      ...(options.rotate ? ['renewed', 'renewed'] : []),
      'deleted',
    ]);
  });

  test('the functions alone', async () => {
    const { provider } = await setting(options, via);
    const { initialAccessToken } = options;
    const server = await discoverServer(provider.issuer, via);
    const made = await registerClient(
      server,
      METADATA,
      initialAccessToken === undefined ? via : { ...via, initialAccessToken: async () => initialAccessToken },
    );
    const read = await readClient(made, via);
    expect(read).toMatchObject({ client_id: made.client_id, client_secret: made.client_secret });
    const updated = await updateClient(read, { ...read, client_name: 'New' }, via);
    expect(await rawRead(updated)).toMatchObject({ status: 200, body: { client_name: 'New' } });
    await deleteClient(updated, via);
    expect((await rawRead(updated)).status).toBe(401);
    expect(await failing(readClient(updated, via))).toMatchObject({ code: 'token-refused', status: 401 });
  });

  test('a changed wish is one update', async () => {
    const { provider, start } = await setting(options, via);
    const registered = await start().ensureRegistered();
    const before = provider.seen.length;
    const changed = await start({
      metadata: { ...METADATA, client_name: 'Newer' },
      revision: 1,
    }).ensureRegistered();
    expect(changed).toMatchObject({ client_id: registered.client_id, client_name: 'Newer' });
    expect(provider.seen.slice(before).map(({ method }) => method)).toEqual(['PUT']);
  });

  test('a client registered elsewhere is taken over', async () => {
    const { provider, start } = await setting(options, via);
    const answer = await fetch(`${provider.issuer}/reg`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${options.initialAccessToken ?? 'none'}`,
      },
      body: JSON.stringify(METADATA),
    });
    const dcr = start();
    await dcr.adopt(await answer.json());
    const before = provider.seen.length;
    await dcr.ensureRegistered();
    expect(provider.seen.length).toBe(before);
    expect(await rawRead(await dcr.patch({ client_name: 'Adopted' }))).toMatchObject({
      body: { client_name: 'Adopted' },
    });
  });
});

describe('oidc-provider', () => {
  test('a wrong initial access token is a clear error without the token', async () => {
    const { start } = await setting({ initialAccessToken: 'right-initial-token' });
    const error = await failing(start({ initialAccessToken: 'wrong-initial-token' }).ensureRegistered());
    expect(error).toMatchObject({ code: 'unauthorized', status: 401, error: 'invalid_token' });
    expect(error.message).toContain('initialAccessToken');
    expect(error.message).not.toContain('wrong-initial-token');
  });

  test('a hundred patches in a row with rotation: the last token works', async () => {
    const { start } = await setting({ rotate: true });
    const dcr = start();
    await dcr.ensureRegistered();
    for (let n = 1; n <= 100; n += 1) await dcr.patch({ client_name: `Name ${n}` });
    const { registration_access_token, registration_client_uri } = await dcr.ensureRegistered();
    expect(
      await rawRead({ registration_client_uri, registration_access_token } as {
        registration_client_uri: string;
        registration_access_token: string;
      }),
    ).toMatchObject({ status: 200, body: { client_name: 'Name 100' } });
  });

  test('an answer lost after the token was replaced: usable, not manageable, said so, nothing registered anew', async () => {
    const { provider, changes, start } = await setting({ rotate: true });
    const dcr = start();
    const registered = await dcr.ensureRegistered();
    provider.cutNextAnswer('PUT');
    expect(await failing(dcr.patch({ client_name: 'Lost' }))).toMatchObject({ code: 'management-lost' });
    expect(await dcr.status()).toMatchObject({
      usable: true,
      manageable: false,
      managementLost: expect.any(String),
    });
    expect(changes.map(({ type }) => type)).toEqual(['registered', 'management-lost']);
    expect((await start().ensureRegistered()).client_id).toBe(registered.client_id);
    expect((await rawToken(provider.issuer, registered)).status).toBe(200);
    expect(provider.created()).toBe(1);
  });

  test('an answer lost without replacement: the patch is seen to be done', async () => {
    const { provider, start } = await setting({ rotate: false });
    const dcr = start();
    await dcr.ensureRegistered();
    provider.cutNextAnswer('PUT');
    const patched = await dcr.patch({ client_name: 'Lost and found' });
    expect(await rawRead(patched)).toMatchObject({ body: { client_name: 'Lost and found' } });
  });

  test('an answer lost after registration: listed, and the next start has a client', async () => {
    const { provider, start } = await setting();
    provider.cutNextAnswer('POST');
    expect(await failing(start().ensureRegistered())).toMatchObject({ code: 'network' });
    const registered = await start().ensureRegistered();
    expect((await rawToken(provider.issuer, registered)).status).toBe(200);
    expect((await start().status()).suspectedOrphans).toHaveLength(1);
  });

  test('a server that forgot everything is noticed when the client is used, not silently replaced', async () => {
    const first = await setting();
    const registered = await first.start().ensureRegistered();
    const second = await setting();
    const dcr = createDcrClient({ issuer: second.provider.issuer, metadata: METADATA, store: memoryStore() });
    await dcr.adopt({
      ...registered,
      registration_client_uri: `${second.provider.issuer}/reg/${registered.client_id}`,
    });
    expect(await failing(dcr.read())).toMatchObject({ code: 'token-refused' });
    expect(second.provider.created()).toBe(0);
  });
});

describe('a server that wants something else', () => {
  test('refuses a method that nobody chose, and takes another one that it offers', async () => {
    const { provider, start } = await setting({ methods: ['client_secret_post', 'private_key_jwt'] });
    const { token_endpoint_auth_method: _default, ...metadata } = METADATA;
    const warnings: string[] = [];
    const app = start({ metadata, onWarning: ({ code }) => warnings.push(code) });
    const information = await app.ensureRegistered();
    expect(information.token_endpoint_auth_method).toBe('client_secret_post');
    expect(warnings).toEqual(['retried']);
    expect(provider.seen.filter(({ method }) => method === 'POST').map(({ status }) => status)).toEqual([
      400, 201,
    ]);
  });

  test('drops a grant that no response type uses, which is rejected if wanted, and the client is gone', async () => {
    const { provider, start } = await setting();
    const metadata = {
      client_name: 'Interop',
      redirect_uris: ['https://app.example/cb'],
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code'],
    } as const;
    const error = await failing(start({ metadata, onSubstitution: 'reject' }).ensureRegistered());
    expect(error).toMatchObject({ code: 'substitution-rejected' });
    expect(error.message).toMatch(/grant_types was narrowed.*deleted again/);
    const { registration } = error as RegistrationError;
    expect((await rawRead(registration)).status).toBe(401);
    expect(provider.created()).toBe(1);
    expect((await start({ metadata }).ensureRegistered()).grant_types).toEqual(['authorization_code']);
  });
});
