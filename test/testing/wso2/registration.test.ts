import { describe, expect, test } from 'vitest';
import {
  type Answer,
  call,
  create,
  MACHINE,
  readByName,
  remove,
  serverOf,
  TENANT_ADMIN,
  VERSIONS,
  WEB,
} from './raw-client.js';

const refusalOf = ({ status, body }: Answer): unknown[] => [status, body.error, body.error_description];

const NAME_TAKEN = 'Application with the name TestApp already exist in the system';
const NO_REDIRECT =
  'RedirectUris property must have at least one URI value when using Authorization code or implicit grant types.';

describe.each(VERSIONS)('registering at %s', (version) => {
  test('answers 201 that nobody may keep, without a token, an address or a time of issue', async () => {
    const { status, headers, body } = await create(serverOf(version), WEB);
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store, no-cache, must-revalidate, private');
    expect(headers.get('location')).toBeNull();
    expect(body).toMatchObject({ ...WEB, client_id: expect.any(String), client_secret: expect.any(String) });
    for (const name of ['registration_access_token', 'registration_client_uri', 'client_id_issued_at']) {
      expect(body).not.toHaveProperty(name);
    }
  });

  test('works with a slash at the end too', async () => {
    expect((await call(serverOf(version), 'POST', { path: '/', body: WEB })).status).toBe(201);
  });

  test('refuses a name that is taken with 400, not 409', async () => {
    const server = serverOf(version);
    await create(server, WEB);
    expect(refusalOf(await create(server, WEB))).toEqual([400, 'invalid_client_metadata', NAME_TAKEN]);
    expect(server.clients()).toHaveLength(1);
  });

  test('tells names apart by tenant, and gives a name free with its application', async () => {
    const server = serverOf(version);
    const { body } = await create(server, WEB);
    expect((await create(server, WEB, { place: { tenant: 'wso2.com' } })).status).toBe(201);
    await remove(server, body.client_id);
    expect((await create(server, WEB)).status).toBe(201);
  });

  test('needs a redirect URI for a front channel, and says so as bad metadata', async () => {
    const answer = await create(serverOf(version), {
      ...WEB,
      grant_types: ['authorization_code'],
      redirect_uris: [],
    });
    expect(refusalOf(answer)).toEqual([400, 'invalid_client_metadata', NO_REDIRECT]);
  });

  test('takes back the name of a registration that it refused', async () => {
    const server = serverOf(version);
    await create(server, { ...WEB, redirect_uris: [] });
    expect((await create(server, WEB)).status).toBe(201);
    expect(server.lostNames()).toEqual([]);
  });

  test.each([
    ['', '%s'],
    ['  ', '%s'],
    ['https://app.example/a b', 'https://app.example/a b'],
    ['regexp=(https://a.example|https://b.example)', 'regexp=(https://a.example|https://b.example)'],
  ])('refuses the redirect URI %j, of any grant', async (uri, words) => {
    const answer = await create(serverOf(version), {
      client_name: 'a',
      grant_types: ['password'],
      redirect_uris: [uri],
    });
    expect(refusalOf(answer)).toEqual([400, 'invalid_redirect_uri', `Invalid redirect URI: ${words}`]);
  });

  test.each(['/cb', 'com.example.app:/cb', 'regexp=.*'])('takes %s for a redirect URI', async (uri) => {
    const { status, body } = await create(serverOf(version), { ...WEB, redirect_uris: [uri] });
    expect([status, body.redirect_uris]).toEqual([201, [uri]]);
  });

  test('answers no redirect URI as an empty one', async () => {
    expect((await create(serverOf(version), MACHINE)).body.redirect_uris).toEqual(['']);
  });

  test('has no default for grant types', async () => {
    const { status, body } = await create(serverOf(version), { client_name: 'a' });
    expect([status, body.grant_types]).toEqual([201, []]);
  });

  test('takes dots and dashes in a name, and no spaces', async () => {
    const server = serverOf(version);
    expect((await create(server, { client_name: '9.1.6-dcr-app-password-grant' })).status).toBe(201);
    expect(refusalOf(await create(server, { client_name: 'My App' }))).toEqual([
      400,
      'invalid_client_metadata',
      'Client Name is not adhering to the regex: ^[a-zA-Z0-9._-]*$',
    ]);
  });

  test('takes a chosen id and secret', async () => {
    const server = serverOf(version);
    const { body } = await create(server, {
      client_name: 'dcr-app-1',
      grant_types: ['password'],
      ext_param_client_id: 'dcr_app_1_client_id',
      ext_param_client_secret: 'dcr_app_1_client_secret',
    });
    expect(body).toMatchObject({
      client_name: 'dcr-app-1',
      client_id: 'dcr_app_1_client_id',
      client_secret: 'dcr_app_1_client_secret',
    });
    expect(
      refusalOf(await create(server, { client_name: 'b', ext_param_client_id: body.client_id })),
    ).toEqual([400, 'invalid_client_metadata', 'Client id dcr_app_1_client_id already exist in the system']);
  });

  test.each(['short', 'with-a-dash-in-it', 'x'.repeat(31)])('refuses the chosen id %s', async (id) => {
    expect(refusalOf(await create(serverOf(version), { client_name: 'a', ext_param_client_id: id }))).toEqual(
      [
        400,
        'invalid_client_metadata',
        'Provided client id is not adhering to the provided regex [a-zA-Z0-9_]{15,30}',
      ],
    );
  });

  test('ignores a chosen secret without a chosen id, and makes one up for an id alone', async () => {
    const server = serverOf(version);
    const alone = await create(server, { client_name: 'a', ext_param_client_secret: 'chosen_secret' });
    expect(alone.body.client_secret).not.toBe('chosen_secret');
    const id = await create(server, { client_name: 'b', ext_param_client_id: 'chosen_client_id' });
    expect(id.body).toMatchObject({ client_id: 'chosen_client_id', client_secret: expect.any(String) });
  });

  test('refuses a template that is not there', async () => {
    const answer = await create(serverOf(version), { client_name: 'a', ext_param_sp_template: 'none' });
    expect(refusalOf(answer)).toEqual([
      400,
      'invalid_client_metadata',
      'Invalid service provider template name: none',
    ]);
  });

  test.each(['relative/path', 'not-a-valid-uri', 'https://app.example/a\\b', 'https://app.example/x#y'])(
    'refuses %s for logout',
    async (uri) => {
      expect(
        refusalOf(await create(serverOf(version), { client_name: 'a', backchannel_logout_uri: uri })),
      ).toEqual([400, 'invalid_client_metadata', `Invalid back-channel logout URI: ${uri}`]);
    },
  );

  test('keeps an address for logout without ever answering it', async () => {
    const server = serverOf(version);
    const uri = 'https://app.example/logout';
    const { body } = await create(server, { client_name: 'a', backchannel_logout_uri: uri });
    expect(body).not.toHaveProperty('backchannel_logout_uri');
    expect(server.client(String(body.client_id))?.members.backchannel_logout_uri).toBe(uri);
  });

  test.each(['contacts', 'post_logout_redirect_uris', 'request_uris'])(
    'reads %s and does not keep it',
    async (name) => {
      const server = serverOf(version);
      const { status, body } = await create(server, { client_name: 'a', [name]: ['https://app.example'] });
      expect(status).toBe(201);
      expect(body).not.toHaveProperty(name);
      expect(JSON.stringify(server.clients())).not.toContain('https://app.example');
    },
  );

  test('has the administrator who asked for an owner, with the tenant', async () => {
    const server = serverOf(version);
    await create(server, WEB);
    await create(server, WEB, { place: { tenant: 'wso2.com' }, authorization: TENANT_ADMIN });
    expect(server.clients().map(({ owner }) => owner)).toEqual(['admin@carbon.super', 'admin@wso2.com']);
  });
});

