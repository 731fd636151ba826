import { describe, expect, test } from 'vitest';
import { create, MACHINE, ORGANIZATION, remove, send, serverOf, token, VERSIONS } from './raw-client.js';

const MANAGEMENT = { client_id: 'management-application', client_secret: 'management-secret' };
const SCOPE = 'internal_dcr_create internal_dcr_view internal_dcr_update internal_dcr_delete';

describe('the management application', () => {
  test.each(VERSIONS)('gets a token that registers in its tenant: %s', async (version) => {
    const server = serverOf(version);
    const form = { grant_type: 'client_credentials', scope: SCOPE };
    const { status, body } = await token(server, form, { client: MANAGEMENT, path: '/t/wso2.com' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', scope: SCOPE, expires_in: 3600 });
    const options = { place: { tenant: 'wso2.com' }, authorization: `Bearer ${String(body.access_token)}` };
    expect((await create(server, MACHINE, options)).status).toBe(201);
  });

  test('gets the scopes that it asks for, and no others', async () => {
    const server = serverOf('7.3');
    const form = { grant_type: 'client_credentials', scope: 'internal_dcr_view magic' };
    const { body } = await token(server, { ...form, ...MANAGEMENT });
    expect(body.scope).toBe('internal_dcr_view');
    expect(
      (await create(server, MACHINE, { authorization: `Bearer ${String(body.access_token)}` })).status,
    ).toBe(403);
  });

  test.each(['7.1', '7.3', 'master'] as const)(
    '%s: switches to an organisation, and registers there',
    async (version) => {
      const server = serverOf(version);
      const path = '/t/wso2.com';
      const first = await token(server, { grant_type: 'client_credentials' }, { client: MANAGEMENT, path });
      const form = {
        grant_type: 'organization_switch',
        token: String(first.body.access_token),
        switching_organization: ORGANIZATION,
        scope: 'internal_org_dcr_create internal_org_dcr_delete',
      };
      const { status, body } = await token(server, form, { client: MANAGEMENT, path });
      expect([status, body.scope]).toEqual([200, form.scope]);
      const options = {
        place: { tenant: 'wso2.com', organization: ORGANIZATION },
        authorization: `Bearer ${String(body.access_token)}`,
      };
      const made = await create(server, MACHINE, options);
      expect(made.status).toBe(201);
      const there = { client: made.body, path: `${path}/o/${ORGANIZATION}` };
      expect((await token(server, { grant_type: 'client_credentials' }, there)).status).toBe(200);
      expect((await remove(server, made.body.client_id, options)).status).toBe(204);
      if (version !== 'master') return;
      const past = await create(server, { ...MACHINE, ext_param_client_secret_expires_at: 1 }, options);
      expect([past.status, past.body.error]).toEqual([400, 'invalid_client_metadata']);
    },
  );

  test('switches with a token of the tenant, and to its organisations alone', async () => {
    const server = serverOf('7.3');
    const form = { grant_type: 'organization_switch', switching_organization: ORGANIZATION };
    const good = server.issueToken({ tenant: 'wso2.com' });
    for (const more of [
      { token: 'nothing' },
      { token: server.issueToken() },
      { token: good, switching_organization: 'ffff' },
    ]) {
      const { status, body } = await token(
        server,
        { ...form, ...more },
        { client: MANAGEMENT, path: '/t/wso2.com' },
      );
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    }
  });
});

describe('a registered application', () => {
  test('gets a token with its credentials, in the header or in the form, and without scopes', async () => {
    const server = serverOf('7.3');
    const { body: client } = await create(server, MACHINE);
    const form = { grant_type: 'client_credentials', scope: SCOPE };
    const { status, body } = await token(server, form, { client });
    expect([status, body.scope]).toEqual([200, undefined]);
    const { client_id, client_secret } = client;
    const posted = { ...form, client_id: String(client_id), client_secret: String(client_secret) };
    expect((await token(server, posted)).status).toBe(200);
    expect(
      (await create(server, { client_name: 'b' }, { authorization: `Bearer ${String(body.access_token)}` }))
        .status,
    ).toBe(403);
  });

  test('is sent away with other credentials, in other tenants, and with other grants', async () => {
    const server = serverOf('7.3');
    const { body: client } = await create(server, MACHINE);
    const form = { grant_type: 'client_credentials' };
    const wrong = await token(server, form, { client: { ...client, client_secret: 'wrong' } });
    expect([wrong.status, wrong.body.error, wrong.headers.get('www-authenticate')]).toEqual([
      401,
      'invalid_client',
      'Basic realm=wso2.example.test',
    ]);
    expect((await token(server, form, { client, path: '/t/wso2.com' })).status).toBe(401);
    expect((await token(server, { grant_type: 'password' }, { client })).body.error).toBe(
      'unsupported_grant_type',
    );
    const { body: other } = await create(server, { client_name: 'b', grant_types: ['password'] });
    expect((await token(server, form, { client: other })).body.error).toBe('unauthorized_client');
    expect((await send(server, 'https://wso2.example.test/oauth2/token')).status).toBe(405);
  });
});
