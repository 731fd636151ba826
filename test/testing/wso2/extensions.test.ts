import { describe, expect, test } from 'vitest';
import { create, MACHINE, read, readByName, serverOf, token, VERSIONS, WEB } from './raw-client.js';

const FIRST = [
  'client_id',
  'client_secret',
  'client_secret_expires_at',
  'redirect_uris',
  'grant_types',
  'client_name',
];

describe('the members of an answer', () => {
  test('are six at 5.11, with no end of the secret', async () => {
    const { body } = await create(serverOf('5.11'), MACHINE);
    expect(Object.keys(body)).toEqual(FIRST);
    expect(body.client_secret_expires_at).toBeNull();
  });

  test.each(['7.0', '7.1'] as const)('are all there at %s, most of them null', async (version) => {
    const { body } = await create(serverOf(version), MACHINE);
    expect(body).toMatchObject({
      jwks_uri: null,
      token_endpoint_auth_method: null,
      software_statement: null,
      ext_application_display_name: null,
      tls_client_certificate_bound_access_tokens: null,
      subject_type: 'public',
    });
    expect('ext_allowed_audience' in body).toBe(version === '7.1');
    expect('token_endpoint_allow_reuse_pvt_key_jwt' in body).toBe(version === '7.1');
    expect(body).not.toHaveProperty('frontchannel_logout_uri');
  });

  test.each(['7.3', 'master'] as const)('are those with a value at %s', async (version) => {
    const { body } = await create(serverOf(version), MACHINE);
    expect(Object.keys(body)).toEqual([
      ...FIRST,
      'ext_application_owner',
      'ext_application_token_lifetime',
      'ext_user_token_lifetime',
      'ext_refresh_token_lifetime',
      'ext_id_token_lifetime',
      'ext_pkce_mandatory',
      'ext_pkce_support_plain',
      'ext_public_client',
      'token_type_extension',
      'ext_token_type',
      'require_pushed_authorization_requests',
      'require_signed_request_object',
      'subject_type',
      'ext_allowed_audience',
    ]);
    expect(body).toMatchObject({
      client_secret_expires_at: 0,
      ext_application_owner: 'admin@carbon.super',
      ext_user_token_lifetime: 3600,
      ext_pkce_mandatory: false,
      ext_token_type: 'Default',
      token_type_extension: 'Default',
    });
  });
});