describe('several redirect URIs', () => {
  const redirect_uris = ['https://a.example/cb', 'https://b.example/cb?x=1'];

  test.each(VERSIONS.slice(0, 4))('come back as one expression up to 7.3: %s', async (version) => {
    const { body } = await create(serverOf(version), { ...WEB, redirect_uris });
    expect(body.redirect_uris).toEqual(['regexp=(https://a.example/cb|https://b.example/cb\\?x=1)']);
  });

  test('come back as they were sent from then on, and are held as an expression all the same', async () => {
    const server = serverOf('master');
    expect((await create(server, { ...WEB, redirect_uris })).body.redirect_uris).toEqual(redirect_uris);
    expect(server.clients()[0]?.callback).toBe('regexp=(https://a.example/cb|https://b.example/cb\\?x=1)');
  });
});

describe('a registration without a name', () => {
  test.each(['5.11', '7.0', '7.1'] as const)('is an error of the server at %s', async (version) => {
    const { status, text } = await create(serverOf(version), { grant_types: ['password'] });
    expect([status, text]).toEqual([500, '']);
  });

  test.each(['7.3', 'master'] as const)('is refused at %s', async (version) => {
    for (const client_name of [undefined, '', ' ', null]) {
      expect(refusalOf(await create(serverOf(version), { client_name }))).toEqual([
        400,
        'invalid_client_metadata',
        'The client name is missing or empty.',
      ]);
    }
  });
});

