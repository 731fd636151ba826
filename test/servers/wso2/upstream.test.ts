import { deleteClient, findIssuer, readClient, registerClient, updateClient } from 'dcr-client';
import { wso2Metadata } from 'dcr-client/wso2';
import { describe, expect, test } from 'vitest';
import { APPLICATION, BASE, ORGANIZATION, PLACES, SINCE_7_1, TENANT, VERSIONS, worldOf } from './world.js';

// What WSO2's own integration tests ask of the interface, asked through this package.

const WEB = {
  client_name: 'TestApp',
  grant_types: ['authorization_code', 'implicit'],
  redirect_uris: ['http://TestApp.com'],
} as const;
// Redirect URIs of plain http, as there, are an error for the implicit grant by the common rules.
const validation = { mode: 'off' } as const;

const everywhere = VERSIONS.flatMap((version) => PLACES.map((tenant) => [version, tenant] as const));

describe.each(everywhere)('OAuthDCRMTestCase at %s, tenant %s', (version, tenant) => {
  const world = () => worldOf(version, { tenant });
  const register = async (
    from: ReturnType<typeof worldOf>,
    metadata: Parameters<typeof registerClient>[1] = WEB,
  ) => registerClient(await from.discover(), metadata, { ...from.options, validation });

  test('1: a client is created', async () => {
    const here = world();
    const { client_id, client_secret } = await register(here);
    expect(here.server.client(client_id)).toMatchObject({ client_secret, client_name: 'TestApp' });
  });

  test('2: the same again is a conflict', async () => {
    const here = world();
    await register(here);
    await expect(register(here)).rejects.toMatchObject({
      code: 'conflict',
      status: 400,
      error: 'invalid_client_metadata',
    });
  });

  test('3: a client is read', async () => {
    const here = world();
    const made = await register(here);
    const read = await readClient(made, here.options);
    expect(read).toMatchObject({ client_id: made.client_id, client_secret: made.client_secret });
  });

  test.each(['read', 'delete'] as const)('4, 6: a client that never was is gone: %s', async (operation) => {
    const here = world();
    const never = { client_id: 'invalid_client_id' };
    const call = operation === 'read' ? readClient : deleteClient;
    await expect(call(never, here.options)).rejects.toMatchObject({ code: 'gone', status: 401 });
  });

  test('5: a client is deleted once', async () => {
    const here = world();
    const made = await register(here);
    await deleteClient(made, here.options);
    await expect(deleteClient(made, here.options)).rejects.toMatchObject({ code: 'gone', status: 401 });
  });

  test('7, 8: a registration that is refused leaves the name free', async () => {
    const here = world();
    const without = {
      client_name: 'TestApp',
      grant_types: ['authorization_code'],
      redirect_uris: [],
    } as const;
    const refused = registerClient(await here.discover(), without, {
      ...here.options,
      validation: { mode: 'off' },
    });
    await expect(refused).rejects.toMatchObject({ code: 'rejected', error: 'invalid_client_metadata' });
    const made = await register(here);
    await deleteClient(made, here.options);
    expect(here.server.lostNames()).toEqual([]);
  });
});