describe('extensions', () => {
  test('are unknown at 5.11', async () => {
    for (const name of [
      'ext_public_client',
      'token_endpoint_auth_method',
      'software_statement',
      'is_management_app',
    ]) {
      expect((await create(serverOf('5.11'), { ...MACHINE, [name]: 'true' })).status).toBe(400);
    }
  });

  test('are kept and answered from 7.0', async () => {
    const asked = {
      jwks_uri: 'https://app.example/jwks',
      token_endpoint_auth_method: 'client_secret_post',
      token_endpoint_auth_signing_alg: 'PS256',
      id_token_signed_response_alg: 'PS256',
      id_token_encrypted_response_alg: 'RSA-OAEP',
      id_token_encrypted_response_enc: 'A128GCM',
      request_object_signing_alg: 'ES256',
      request_object_encryption_alg: 'RSA-OAEP-256',
      request_object_encryption_enc: 'A256GCM',
      require_signed_request_object: true,
      require_pushed_authorization_requests: true,
      tls_client_auth_subject_dn: 'CN=app',
      tls_client_certificate_bound_access_tokens: true,
      ext_application_display_name: 'My Application',
      ext_application_token_lifetime: 60,
      ext_pkce_mandatory: true,
      ext_public_client: true,
      ext_token_type: 'JWT',
    };
    for (const version of VERSIONS.slice(1)) {
      const server = serverOf(version);
      const { body } = await create(server, { ...MACHINE, ...asked });
      expect(body).toMatchObject({ ...asked, token_type_extension: 'JWT' });
      expect(body.client_secret).toEqual(expect.any(String));
      expect((await read(server, body.client_id)).body).toEqual(body);
    }
  });

  test.each([
    [{ subject_type: 'magic' }, { subject_type: 'public' }],
    [{ ext_id_token_lifetime: 0 }, { ext_id_token_lifetime: 3600 }],
    [{ ext_token_type: 'JWT', token_type_extension: 'Default' }, { token_type_extension: 'JWT' }],
    [{ token_type_extension: 'JWT' }, { ext_token_type: 'JWT' }],
    [{ ext_allowed_audience: 'Organization' }, { ext_allowed_audience: 'organization' }],
    [{ ext_allowed_audience: 'magic' }, { ext_allowed_audience: 'application' }],
    [{ id_token_encrypted_response_enc: 'A128GCM' }, {}],
  ])('%j is taken for %j', async (asked, granted) => {
    const { status, body } = await create(serverOf('7.3'), { ...MACHINE, ...asked });
    expect(status).toBe(201);
    expect(body).toMatchObject(granted);
    expect(body).not.toHaveProperty('id_token_encrypted_response_enc');
  });

  test('of a time to come are not known yet', async () => {
    const asked = { frontchannel_logout_uri: 'https://app.example/logout' };
    expect((await create(serverOf('7.1'), { ...MACHINE, ...asked })).body).not.toMatchObject(asked);
    expect((await create(serverOf('7.3'), { ...MACHINE, ...asked })).body).toMatchObject(asked);
    expect(
      (await create(serverOf('7.3'), { ...MACHINE, frontchannel_logout_uri: 'relative/path' })).body,
    ).toMatchObject({
      error: 'invalid_client_metadata',
      error_description: 'Invalid front-channel logout URI: relative/path',
    });
  });

  test('name the owner from 7.1, if there is such a user', async () => {
    const users = [
      { username: 'admin', password: 'admin' },
      { username: 'jane', password: 'secret' },
    ];
    for (const version of VERSIONS.slice(1)) {
      const owner = async (name: string) =>
        (await create(serverOf(version, { users }), { ...MACHINE, ext_application_owner: name })).body
          .ext_application_owner;
      expect(await owner('jane')).toBe(version === '7.0' ? 'admin@carbon.super' : 'jane@carbon.super');
      expect(await owner('nobody')).toBe('admin@carbon.super');
    }
  });
});

describe('private_key_jwt', () => {
  const WORDS =
    'Requested client authentication method incompatible with the Private Key JWT Reuse config value.';
  const asked = { ...MACHINE, token_endpoint_auth_method: 'private_key_jwt' };
  const reuse = { token_endpoint_allow_reuse_pvt_key_jwt: false };

  test('needs no more at 7.0, where the member for reuse is unknown', async () => {
    expect((await create(serverOf('7.0'), asked)).status).toBe(201);
    expect((await create(serverOf('7.0'), { ...asked, ...reuse })).status).toBe(400);
  });

  test.each(['7.1', '7.3', 'master'] as const)(
    'needs the member for reuse, and it alone, at %s',
    async (version) => {
      expect((await create(serverOf(version), asked)).body.error_description).toBe(WORDS);
      expect((await create(serverOf(version), { ...asked, ...reuse })).body).toMatchObject(reuse);
      expect((await create(serverOf(version), { ...MACHINE, ...reuse })).body.error_description).toBe(WORDS);
    },
  );
});