describe('a member that the server does not know', () => {
  const body = { ...MACHINE, logo_uri: 'https://app.example/logo.png' };

  test('is refused in plain text by 5.11', async () => {
    const { status, headers, text } = await create(serverOf('5.11'), body);
    expect([status, headers.get('content-type')]).toEqual([400, 'text/plain']);
    expect(text).toContain('Unrecognized field "logo_uri"');
  });

  test('is refused by 7.0, without a trace', async () => {
    const answer = await create(serverOf('7.0'), body);
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        error: 'invalid_client_metadata',
        error_description: 'Unrecognized field : logo_uri',
        traceId: null,
      },
    ]);
  });

  test.each(['7.1', '7.3', 'master'] as const)('is dropped in silence by %s', async (version) => {
    const server = serverOf(version);
    const answer = await create(server, body);
    expect(answer.status).toBe(201);
    expect(answer.body).not.toHaveProperty('logo_uri');
    expect(JSON.stringify(server.clients())).not.toContain('logo.png');
  });

  test.each([
    ['jwks', { keys: [] }],
    ['scope', 'a'],
    ['client_id', 'chosen_client_id'],
    ['client_name#de', 'x'],
    ['client_secret_expires_at', 0],
  ])('%s is one, at registration', async (name, value) => {
    expect((await create(serverOf('7.0'), { ...MACHINE, [name]: value })).status).toBe(400);
    expect((await create(serverOf('7.1'), { ...MACHINE, [name]: value })).status).toBe(201);
  });

  test.each(['application_type', 'response_types'])('%s is none until 7.0, and not kept', async (name) => {
    const value = name === 'application_type' ? 'web' : ['code'];
    for (const version of VERSIONS) {
      const { status, body: answer } = await create(serverOf(version), { ...MACHINE, [name]: value });
      expect(status).toBe(201);
      expect(answer).not.toHaveProperty(name);
    }
  });
});

describe('what is not offered', () => {
  const bad = { client_name: 'a', grant_types: ['magic'] };

  test('is an error of the server at 5.11, which takes the name back', async () => {
    const server = serverOf('5.11');
    const { status, text } = await create(server, bad);
    expect([status, text]).toEqual([500, '']);
    expect((await readByName(server, 'a')).status).toBe(401);
    expect((await create(server, { client_name: 'a' })).status).toBe(201);
  });

  test.each([
    [{ grant_types: ['magic'] }, "'magic' grant type is not allowed."],
    [{ token_endpoint_auth_method: 'none' }, "'none' Token endpoint authentication method is not allowed."],
    [{ token_endpoint_auth_signing_alg: 'HS256' }, "'HS256' Signing Algorithm is not allowed."],
    [{ id_token_signed_response_alg: 'none' }, "'none' Signing Algorithm is not allowed."],
    [{ request_object_signing_alg: 'ES512' }, "'ES512' Signing Algorithm is not allowed."],
    [{ id_token_encrypted_response_alg: 'A128KW' }, "'A128KW' Encryption Algorithm is not allowed."],
    [{ id_token_encrypted_response_alg: 'RSA-OAEP' }, "'null' Encryption Method is not allowed."],
    [{ request_object_encryption_enc: 'x' }, "'x' Encryption Method is not allowed."],
    [
      { subject_type: 'pairwise', redirect_uris: ['https://a.example', 'https://b.example'] },
      'Sector Identifier URI is mandatory if multiple redirect URIs with differenthostnames are configured.',
    ],
    [
      {
        subject_type: 'pairwise',
        redirect_uris: ['https://a.example'],
        sector_identifier_uri: 'http://a.example',
      },
      'Invalid scheme for sector identifier URI',
    ],
  ])('is refused from 7.0: %j', async (more, words) => {
    for (const version of VERSIONS.slice(1)) {
      expect(refusalOf(await create(serverOf(version), { client_name: 'a', ...more }))).toEqual([
        400,
        'invalid_client_metadata',
        words,
      ]);
    }
  });

  test('a fragment is refused from 7.3, where there is a front channel', async () => {
    const body = { ...WEB, redirect_uris: ['https://app.example/cb#x'] };
    const several = { ...body, redirect_uris: ['https://app.example/cb', 'https://app.example/cb#x'] };
    for (const version of VERSIONS) {
      for (const asked of [body, several]) {
        const answer = await create(serverOf(version), asked);
        if (version === '7.3' || version === 'master') {
          expect(refusalOf(answer)).toEqual([
            400,
            'invalid_client_metadata',
            'Callback URI must not contain a fragment component',
          ]);
        } else expect(answer.status).toBe(201);
      }
      expect((await create(serverOf(version), { ...body, grant_types: ['password'] })).status).toBe(201);
    }
  });
});