describe.each(PLACES)('OAuthDCRMClientSecretExpiryTestCase at master, tenant %s', (tenant) => {
  const NOW = Date.UTC(2026, 0, 10);
  const END = NOW / 1000 + 3600;
  const world = () => worldOf('master', { tenant, now: () => NOW });
  const register = async (from: ReturnType<typeof worldOf>, expiry?: number) =>
    registerClient(
      await from.discover(),
      wso2Metadata({
        client_name: 'expiring',
        grant_types: ['client_credentials'],
        ...(expiry === undefined ? {} : { ext_param_client_secret_expires_at: expiry }),
      }),
      from.options,
    );
  const token = async (
    from: ReturnType<typeof worldOf>,
    client: { readonly client_id: string; readonly client_secret?: string },
  ) => {
    const response = await from.server.fetch(from.profile.issuer ?? '', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }).toString(),
    });
    const { error } = (await response.json()) as { error?: string };
    return [response.status, error];
  };

  test('1: a chosen end is the end, and the secret works', async () => {
    const here = world();
    const made = await register(here, END);
    expect(made.client_secret_expires_at).toBe(END);
    expect(await token(here, made)).toEqual([200, undefined]);
  });

  test.each([[undefined], [0]])('2, 3: the end %s means never', async (expiry) => {
    expect((await register(world(), expiry)).client_secret_expires_at).toBe(0);
  });

  test.each([
    [NOW / 1000 - 3600, /past/i, /invalid/i],
    [-1, /invalid/i, /past/i],
  ])('4, 5: the end %s is refused', async (expiry, says, saysNot) => {
    const error = await register(world(), expiry).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'rejected', status: 400, error: 'invalid_client_metadata' });
    expect(error.error_description).toMatch(says);
    expect(error.error_description).not.toMatch(saysNot);
  });

  test('6: a read shows the end', async () => {
    const here = world();
    const made = await register(here, END);
    expect((await readClient({ client_id: made.client_id }, here.options)).client_secret_expires_at).toBe(
      END,
    );
  });

  test('7: a renaming leaves secret and end', async () => {
    const here = world();
    const made = await register(here, END);
    const updated = await updateClient(made, { ...made, client_name: 'renamed' }, here.options);
    expect(updated).toMatchObject({
      client_name: 'renamed',
      client_secret: made.client_secret,
      client_secret_expires_at: END,
    });
    expect(await token(here, updated)).toEqual([200, undefined]);
  });

  test('8: a secret is never sent in an update', async () => {
    const here = world();
    const made = await register(here);
    const updated = await updateClient(
      { client_id: made.client_id },
      { client_name: 'expiring', client_secret: 'other' },
      here.options,
    );
    expect(updated.client_secret).toBe(made.client_secret);
  });

  test('9: a deleted client gets no token', async () => {
    const here = world();
    const made = await register(here);
    await deleteClient(made, here.options);
    expect(await token(here, made)).toEqual([401, 'invalid_client']);
  });
});

describe.each(SINCE_7_1)('SubOrgApplicationClientSecretTestCase at %s', (version) => {
  const register = async (expiry?: number) => {
    const here = worldOf(version, { tenant: TENANT });
    const profile = here.profileWith({ organization: ORGANIZATION, credentials: APPLICATION });
    const options = here.using(profile);
    const metadata = wso2Metadata({
      client_name: 'sub-org-app',
      grant_types: ['client_credentials'],
      ...(expiry === undefined ? {} : { ext_param_client_secret_expires_at: expiry }),
    });
    const { discoverServer } = await import('dcr-client');
    const server = await discoverServer(BASE, options);
    return { here, options, made: await registerClient(server, metadata, options) };
  };

  test('a client is created and deleted in an organisation, with a token of organization_switch', async () => {
    const { here, options, made } = await register();
    const path = `/t/${TENANT}/o/${ORGANIZATION}/api/identity/oauth2/dcr/v1.1/register`;
    expect(made.registration_client_uri).toBe(`${BASE}${path}/${made.client_id}`);
    await deleteClient(made, options);
    expect(here.asked()).toEqual([`POST ${path}`, `DELETE ${path}/${made.client_id}`]);
    const grants = here.server.requests().filter(({ url }) => url.endsWith('/oauth2/token'));
    expect(grants.map(({ url }) => new URL(url).pathname)).toEqual(
      Array.from({ length: 2 }, () => `/t/${TENANT}/oauth2/token`),
    );
  });

  test('a bad end of the secret is refused where there are such', async () => {
    if (version === 'master')
      await expect(register(-1)).rejects.toMatchObject({
        code: 'rejected',
        error: 'invalid_client_metadata',
      });
    else expect((await register(-1)).here.told()).toContain('not-kept');
  });
});

