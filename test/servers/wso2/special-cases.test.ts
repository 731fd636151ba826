import {
  compareMetadata,
  deleteClient,
  discoverServer,
  type FetchLike,
  findIssuer,
  readClient,
  registerClient,
  updateClient,
  validateMetadata,
} from 'dcr-client';
import { wso2, wso2Metadata } from 'dcr-client/wso2';
import { describe, expect, test } from 'vitest';
import { requestContext } from '../../../src/http/context.js';
import { requestFind } from '../../../src/management/find.js';
import { BASE, ORGANIZATION, SINCE_7_1, TENANT, VERSIONS, worldOf } from './world.js';

const MACHINE = { client_name: 'batch', grant_types: ['client_credentials'] } as const;
const TWO = {
  client_name: 'two',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://app.example/cb?a=1', 'https://app.example/cb2'],
} as const;

const registered = async (
  here: ReturnType<typeof worldOf>,
  metadata: Parameters<typeof registerClient>[1] = MACHINE,
) => registerClient(await here.discover(), metadata, here.options);

/** Releases that know the members of OpenID Connect and `ext_*`. */
const SINCE_7_0 = ['7.0', ...SINCE_7_1] as const;

describe.each(VERSIONS)('what is special about WSO2, at %s', (version) => {
  const world = (options?: Parameters<typeof worldOf>[1]) => worldOf(version, options);

  test('1: an empty 401 means "no such client", one with a body "bad credential"', async () => {
    const here = world();
    const made = await registered(here);
    here.server.forget(made.client_id);
    const wrong = here.using(here.profileWith({ credentials: { username: 'admin', password: 'wrong' } }));
    for (const call of [readClient, deleteClient]) {
      await expect(call(made, here.options)).rejects.toMatchObject({ code: 'gone', status: 401 });
      await expect(call(made, wrong)).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
    }
    await expect(updateClient(made, { ...made }, here.options)).rejects.toMatchObject({ code: 'gone' });
    // Neither is tried again, and no other credential is looked for.
    expect(here.asked().filter((line) => !line.startsWith('POST'))).toHaveLength(5);
  });

  test('2: a client has no token, and is managed below the registration endpoint by the administrator', async () => {
    const here = world();
    const made = await registered(here);
    expect(made).not.toHaveProperty('registration_access_token');
    expect(made.registration_client_uri).toBe(`${here.profile.registrationEndpoint}/${made.client_id}`);
    const read = await readClient({ client_id: made.client_id }, here.options);
    const updated = await updateClient(read, { ...read, client_name: 'batch2' }, here.options);
    await deleteClient({ client_id: updated.client_id }, here.options);
    expect(here.server.requests().filter(({ authorization }) => authorization === 'bearer')).toEqual([]);
  });

  test('2: an id travels percent-encoded', () => {
    expect(world().profile.configurationAddress?.('a/b c')).toMatch(/\/register\/a%2Fb%20c$/);
  });

  test('3: redirect URIs come back as they were sent, however they are folded', async () => {
    const here = world();
    const made = await registered(here, TWO);
    expect(made.redirect_uris).toEqual(TWO.redirect_uris);
    expect((await readClient({ client_id: made.client_id }, here.options)).redirect_uris).toEqual(
      TWO.redirect_uris,
    );
    expect(await registered(here)).not.toHaveProperty('redirect_uris');
    const updated = await updateClient(made, { ...made, client_name: 'three' }, here.options);
    expect(updated.redirect_uris).toEqual(TWO.redirect_uris);
  });

  test('4: an update of a whole view keeps what it does not change', async () => {
    const here = world();
    const made = await registered(
      here,
      wso2Metadata({
        ...TWO,
        ...(version === '5.11'
          ? {}
          : {
              ext_application_display_name: 'Two',
              ext_pkce_mandatory: true,
              jwks_uri: 'https://app.example/jwks',
              require_signed_request_object: true,
              require_pushed_authorization_requests: true,
              tls_client_certificate_bound_access_tokens: true,
            }),
      }),
    );
    const held = here.server.client(made.client_id)?.members;
    const updated = await updateClient(made, { ...made, client_name: 'renamed' }, here.options);
    expect(here.server.client(made.client_id)?.members).toEqual(held);
    expect(updated).toMatchObject({ client_name: 'renamed', client_secret: made.client_secret });
  });

  test('4: what cannot be taken away is told', async () => {
    const here = world();
    const made = await registered(here, TWO);
    here.told();
    await updateClient(made, { client_name: 'two', grant_types: ['client_credentials'] }, here.options);
    expect(here.told()).toContain('not-removed');
  });

  test('6: a refusal of any shape is an error that says what is known', async () => {
    const here = world();
    const made = await registered(here);
    const shapes: readonly [number, string, string][] = [
      [400, '{"error":"invalid_client_metadata","error_description":"no","traceId":null}', 'rejected'],
      [400, 'Cannot deserialize value of type `java.util.ArrayList`', 'rejected'],
      [403, '{"code":403,"message":"Forbidden","description":"no","traceId":"t-1"}', 'forbidden'],
      [500, '', 'server-error'],
      [503, '{"code":503,"message":"Forbidden"}', 'server-error'],
    ];
    for (const [status, body, code] of shapes) {
      here.server.failNext({ method: 'GET', status, body });
      const error = await readClient(made, here.options).catch((reason) => reason);
      expect([error.code, error.status]).toEqual([code, status]);
      if (body.includes('t-1')) expect(error.message).toContain('t-1');
    }
  });

  test('6: a name or an id that is taken is a conflict, and the hint says which', async () => {
    const here = world();
    const chosen = wso2Metadata({ ...MACHINE, ext_param_client_id: 'chosen_by_the_client' });
    await registered(here, chosen);
    const again = await registered(here, chosen).catch((error) => error);
    const other = await registered(here, { ...chosen, client_name: 'other' }).catch((error) => error);
    expect([again.code, again.message]).toEqual(['conflict', expect.stringContaining('client_name exists')]);
    expect([other.code, other.message]).toEqual(['conflict', expect.stringContaining('ext_param_client_id')]);
  });

  test('7: what the release does not know is not sent where it would be refused', async () => {
    const here = world();
    const made = await registered(here, { ...MACHINE, logo_uri: 'https://app.example/logo.png', scope: 'a' });
    const updated = await updateClient(made, { ...made, software_version: '2' }, here.options);
    expect(updated.client_id).toBe(made.client_id);
  });

  test('8: names and ids that do not fit are found, and stop a strict check', async () => {
    const { options, discover } = world();
    const server = await discover();
    const metadata = wso2Metadata({ ...MACHINE, client_name: 'My App', ext_param_client_id: 'short' });
    const strict = registerClient(server, metadata, { ...options, validation: { mode: 'strict' } });
    await expect(strict).rejects.toMatchObject({
      code: 'invalid-metadata',
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: 'WSO2-2', path: 'client_name' }),
        expect.objectContaining({ rule: 'WSO2-3', path: 'ext_param_client_id' }),
      ]),
    });
    const secretAlone = { ...MACHINE, ext_param_client_secret: 'alone' };
    await expect(registerClient(server, secretAlone as typeof MACHINE, options)).rejects.toMatchObject({
      code: 'invalid-metadata',
      findings: expect.arrayContaining([expect.objectContaining({ rule: 'WSO2-4' })]),
    });
  });

  test('8: a pattern that was stated is a rule', async () => {
    const here = world({ clientNamePattern: '^[a-z ]*$' });
    const profile = here.profileWith({
      credentials: { username: 'admin', password: 'admin' },
      clientNamePattern: /^[a-z ]*$/,
    });
    const server = await here.discover();
    const register = (client_name: string) =>
      registerClient(server, { ...MACHINE, client_name }, here.using(profile));
    await expect(register('Capital')).rejects.toMatchObject({ code: 'invalid-metadata' });
    expect((await register('with space')).client_name).toBe('with space');
  });

  test('9: grants are stated, since the server has no default', async () => {
    const here = world();
    const made = await registered(here, { client_name: 'web', redirect_uris: ['https://app.example/cb'] });
    expect(here.server.client(made.client_id)?.grant_types).toEqual(['authorization_code']);
  });

  test('9: what is not kept is told, and not taken for granted', async () => {
    const here = world();
    const asked = { ...MACHINE, scope: 'a b', contacts: ['ops@app.example'] } as const;
    const made = await registered(here, asked);
    expect(made).not.toHaveProperty('scope');
    expect(made.warnings?.find(({ code }) => code === 'not-kept')?.members).toEqual(['scope', 'contacts']);
    expect(compareMetadata(asked, made).fields.scope?.outcome).toBe('ignored');
  });

  test('11: nulls are never sent, and mean nothing when they come', async () => {
    const here = world();
    const made = await registered(here, { ...MACHINE, jwks_uri: null } as unknown as typeof MACHINE);
    expect(Object.values(made)).not.toContain(null);
    expect(made.client_secret_expires_at).toBe(0);
    const sent = here.server.requests().find(({ method }) => method === 'POST')?.body ?? {};
    expect(Object.values(sent)).not.toContain(null);
  });

  test('12: a bare host is enough, and the registration endpoint is the one that answers', async () => {
    const here = world();
    const server = await discoverServer(BASE, here.using(wso2()));
    expect(server).toMatchObject({
      issuer: `${BASE}/oauth2/token`,
      registration_endpoint: `${BASE}/api/identity/oauth2/dcr/v1.1/register`,
    });
    expect(here.told()).toEqual(version === '5.11' ? ['address-corrected'] : []);
  });

  test('12: without a profile the issuer is needed, and the endpoint is corrected all the same', async () => {
    const here = world();
    const server = await discoverServer(`${BASE}/oauth2/token`, here.using(undefined));
    expect(server.registration_endpoint).toBe(`${BASE}/api/identity/oauth2/dcr/v1.1/register`);
  });

  test('12: an issuer that is an entity id is expected by name', async () => {
    const here = world({ entityId: 'wso2is' });
    await expect(here.discover()).rejects.toMatchObject({ code: 'issuer-mismatch' });
    const server = await discoverServer(BASE, { ...here.options, expectedIssuer: 'wso2is' });
    expect(server.issuer).toBe('wso2is');
  });

  test('13: WebFinger gets exactly resource and rel, and leads to the issuer of the tenant', async () => {
    const here = world();
    const issuer = await findIssuer('admin@wso2.com@wso2.example.test', here.using(undefined));
    expect(issuer).toBe(`${BASE}/t/wso2.com/oauth2/token`);
    const [asked] = here.server.requests();
    expect([...new URL(asked?.url ?? '').searchParams.keys()].sort()).toEqual(['rel', 'resource']);
  });

  test('13: an account leads to its metadata', async () => {
    const here = world({ tenant: TENANT });
    const server = await discoverServer({ account: 'admin@wso2.com@wso2.example.test' }, here.options);
    expect(server.issuer).toBe(here.profile.issuer);
  });

  test('14: a tenant that does not exist is told as JSON, and no redirect to a page is followed', async () => {
    const here = world({ behaviour: { unknownTenant: 'redirect' } });
    const nowhere = wso2({
      baseUrl: BASE,
      tenant: 'nowhere.example',
      credentials: { username: 'admin', password: 'admin' },
    });
    const server = {
      issuer: nowhere.issuer ?? '',
      registration_endpoint: nowhere.registrationEndpoint ?? '',
    };
    const options = here.using(nowhere);
    const refused = { code: 'wrong-endpoint', status: 404 };
    await expect(registerClient(server, MACHINE, options)).rejects.toMatchObject(refused);
    // Neither is a client gone whose tenant is, nor is it deleted.
    for (const call of [readClient, deleteClient])
      await expect(call({ client_id: 'c1' }, options)).rejects.toMatchObject(refused);
  });

  test('15: a client is found by its name, and one that is not there is not', async () => {
    const here = world();
    const made = await registered(here);
    const context = requestContext(here.options, { where: 'test' });
    const server = await here.discover();
    const find = (client_name: string) =>
      requestFind({ client_name, server, profile: here.profile, context });
    expect((await find('batch'))?.information).toMatchObject({
      client_id: made.client_id,
      client_secret: made.client_secret,
      registration_client_uri: made.registration_client_uri,
    });
    expect(await find('nobody')).toBeUndefined();
  });

  test('16: Basic is sent without being asked for, once', async () => {
    const here = world();
    await registered(here);
    expect(here.asked()).toEqual(['POST /api/identity/oauth2/dcr/v1.1/register']);
    expect(here.server.requests().at(-1)?.authorization).toBe('basic');
  });

  test('17: a certificate that nobody signed is named, with the remedy', async () => {
    const here = world();
    const made = await registered(here);
    const fetch: FetchLike = async () => {
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      });
    };
    const error = await readClient(made, { ...here.options, fetch }).catch((reason) => reason);
    expect([error.code, error.notProcessed]).toEqual(['network', true]);
    expect(error.message).toContain('NODE_EXTRA_CA_CERTS');
  });

  test('19: patterns are refused as redirect URIs, and several addresses are advised against', async () => {
    const { profile } = world();
    const findings = await validateMetadata(
      { client_name: 'a', redirect_uris: ['regexp=.*', 'https://app.example/cb'] },
      { profile },
    );
    const rules = findings.filter(({ rule }) => rule.startsWith('WSO2-'));
    expect(rules.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['WSO2-5', 'error'],
      ['WSO2-6', 'warning'],
    ]);
  });

  test('20: an empty 500 is not sent again, and the hint says what it mostly means', async () => {
    const here = world();
    const server = await here.discover();
    here.server.failNext({ method: 'POST', status: 500, body: '' });
    const error = await registerClient(server, MACHINE, here.options).catch((reason) => reason);
    expect([error.code, error.status]).toEqual(['server-error', 500]);
    expect(error.message).toContain('up to 6.1');
    expect(here.asked()).toHaveLength(1);
  });
});

