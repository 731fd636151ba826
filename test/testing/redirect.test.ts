import { describe, expect, test } from 'vitest';
import { createTestServer } from '../../src/testing/index.js';
import { register, WEB_CLIENT } from './raw-client.js';

describe('redirectNext', () => {
  const document = 'https://as.example.test/.well-known/openid-configuration';

  test('is shown to who asks for it by hand', async () => {
    const server = createTestServer();
    server.redirectNext({ location: '/elsewhere', status: 308 });
    const response = await server.fetch(document, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([308, '/elsewhere']);
  });

  test('is followed by default, as a fetch does', async () => {
    const server = createTestServer();
    server.redirectNext({ location: document });
    expect((await server.fetch(`${server.issuer}/old`)).status).toBe(200);
    expect(server.requests().map(({ url, status }) => [url, status])).toEqual([
      [`${server.issuer}/old`, 302],
      [document, 200],
    ]);
  });

  test('is an error where redirects are errors, and where there are too many', async () => {
    const server = createTestServer();
    server.redirectNext({ location: document });
    await expect(server.fetch(document, { redirect: 'error' })).rejects.toBeInstanceOf(TypeError);
    server.redirectNext({ location: document, times: Number.POSITIVE_INFINITY });
    await expect(server.fetch(document)).rejects.toBeInstanceOf(TypeError);
  });

  test.each([
    [302, 'GET', 'none', undefined],
    [303, 'GET', 'none', undefined],
    [307, 'POST', 'none', WEB_CLIENT],
  ] as const)('%i to another origin sends %s, and no token', async (status, method, authorization, body) => {
    const server = createTestServer();
    server.redirectNext({ location: 'https://other.example/x', status });
    await register(server, WEB_CLIENT, 'token');
    expect(server.requests()[1]).toMatchObject({ method, authorization, body });
  });

  test('keeps the token inside the origin', async () => {
    const server = createTestServer();
    server.redirectNext({ location: '/x', status: 307 });
    await register(server, WEB_CLIENT, 'token');
    expect(server.requests()[1]).toMatchObject({ method: 'POST', authorization: 'bearer' });
  });
});
