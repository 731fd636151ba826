import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  call,
  create,
  MACHINE,
  ORGANIZATION,
  read,
  remove,
  send,
  serverOf,
  TENANT_ADMIN,
  update,
  VERSIONS,
} from './raw-client.js';

const DESCRIPTION =
  'Authorization failure. Authorization information was invalid or missing from your request.';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe.each(VERSIONS)('who is let through at %s', (version) => {
  test.each([
    ['nothing', null],
    ['a wrong password', `Basic ${btoa('admin:wrong')}`],
    ['an unknown user', `Basic ${btoa('nobody:admin')}`],
    ['an unknown token', 'Bearer nothing'],
    ['another scheme', 'Digest x'],
    ['what is no base64', 'Basic %'],
    ['the administrator of another tenant', TENANT_ADMIN],
  ])('%s is 401, with the challenge of the other scheme', async (_, authorization) => {
    const server = serverOf(version);
    for (const answer of [
      await create(server, MACHINE, { authorization }),
      await read(server, 'invalid_client_id', { authorization }),
    ]) {
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      if (version === '5.11') expect(answer.text).toBe('');
      else {
        expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8');
        expect(answer.body).toEqual({
          code: 401,
          message: 'Unauthorized',
          description: DESCRIPTION,
          traceId: expect.any(String),
        });
      }
    }
    expect(server.clients()).toEqual([]);
  });

  test('users are known with and without the super tenant', async () => {
    const authorization = `Basic ${btoa('admin@carbon.super:admin')}`;
    expect((await create(serverOf(version), MACHINE, { authorization })).status).toBe(201);
  });

  test('a user who may not manage is 403', async () => {
    const users = [{ username: 'jane', password: 'päss+%25 word', mayManage: false }];
    const encoded = btoa(String.fromCharCode(...new TextEncoder().encode('jane:päss+%25 word')));
    const { status, headers } = await create(serverOf(version, { users }), MACHINE, {
      authorization: `Basic ${encoded}`,
    });
    expect([status, headers.get('www-authenticate')]).toEqual([403, null]);
  });

  test('a token of the server does for all five operations', async () => {
    const server = serverOf(version);
    const options = bearer(server.issueToken());
    const { body } = await create(server, MACHINE, options);
    expect((await read(server, body.client_id, options)).status).toBe(200);
    expect((await call(server, 'GET', { path: '?client_name=machine', ...options })).status).toBe(200);
    expect((await update(server, body.client_id, { client_name: 'b' }, options)).status).toBe(200);
    expect((await remove(server, body.client_id, options)).status).toBe(204);
  });

  test('a token ends, by time and by hand', async () => {
    let clock = 0;
    const server = serverOf(version, { now: () => clock });
    const first = server.issueToken();
    const second = server.issueToken();
    server.revokeToken(second);
    expect((await read(server, 'x', bearer(second))).body.code).toBe(version === '5.11' ? undefined : 401);
    expect((await read(server, 'x', bearer(first))).headers.get('www-authenticate')).toBeNull();
    clock = 3_600_000;
    expect((await read(server, 'x', bearer(first))).headers.get('www-authenticate')).toBe('Bearer');
  });

  test('an address with dots, semicolons or double encoding is 401', async () => {
    const server = serverOf(version);
    for (const path of ['/a;b/c', '/%252e%252e', '/a%2fb%3Bc/d']) {
      const { status, headers } = await call(server, 'GET', { path });
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    }
  });
});