describe.each(SINCE_7_0)('members of OpenID Connect and ext_*, at %s', (version) => {
  test('4: pushed authorization requests are not switched off unnoticed', async () => {
    const here = worldOf(version);
    const pushed = { ...TWO, require_pushed_authorization_requests: true } as const;
    const made = await registered(here, pushed);
    const renamed = { ...made, client_name: 'renamed' };
    await expect(updateClient(made, renamed, here.options)).rejects.toMatchObject({
      code: 'invalid-metadata',
      findings: expect.arrayContaining([expect.objectContaining({ rule: 'WSO2-7', severity: 'error' })]),
    });
    const both = { ...renamed, require_signed_request_object: true };
    expect(await updateClient(made, both, here.options)).toMatchObject({
      client_name: 'renamed',
      require_pushed_authorization_requests: true,
    });
  });

  test('5: private_key_jwt lives through registration and update', async () => {
    const here = worldOf(version);
    const made = await registered(here, {
      ...MACHINE,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://app.example/jwks',
    });
    expect(made.token_endpoint_auth_method).toBe('private_key_jwt');
    const updated = await updateClient(made, { ...made, client_name: 'renamed' }, here.options);
    expect(updated).toMatchObject({
      client_name: 'renamed',
      token_endpoint_auth_method: 'private_key_jwt',
    });
  });

  test('5: a change of the method changes the word on reuse with it', async () => {
    const here = worldOf(version);
    const jwks_uri = 'https://app.example/jwks';
    const made = await registered(here, {
      ...MACHINE,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri,
    });
    const method = { token_endpoint_auth_method: 'client_secret_post' };
    expect(await updateClient(made, { ...made, ...method }, here.options)).toMatchObject(method);
  });

  test('10: a public client is one by a flag, and gets PKCE', async () => {
    const here = worldOf(version);
    const made = await registered(here, { ...TWO, token_endpoint_auth_method: 'none' });
    expect(made).toMatchObject({
      token_endpoint_auth_method: 'none',
      ext_public_client: true,
      ext_pkce_mandatory: true,
      client_secret: expect.any(String),
    });
    const renamed = await updateClient(made, { ...made, client_name: 'renamed' }, here.options);
    expect(renamed).toMatchObject({ token_endpoint_auth_method: 'none', ext_pkce_mandatory: true });
    const confidential = { ...renamed, token_endpoint_auth_method: 'client_secret_basic' };
    expect(await updateClient(renamed, confidential, here.options)).toMatchObject({
      token_endpoint_auth_method: 'client_secret_basic',
      ext_public_client: false,
    });
  });

  test('18: a software statement brings nothing by itself, and is not shown again', async () => {
    const here = worldOf(version);
    const software_statement = `${btoa('{"alg":"RS256"}')}.${btoa('{"client_uri":"https://app.example"}')}.c2ln`;
    const made = await registered(here, { ...MACHINE, software_statement });
    expect(made.software_statement).toBe(software_statement);
    const read = await readClient({ client_id: made.client_id }, here.options);
    expect(read).not.toHaveProperty('software_statement');
    expect(read).not.toHaveProperty('client_uri');
  });

  test('a secret that is shown as a hash is never taken for the secret', async () => {
    const here = worldOf(version, { behaviour: { hashedSecrets: true } });
    const made = await registered(here);
    here.told();
    const read = await readClient(made, here.options);
    const updated = await updateClient(read, { ...read, client_name: 'renamed' }, here.options);
    expect([read.client_secret, updated.client_secret]).toEqual([made.client_secret, made.client_secret]);
    expect(here.told().filter((code) => code === 'secret-differs')).toHaveLength(2);
  });
});

