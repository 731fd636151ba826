import { describe, expect, test } from 'vitest';
import {
  create,
  MACHINE,
  type Members,
  read,
  readByName,
  serverOf,
  token,
  update,
  VERSIONS,
  WEB,
} from './raw-client.js';

const FULL = {
  ...WEB,
  jwks_uri: 'https://app.example/jwks',
  token_endpoint_auth_method: 'client_secret_post',
  ext_application_display_name: 'Display',
  ext_pkce_mandatory: true,
  ext_pkce_support_plain: true,
  ext_public_client: true,
  require_signed_request_object: true,
  require_pushed_authorization_requests: true,
  tls_client_certificate_bound_access_tokens: true,
  ext_user_token_lifetime: 60,
  ext_token_type: 'JWT',
};

describe.each(VERSIONS)('updating at %s', (version) => {
  test('changes the name alone, and neither the secret nor the rest', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, { ...WEB, grant_types: ['client_credentials'] });
    const { status, body } = await update(server, client.client_id, { client_name: 'Renamed' });
    expect(status).toBe(200);
    expect(body).toEqual({ ...client, client_name: 'Renamed' });
    expect((await token(server, { grant_type: 'client_credentials' }, { client })).status).toBe(200);
    expect((await readByName(server, 'Renamed')).body.client_id).toBe(client.client_id);
    expect((await readByName(server, WEB.client_name)).status).toBe(401);
  });

  test('ignores a secret and an id in the body', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, WEB);
    const { status, body } = await update(server, client.client_id, {
      client_name: WEB.client_name,
      client_id: 'another_client_id',
      client_secret: 'other',
    });
    expect([status, body.client_id, body.client_secret]).toEqual([
      200,
      client.client_id,
      client.client_secret,
    ]);
  });

  test('adds a front channel with its redirect URI, and not without one', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, { client_name: 'a', grant_types: ['password'] });
    const grant_types = ['password', 'authorization_code'];
    const without = await update(server, client.client_id, { client_name: 'a', grant_types });
    expect(without.status).toBe(version === '5.11' ? 500 : 400);
    const redirect_uris = ['https://dcr-app-1.com/callback'];
    const { status, body } = await update(server, client.client_id, {
      client_name: 'a',
      grant_types,
      redirect_uris,
    });
    expect([status, body.redirect_uris, body.grant_types]).toEqual([200, redirect_uris, grant_types]);
    expect(body.client_secret).toBe(client.client_secret);
  });

  test('keeps what is left out or empty: nothing can be taken away', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, WEB);
    const { status, body } = await update(server, client.client_id, {
      client_name: WEB.client_name,
      grant_types: ['password'],
      redirect_uris: [],
    });
    expect([status, body.redirect_uris, body.grant_types]).toEqual([200, WEB.redirect_uris, ['password']]);
    expect((await update(server, client.client_id, { client_name: '' })).body.client_name).toBe(
      WEB.client_name,
    );
  });

  test('refuses what it answered itself: no redirect URI, and several', async () => {
    const server = serverOf(version, { behaviour: { redirectUris: 'regexp' } });
    const { body: none } = await create(server, MACHINE);
    const { body: several } = await create(server, {
      ...WEB,
      redirect_uris: ['https://a.example', 'https://b.example'],
    });
    for (const { client_id, client_name, redirect_uris } of [none, several]) {
      const { status, body } = await update(server, client_id, { client_name, redirect_uris });
      expect([status, body.error]).toEqual([400, 'invalid_redirect_uri']);
    }
  });

  test('answers a name that is taken', async () => {
    const server = serverOf(version);
    await create(server, MACHINE);
    const { body: client } = await create(server, WEB);
    const { status, text, body } = await update(server, client.client_id, { client_name: 'machine' });
    if (version === '5.11') expect([status, text]).toEqual([500, '']);
    else {
      expect([status, body.error_description]).toEqual([
        400,
        'Application with the name machine already exist in the system',
      ]);
    }
    expect((await read(server, client.client_id)).body.client_name).toBe(WEB.client_name);
  });

  test('refuses a name with a space', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, WEB);
    expect((await update(server, client.client_id, { client_name: 'a b' })).status).toBe(400);
  });

  test('has renamed the application before it refuses the rest', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, WEB);
    const answer = await update(server, client.client_id, { client_name: 'New', redirect_uris: [' '] });
    expect(answer.status).toBe(400);
    expect(await read(server, client.client_id)).toMatchObject({ body: { client_name: 'New' } });
  });

  test('fails over null for a list', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, WEB);
    const { status, text } = await update(server, client.client_id, {
      client_name: 'TestApp',
      redirect_uris: null,
    });
    expect([status, text]).toEqual([500, '']);
  });

  test('without an id is no method of the collection', async () => {
    const { status } = await update(serverOf(version), '', WEB);
    expect(status).toBe(405);
  });
});