describe('scopes', () => {
  test.each([
    ['POST', 'internal_dcr_create', 201],
    ['GET', 'internal_dcr_view', 200],
    ['PUT', 'internal_dcr_update', 200],
    ['DELETE', 'internal_dcr_delete', 204],
  ])('%s needs %s, from 7.0', async (method, scope, status) => {
    const server = serverOf('7.3');
    const { body } = await create(server, MACHINE);
    const others = ['create', 'view', 'update', 'delete']
      .map((name) => `internal_dcr_${name}`)
      .filter((name) => name !== scope);
    const request = {
      path: method === 'POST' ? '' : `/${String(body.client_id)}`,
      ...(method === 'POST' || method === 'PUT' ? { body: { client_name: 'other' } } : {}),
    };
    const refused = await call(server, method, {
      ...request,
      ...bearer(server.issueToken({ scopes: others })),
    });
    expect([refused.status, refused.body]).toEqual([
      403,
      {
        code: 403,
        message: 'Forbidden',
        description: 'Operation is not permitted. You do not have permissions to make this request.',
        traceId: expect.any(String),
      },
    ]);
    const allowed = await call(server, method, {
      ...request,
      ...bearer(server.issueToken({ scopes: [scope] })),
    });
    expect(allowed.status).toBe(status);
  });

  test('are no matter up to 6.1, where the rights are those of the user', async () => {
    const server = serverOf('5.11');
    expect((await create(server, MACHINE, bearer(server.issueToken({ scopes: [] })))).status).toBe(201);
  });

  test('a server can do without Basic', async () => {
    const server = serverOf('7.3', { behaviour: { basicAuthentication: false } });
    expect((await create(server, MACHINE)).status).toBe(401);
    expect((await create(server, MACHINE, bearer(server.issueToken()))).status).toBe(201);
  });
});

describe('tenants', () => {
  const inTenant = { place: { tenant: 'wso2.com' } };

  test.each(VERSIONS)('have users and tokens of their own: %s', async (version) => {
    const server = serverOf(version);
    expect((await create(server, MACHINE, { ...inTenant, authorization: ADMIN })).status).toBe(401);
    expect((await create(server, MACHINE, { ...inTenant, ...bearer(server.issueToken()) })).status).toBe(401);
    const token = server.issueToken({ tenant: 'wso2.com' });
    expect((await create(server, MACHINE, { ...inTenant, ...bearer(token) })).status).toBe(201);
    expect(server.clients()).toMatchObject([{ tenant: 'wso2.com', owner: 'admin@wso2.com' }]);
  });

  test('the super tenant has a long address too', async () => {
    const server = serverOf('7.3');
    const url = 'https://wso2.example.test/t/carbon.super/api/identity/oauth2/dcr/v1.1/register';
    const headers = { authorization: ADMIN, 'content-type': 'application/json' };
    const { status, body } = await send(server, url, {
      method: 'POST',
      headers,
      body: JSON.stringify(MACHINE),
    });
    expect(status).toBe(201);
    expect((await read(server, body.client_id)).status).toBe(200);
  });

  test.each(VERSIONS)(
    'one that does not exist is 404, as JSON for those who speak it: %s',
    async (version) => {
      const server = serverOf(version);
      const options = { place: { tenant: 'nowhere.com' } };
      const json = await read(server, 'x', options);
      expect([json.status, json.body]).toEqual([
        404,
        {
          code: 404,
          message: 'nowhere.com is an invalid tenant domain',
          description: 'nowhere.com is an invalid tenant domain',
        },
      ]);
      const page = await read(server, 'x', { ...options, contentType: null });
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html;charset=UTF-8']);
    },
  );

  test('one that does not exist can be a redirect', async () => {
    const server = serverOf('7.3', { behaviour: { unknownTenant: 'redirect' } });
    const response = await server.fetch(
      'https://wso2.example.test/t/nowhere.com/oauth2/token/.well-known/openid-configuration',
      { redirect: 'manual' },
    );
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toContain('/authenticationendpoint/invalid_tenant_domain.do?');
  });
});