describe('the end of a secret', () => {
  const now = () => 1_700_000_000_000;
  const seconds = 1_700_000_000;

  test.each(['7.0', '7.1', '7.3'] as const)('cannot be chosen at %s', async (version) => {
    const asked = { ...MACHINE, ext_param_client_secret_expires_at: seconds + 3600 };
    const answer = await create(serverOf(version, { now }), version === '7.0' ? MACHINE : asked);
    expect(answer.body.client_secret_expires_at).toBe(0);
    if (version === '7.0') expect((await create(serverOf(version, { now }), asked)).status).toBe(400);
  });

  test.each([
    [seconds + 3600, seconds + 3600],
    [0, 0],
    [undefined, 0],
    // Clocks may differ by five minutes.
    [seconds - 60, seconds - 60],
  ])('can be chosen at master: %s', async (asked, granted) => {
    const server = serverOf('master', { now });
    const { status, body } = await create(server, { ...MACHINE, ext_param_client_secret_expires_at: asked });
    expect([status, body.client_secret_expires_at]).toEqual([201, granted]);
    expect((await read(server, body.client_id)).body.client_secret_expires_at).toBe(granted);
    expect((await token(server, { grant_type: 'client_credentials' }, { client: body })).status).toBe(200);
  });

  test.each([
    [seconds - 3600, 'past'],
    [-1, 'invalid'],
  ])('is refused: %s', async (asked, word) => {
    const { status, body } = await create(serverOf('master', { now }), {
      ...MACHINE,
      ext_param_client_secret_expires_at: asked,
    });
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata']);
    expect(body.error_description).toContain(word);
    expect(body.error_description).not.toContain(word === 'past' ? 'invalid' : 'past');
  });

  test('ends it', async () => {
    let clock = now();
    const server = serverOf('master', { now: () => clock });
    const asked = { ...MACHINE, ext_param_client_secret_expires_at: seconds + 60 };
    const { body: client } = await create(server, asked);
    clock += 361_000;
    const answer = await token(server, { grant_type: 'client_credentials' }, { client });
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  });
});

describe('switches beside the version', () => {
  test('of nulls', async () => {
    const { body } = await create(serverOf('7.3', { behaviour: { nullMembers: true } }), MACHINE);
    expect(body.jwks_uri).toBeNull();
  });

  test('of redirect URIs', async () => {
    const behaviour = { redirectUris: 'regexp', noRedirectUri: null } as const;
    const server = serverOf('master', { behaviour });
    const { body } = await create(server, {
      ...WEB,
      redirect_uris: ['https://a.example', 'https://b.example'],
    });
    expect(body.redirect_uris).toEqual(['regexp=(https://a.example|https://b.example)']);
    expect((await create(server, MACHINE)).body.redirect_uris).toEqual([null]);
  });

  test('of hashed secrets: only the answer to the registration has one that works', async () => {
    const server = serverOf('7.3', { behaviour: { hashedSecrets: true } });
    const { body: client } = await create(server, MACHINE);
    expect((await token(server, { grant_type: 'client_credentials' }, { client })).status).toBe(200);
    for (const answer of [await read(server, client.client_id), await readByName(server, 'machine')]) {
      expect(JSON.parse(String(answer.body.client_secret))).toEqual({
        hash: expect.any(String),
        algorithm: 'SHA-256',
      });
    }
  });

  test('of FAPI: it narrows what may be asked for', async () => {
    const server = serverOf('7.3', { behaviour: { fapiEnforcement: true } });
    const conforming = {
      ...WEB,
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_allow_reuse_pvt_key_jwt: 'false',
      token_endpoint_auth_signing_alg: 'PS256',
      id_token_signed_response_alg: 'PS256',
      id_token_encrypted_response_alg: 'RSA-OAEP',
      id_token_encrypted_response_enc: 'A128GCM',
      tls_client_certificate_bound_access_tokens: 'true',
      require_pushed_authorization_requests: 'true',
    };
    const { token_endpoint_allow_reuse_pvt_key_jwt: _, ...withoutReuse } = conforming;
    expect((await create(server, conforming)).status).toBe(201);
    for (const [change, words] of [
      [{ tls_client_certificate_bound_access_tokens: false }, /Certificate bound/],
      [{ token_endpoint_auth_signing_alg: 'RS256' }, /Invalid signature algorithm/],
      [{ id_token_encrypted_response_alg: 'RSA1_5' }, /Invalid encryption algorithm/],
    ] as const) {
      const { status, body } = await create(server, { ...conforming, ...change, client_name: 'other' });
      expect([status, body.error]).toEqual([400, 'invalid_client_metadata']);
      expect(body.error_description).toMatch(words);
    }
    const secret = {
      ...withoutReuse,
      client_name: 'other',
      token_endpoint_auth_method: 'client_secret_basic',
    };
    expect((await create(server, secret)).body.error_description).toMatch(/Invalid token endpoint/);
  });
});