describe.each(VERSIONS)('DCRTestCase at %s', (version) => {
  const CHOSEN = {
    client_name: 'dcr-app-1',
    ext_param_client_id: 'dcr_app_1_client_id',
    ext_param_client_secret: 'dcr_app_1_client_secret',
  } as const;
  const ISSUED = { client_id: CHOSEN.ext_param_client_id, client_secret: CHOSEN.ext_param_client_secret };

  test('A: chosen id and secret live through a whole life', async () => {
    const here = worldOf(version);
    const metadata = wso2Metadata({ ...CHOSEN, grant_types: ['password'] });
    const made = await registerClient(await here.discover(), metadata, here.options);
    expect(made).toMatchObject({ ...ISSUED, client_name: 'dcr-app-1' });
    expect(await readClient(made, here.options)).toMatchObject(ISSUED);
    const redirect_uris = ['https://dcr-app-1.com/callback'] as const;
    const grant_types = ['password', 'authorization_code'] as const;
    const updated = await updateClient(made, { ...made, grant_types, redirect_uris }, here.options);
    expect(updated).toMatchObject({ ...ISSUED, redirect_uris, grant_types });
    expect(await readClient(updated, here.options)).toMatchObject({ ...ISSUED, redirect_uris });
    await deleteClient(updated, here.options);
    await expect(readClient(updated, here.options)).rejects.toMatchObject({ code: 'gone' });
  });

  test('B: redirect URIs that are left out stay, and that is told', async () => {
    const here = worldOf(version);
    const redirect_uris = ['https://dcr-app-1.com/callback'];
    const made = await registerClient(
      await here.discover(),
      { client_name: 'dcr-app-2', grant_types: ['authorization_code', 'implicit'], redirect_uris },
      here.options,
    );
    here.told();
    const metadata = { client_name: 'dcr-app-2', grant_types: ['password'] } as const;
    expect(await updateClient(made, metadata, here.options)).toMatchObject({ grant_types: ['password'] });
    expect(here.told()).toContain('not-removed');
    expect(here.server.client(made.client_id)).toMatchObject({ callback: redirect_uris[0] });
  });
});

describe.each(VERSIONS)('OIDCDiscoveryTestCase, OIDCMetadataTest at %s', (version) => {
  const OWN = `${BASE}/oauth2/token`;
  const find = (account: string) => findIssuer(account, worldOf(version).using(undefined));

  test.each([
    ['acct:admin@wso2.example.test', OWN],
    ['https://wso2.example.test/joe', OWN],
    ['https://wso2.example.test', OWN],
    ['acct:admin%40wso2.com@wso2.example.test', `${BASE}/t/wso2.com/oauth2/token`],
    ['admin@wso2.com@wso2.example.test', `${BASE}/t/wso2.com/oauth2/token`],
    ['https://admin%40wso2.com@wso2.example.test/', `${BASE}/t/wso2.com/oauth2/token`],
  ])('WebFinger finds the issuer of %s', async (account, issuer) => {
    expect(await find(account)).toBe(issuer);
  });

  test('an account of a tenant that does not exist has no issuer', async () => {
    await expect(find('admin@nowhere.example@wso2.example.test')).rejects.toMatchObject({
      code: 'issuer-not-found',
    });
  });

  test.each(PLACES)(
    'the metadata of tenant %s is found by its issuer and by the other address',
    async (tenant) => {
      const here = worldOf(version, { tenant });
      const issuer = here.profile.issuer ?? '';
      const { discoverServer } = await import('dcr-client');
      for (const target of [issuer, issuer.replace('/token', '/oidcdiscovery'), BASE]) {
        const found = await discoverServer(target, here.options);
        expect(found).toMatchObject({
          issuer,
          registration_endpoint: here.profile.registrationEndpoint,
          token_endpoint: issuer,
        });
      }
    },
  );
});