describe.each(SINCE_7_1)('organisations and anonymous registration, at %s', (version) => {
  test('14: an organisation has its own endpoint, which discovery does not name', async () => {
    const here = worldOf(version, { tenant: TENANT });
    const profile = here.profileWith({ organization: ORGANIZATION });
    const server = await discoverServer(BASE, here.using(profile));
    expect(server.registration_endpoint).toBe(
      `${BASE}/t/${TENANT}/o/${ORGANIZATION}/api/identity/oauth2/dcr/v1.1/register`,
    );
    expect(server.registration_endpoint).toBe(
      here.server.registrationEndpoint({ tenant: TENANT, organization: ORGANIZATION }),
    );
    expect(here.told()).toEqual([]);
  });

  const open = () => {
    const tenants = { [TENANT]: { authenticationRequired: false, mandateSoftwareStatement: true } };
    return worldOf(version, { tenant: TENANT, tenants });
  };
  const software_statement = `${btoa('{"alg":"RS256"}')}.${btoa('{}')}.c2ln`;

  test('18: anybody registers with a statement where the tenant allows it, and then manages nothing', async () => {
    const here = open();
    const anonymous = here.using(here.profileWith({}));
    const server = await discoverServer(BASE, anonymous);
    const made = await registerClient(server, { ...MACHINE, software_statement }, anonymous);
    expect(here.server.requests().at(-1)?.authorization).toBe('none');
    await expect(readClient(made, anonymous)).rejects.toMatchObject({ code: 'not-manageable' });
    // An administrator can, by the address alone.
    expect((await readClient(made, here.options)).client_id).toBe(made.client_id);
  });

  test('18: without a statement the tenant says that it wants one', async () => {
    const here = open();
    const anonymous = here.using(here.profileWith({}));
    const server = await discoverServer(BASE, anonymous);
    const error = await registerClient(server, MACHINE, anonymous).catch((reason) => reason);
    expect([error.code, error.error]).toEqual(['rejected', 'invalid_software_statement']);
    expect(error.message).toContain('registers nobody without a software_statement');
  });

  test('18: where nobody is let in the error says what it takes', async () => {
    const here = worldOf(version);
    const anonymous = here.using(here.profileWith({}));
    const server = await discoverServer(BASE, anonymous);
    const error = await registerClient(server, MACHINE, anonymous).catch((reason) => reason);
    expect(error.code).toBe('unauthorized');
    expect(error.message).toMatch(/credentials.*software_statement/s);
  });
});