describe('a round trip of what was read', () => {
  test.each(['5.11', '7.0'] as const)(
    'is refused at %s, which does not know its own end of the secret',
    async (version) => {
      const server = serverOf(version);
      const { body: client } = await create(server, WEB);
      expect((await update(server, client.client_id, client)).status).toBe(400);
    },
  );

  test.each(['7.1', '7.3', 'master'] as const)(
    'changes nothing at %s, where there is one redirect URI',
    async (version) => {
      const server = serverOf(version);
      const { body: client } = await create(server, WEB);
      const { status, body } = await update(server, client.client_id, client);
      expect([status, body]).toEqual([200, client]);
    },
  );
});

describe.each(VERSIONS.slice(1))('extensions in an update at %s', (version) => {
  async function updated(change: Members): Promise<Members> {
    const server = serverOf(version);
    const { body: client } = await create(server, FULL);
    const { body } = await update(server, client.client_id, { client_name: WEB.client_name, ...change });
    return body;
  }

  test('flags that are left out become false, and the binding of tokens ends', async () => {
    const body = await updated({});
    expect(body).toMatchObject({
      ext_pkce_mandatory: false,
      ext_pkce_support_plain: false,
      ext_public_client: false,
      require_signed_request_object: false,
      require_pushed_authorization_requests: false,
      token_endpoint_auth_method: 'client_secret_post',
      ext_user_token_lifetime: 60,
      ext_token_type: 'JWT',
    });
    expect(body.tls_client_certificate_bound_access_tokens ?? null).toBeNull();
    expect(body.ext_application_display_name ?? null).toBeNull();
  });

  test('pushed requests are required when signed ones are, whatever is asked for', async () => {
    expect(await updated({ require_pushed_authorization_requests: true })).toMatchObject({
      require_pushed_authorization_requests: false,
    });
    expect(await updated({ require_signed_request_object: true })).toMatchObject({
      require_pushed_authorization_requests: true,
    });
  });

  test('jwks_uri is answered only if it was asked for, and kept all the same', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, FULL);
    const { body } = await update(server, client.client_id, { client_name: WEB.client_name });
    expect(body.jwks_uri ?? null).toBeNull();
    expect((await read(server, client.client_id)).body.jwks_uri).toBe(FULL.jwks_uri);
  });

  test('display name and jwks_uri are looked at beside a name alone', async () => {
    const server = serverOf(version);
    const { body: client } = await create(server, FULL);
    const change = { ext_application_display_name: 'Other', jwks_uri: 'https://other.example/jwks' };
    await update(server, client.client_id, change);
    expect((await read(server, client.client_id)).body).toMatchObject({
      ext_application_display_name: 'Display',
      jwks_uri: FULL.jwks_uri,
    });
    await update(server, client.client_id, { client_name: WEB.client_name, ...change });
    expect((await read(server, client.client_id)).body).toMatchObject(change);
  });

  test('encryption is not switched on by an update', async () => {
    const body = await updated({
      id_token_encrypted_response_alg: 'RSA-OAEP',
      id_token_encrypted_response_enc: 'A128GCM',
    });
    expect(body.id_token_encrypted_response_alg ?? null).toBeNull();
  });

  test('the owner stays', async () => {
    expect(await updated({ ext_application_owner: 'jane' })).toMatchObject({
      ext_application_owner: 'admin@carbon.super',
    });
  });
});

describe('members of later releases in an update', () => {
  test.each(['7.1', '7.3', 'master'] as const)(
    '%s: private_key_jwt needs the member for reuse again',
    async (version) => {
      const server = serverOf(version);
      const { body: client } = await create(server, {
        ...MACHINE,
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_allow_reuse_pvt_key_jwt: true,
      });
      expect((await update(server, client.client_id, { client_name: 'machine' })).body).toMatchObject({
        error: 'invalid_client_metadata',
      });
      const again = { client_name: 'machine', token_endpoint_allow_reuse_pvt_key_jwt: false };
      expect((await update(server, client.client_id, again)).body).toMatchObject(again);
    },
  );

  test.each(['7.1', '7.3', 'master'] as const)('%s: version and audience', async (version) => {
    const server = serverOf(version);
    const { body: client } = await create(server, MACHINE);
    const change = { ext_application_version: 'v2.0.0', ext_allowed_audience: 'organization' };
    expect(
      (await update(server, client.client_id, { client_name: 'machine', ...change })).body,
    ).toMatchObject(change);
    const back = { ext_allowed_audience: 'APPLICATION', ext_application_version: 'v3.0.0' };
    expect((await update(server, client.client_id, back)).body).toMatchObject({
      ext_allowed_audience: 'application',
      ext_application_version: 'v2.0.0',
    });
  });
});
