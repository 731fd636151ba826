import { expect, test } from 'vitest';
import { createTestServer, type TestServerOptions } from '../../src/testing/index.js';

const FORMS = [
  'https://h.example/.well-known/oauth-authorization-server/t',
  'https://h.example/.well-known/openid-configuration/t',
  'https://h.example/t/.well-known/openid-configuration',
  'https://h.example/t/.well-known/oauth-authorization-server',
];

async function statuses(options: TestServerOptions, addresses: string[]): Promise<number[]> {
  const server = createTestServer(options);
  const answers = await Promise.all(addresses.map((address) => server.fetch(address)));
  return answers.map(({ status }) => status);
}

test('signed assertions are offered with their algorithms (RFC 8414 section 2)', () => {
  const server = createTestServer().metadata();
  expect(server.token_endpoint_auth_methods_supported).toContain('private_key_jwt');
  expect(server.token_endpoint_auth_signing_alg_values_supported).toContain('RS256');
});

test('the document stands at the RFC 8414 and the OpenID address', async () => {
  const issuer = 'https://h.example/t';
  expect(await statuses({ issuer }, FORMS)).toEqual([200, 404, 200, 404]);
  expect(await statuses({ issuer: `${issuer}/` }, FORMS)).toEqual([200, 404, 200, 404]);
});

test('the document stands where it is told to stand', async () => {
  const issuer = 'https://h.example/t';
  expect(await statuses({ issuer, wellKnown: [] }, FORMS)).toEqual([404, 404, 404, 404]);
  const wellKnown = ['openid-inserted', 'oauth-appended'] as const;
  expect(await statuses({ issuer, wellKnown }, FORMS)).toEqual([404, 200, 404, 200]);
});

test('without a path the inserted and the appended address are the same', async () => {
  expect(
    await statuses({}, [
      'https://as.example.test/.well-known/oauth-authorization-server',
      'https://as.example.test/.well-known/openid-configuration',
    ]),
  ).toEqual([200, 200]);
});

test('the document is what metadata() gives, with members added, replaced and removed', async () => {
  const server = createTestServer({
    issuer: 'https://h.example/t/',
    metadata: { jwks_uri: undefined, issuer: 'https://other.example', x_own: 1 },
  });
  const response = await server.fetch('https://h.example/t/.well-known/openid-configuration');
  const document = await response.json();
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(document).toEqual(server.metadata());
  expect(document).not.toHaveProperty('jwks_uri');
  expect(document).toMatchObject({
    issuer: 'https://other.example',
    x_own: 1,
    registration_endpoint: 'https://h.example/t/register',
  });
});

test('endpoints answer where the document says', async () => {
  const server = createTestServer({ metadata: { registration_endpoint: 'https://reg.example/new' } });
  expect(server.origins()).toEqual(['https://as.example.test', 'https://reg.example']);
  expect((await server.fetch('https://reg.example/new', { method: 'POST' })).status).toBe(400);
  expect((await server.fetch(`${server.issuer}/register`, { method: 'POST' })).status).toBe(404);
  const closed = createTestServer({ metadata: { registration_endpoint: undefined } });
  expect((await closed.fetch(`${closed.issuer}/register`, { method: 'POST' })).status).toBe(404);
});

test('the key set is empty, and everything else is 404', async () => {
  const server = createTestServer();
  expect(await (await server.fetch(`${server.issuer}/jwks`)).json()).toEqual({ keys: [] });
  expect(await statuses({}, [server.issuer, `${server.issuer}/authorize`, 'https://other.example/'])).toEqual(
    [404, 404, 404],
  );
});

test('an issuer that RFC 8414 does not allow is refused at once', () => {
  expect(() => createTestServer({ issuer: 'https://h.example/?a=b' })).toThrow(TypeError);
  expect(() => createTestServer({ issuer: 'https://h.example/#a' })).toThrow(TypeError);
  expect(() => createTestServer({ issuer: 'h.example' })).toThrow(TypeError);
});
