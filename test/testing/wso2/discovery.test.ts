import { describe, expect, test } from 'vitest';
import { createWso2TestServer } from '../../../src/testing/index.js';
import { send, serverOf, VERSIONS } from './raw-client.js';

const BASE = 'https://wso2.example.test';
const OPENID = '/.well-known/openid-configuration';

describe.each(VERSIONS)('discovery at %s', (version) => {
  test.each([
    ['', BASE],
    ['/t/wso2.com', `${BASE}/t/wso2.com`],
  ])('of %j says the same at both addresses, also who the issuer is', async (prefix, base) => {
    const server = serverOf(version);
    for (const name of ['token', 'oidcdiscovery']) {
      const { status, body } = await send(server, `${base}/oauth2/${name}${OPENID}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        issuer: `${base}/oauth2/token`,
        token_endpoint: `${base}/oauth2/token`,
        authorization_endpoint: `${base}/oauth2/authorize`,
        jwks_uri: `${base}/oauth2/jwks`,
        userinfo_endpoint: `${base}/oauth2/userinfo`,
        revocation_endpoint: `${base}/oauth2/revoke`,
        introspection_endpoint: `${base}/oauth2/introspect`,
        end_session_endpoint: `${base}/oidc/logout`,
        subject_types_supported: ['public', 'pairwise'],
        token_endpoint_auth_methods_supported: expect.not.arrayContaining(['none']),
        grant_types_supported: expect.arrayContaining(['iwa:ntlm', 'organization_switch']),
      });
      const place = prefix === '' ? {} : { tenant: 'wso2.com' };
      expect(body).toEqual(server.metadata(place));
    }
  });

  test('names the registration endpoint, which is gone where the path is that of v1.0', async () => {
    const server = serverOf(version);
    const named = String(server.metadata().registration_endpoint);
    const path = version === '5.11' ? 'v1.0' : 'v1.1';
    expect(named).toBe(`${BASE}/api/identity/oauth2/dcr/${path}/register`);
    const { status } = await send(server, named, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('admin:admin')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'a' }),
    });
    expect(status).toBe(version === '5.11' ? 404 : 201);
  });

  test('refuses other names in plain text', async () => {
    const { status, headers, text } = await send(serverOf(version), `${BASE}/oauth2/invalidIssuer${OPENID}`);
    expect([status, headers.get('content-type')]).toEqual([400, 'text/plain']);
    expect(text).toContain('invalidIssuer');
  });

  test('at the root is for the newest alone; others want to know who asks', async () => {
    const { status, body } = await send(serverOf(version), `${BASE}${OPENID}`);
    expect(status).toBe(version === 'master' ? 200 : 401);
    if (version === 'master') expect(body.issuer).toBe(`${BASE}/oauth2/token`);
  });

  test.each([
    [`${BASE}/.well-known/oauth-authorization-server/oauth2/token`, `${BASE}/oauth2/token`],
    [
      `${BASE}/.well-known/oauth-authorization-server/t/wso2.com/oauth2/token`,
      `${BASE}/t/wso2.com/oauth2/token`,
    ],
    [
      `${BASE}/t/wso2.com/oauth2/token/.well-known/oauth-authorization-server`,
      `${BASE}/t/wso2.com/oauth2/token`,
    ],
  ])('as RFC 8414 has it is there from 7.3: %s', async (url, issuer) => {
    const { status, body } = await send(serverOf(version), url);
    const isThere = version === '7.3' || version === 'master';
    expect(status).toBe(isThere ? 200 : 404);
    if (!isThere) return;
    expect(body).toMatchObject({
      issuer,
      response_types_supported: ['code', 'token', 'none'],
      scopes_supported: [],
    });
    expect(body).not.toHaveProperty('userinfo_endpoint');
  });
});

describe('discovery', () => {
  test('as RFC 8414 has it knows two paths and no others', async () => {
    const server = serverOf('7.3');
    for (const path of ['', '/', '/oauth2', '/oauth2/oidcdiscovery', '/t/nowhere.com/oauth2/token']) {
      const { status } = await send(server, `${BASE}/.well-known/oauth-authorization-server${path}`);
      expect(status).toBe(404);
    }
  });

  test('can name an issuer that is no address', async () => {
    const server = serverOf('7.1', { entityId: 'wso2is' });
    expect((await send(server, `${BASE}/oauth2/token${OPENID}`)).body.issuer).toBe('wso2is');
    expect(server.issuer).toBe('wso2is');
  });

  test('names the WebFinger address from 7.0, in one spelling and for every tenant the same', async () => {
    expect(serverOf('5.11').metadata()).not.toHaveProperty('webfinger_endpoint');
    expect(serverOf('7.0').metadata({ tenant: 'wso2.com' }).webfinger_endpoint).toBe(
      `${BASE}/.well-known/webfinger`,
    );
  });

  test('does not know the endpoint of an organisation', async () => {
    const server = serverOf('7.3');
    const place = { tenant: 'wso2.com', organization: '10084a8d-113f-4211-a0d5-efe36b082211' };
    expect(server.metadata(place).registration_endpoint).not.toBe(server.registrationEndpoint(place));
  });

  test('is at the address that the server has', () => {
    expect(createWso2TestServer({ baseUrl: 'https://api.asgardeo.io' }).issuer).toBe(
      'https://api.asgardeo.io/oauth2/token',
    );
  });
});