describe('anonymous registration', () => {
  const statement = [{ alg: 'PS256' }, { software_id: 'a', client_name: 'claimed' }]
    .map((part) => btoa(JSON.stringify(part)).replaceAll('=', ''))
    .concat('signature')
    .join('.');
  const open = { authenticationRequired: false, mandateSoftwareStatement: true };
  const anonymous = { authorization: null, place: { tenant: 'wso2.com' } };
  const tenants = { 'wso2.com': open };

  test.each(['7.1', '7.3', 'master'] as const)(
    'is open to POST alone, and belongs to the administrator: %s',
    async (version) => {
      const server = serverOf(version, { tenants });
      const { status, body } = await create(server, { ...MACHINE, software_statement: statement }, anonymous);
      expect([status, body.software_statement, body.ext_application_owner]).toEqual([
        201,
        statement,
        'admin@wso2.com',
      ]);
      for (const answer of [
        await read(server, body.client_id, anonymous),
        await update(server, body.client_id, { client_name: 'b' }, anonymous),
        await remove(server, body.client_id, anonymous),
      ]) {
        expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      }
      const asAdministrator = await read(server, body.client_id, { place: { tenant: 'wso2.com' } });
      expect(asAdministrator.body).toMatchObject({ client_name: 'machine' });
      expect(asAdministrator.body.software_statement ?? null).toBeNull();
    },
  );

  test('needs a software statement that can be read, and is signed', async () => {
    const server = serverOf('7.3', { tenants });
    const refusal = async (body: object) => (await create(server, { ...MACHINE, ...body }, anonymous)).body;
    expect(await refusal({})).toMatchObject({
      error: 'invalid_software_statement',
      error_description: 'Mandatory software statement is missing',
    });
    for (const bad of ['x', 'a.b.c', `${btoa('{"alg":"none"}')}.${btoa('{}')}.x`]) {
      expect(await refusal({ software_statement: bad })).toMatchObject({
        error: 'invalid_software_statement',
        error_description: 'Error occurred while reading the software statement',
      });
    }
  });

  test('can have signatures verified', async () => {
    const verifySoftwareStatement = async (text: string) => text !== statement;
    const server = serverOf('7.3', { tenants: { 'wso2.com': { ...open, verifySoftwareStatement } } });
    const { body } = await create(server, { ...MACHINE, software_statement: statement }, anonymous);
    expect(body).toMatchObject({
      error: 'invalid_software_statement',
      error_description: 'Signature validation failed for the software statement',
    });
  });

  test('is asked for a statement at registration only, and reads one at an update beside a name', async () => {
    const server = serverOf('7.3', { tenants });
    const { body } = await create(server, { ...MACHINE, software_statement: statement }, anonymous);
    const place = { place: { tenant: 'wso2.com' } };
    const change = { client_name: 'machine', software_statement: 'x' };
    expect((await update(server, body.client_id, change, place)).status).toBe(400);
    expect((await update(server, body.client_id, { software_statement: 'x' }, place)).status).toBe(200);
    expect((await update(server, body.client_id, { client_name: 'machine' }, place)).status).toBe(200);
  });

  test('7.0 does not read a statement that nobody verifies', async () => {
    expect((await create(serverOf('7.0'), { ...MACHINE, software_statement: 'x' })).status).toBe(201);
  });
});

describe('organisations', () => {
  const place = { tenant: 'wso2.com', organization: ORGANIZATION };

  test.each(['7.1', '7.3', 'master'] as const)(
    '%s: take tokens of their own, with scopes of their own',
    async (version) => {
      const server = serverOf(version);
      const token = server.issueToken(place);
      const { status, body } = await create(server, MACHINE, { place, ...bearer(token) });
      expect(status).toBe(201);
      expect(server.clients()).toMatchObject([{ organization: ORGANIZATION, tenant: 'wso2.com' }]);
      expect((await read(server, body.client_id, { place: { tenant: 'wso2.com' } })).status).toBe(401);
      expect((await remove(server, body.client_id, { place, ...bearer(token) })).status).toBe(204);
      const scopes = ['internal_dcr_create'];
      const wrong = server.issueToken({ ...place, scopes });
      expect((await create(server, MACHINE, { place, ...bearer(wrong) })).status).toBe(403);
    },
  );

  test('refuse users and tokens of the tenant, and challenge in other words', async () => {
    const server = serverOf('7.3');
    const above = server.issueToken({ tenant: 'wso2.com', scopes: ['internal_org_dcr_create'] });
    expect((await create(server, MACHINE, { place, ...bearer(above) })).status).toBe(403);
    expect((await create(server, MACHINE, { place })).status).toBe(403);
    const { status, headers } = await create(server, MACHINE, { place, authorization: null });
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm=wso2.example.test']);
  });

  test.each(['5.11', '7.0'] as const)(
    'are not there before 7.1, nor is their configuration: %s',
    async (version) => {
      const answer = await create(serverOf(version), MACHINE, { place });
      expect([answer.status, answer.text]).toEqual([404, 'Not Found']);
      expect(() => serverOf(version, { tenants: { a: { organizations: [ORGANIZATION] } } })).toThrow('7.1');
    },
  );
});
