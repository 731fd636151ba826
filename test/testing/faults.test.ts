import { describe, expect, test } from 'vitest';
import { createTestServer } from '../../src/testing/index.js';
import { read, register, WEB_CLIENT } from './raw-client.js';

/** What a promise was rejected with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable('it should have been rejected'),
    (error: unknown) => error,
  );
}

describe('failNext', () => {
  test('answers instead, once, and does nothing', async () => {
    const server = createTestServer();
    server.failNext({ status: 503, headers: { 'retry-after': '5' }, body: { error: 'busy' } });
    const answer = await register(server, WEB_CLIENT);
    expect([answer.status, answer.headers.get('retry-after'), answer.body]).toEqual([
      503,
      '5',
      { error: 'busy' },
    ]);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(server.clients()).toEqual([]);
    expect((await register(server, WEB_CLIENT)).status).toBe(201);
  });

  test('is 500 without a body unless told otherwise, and takes text as it is', async () => {
    const server = createTestServer();
    server.failNext();
    server.failNext({ body: 'null and void' });
    const [empty, text] = [await server.fetch(server.issuer), await server.fetch(server.issuer)];
    expect([empty.status, await empty.text()]).toEqual([500, '']);
    expect([text.status, await text.text()]).toEqual([500, 'null and void']);
  });

  test('picks requests by method and path', async () => {
    const server = createTestServer();
    server.failNext({ method: 'post', path: '/register' });
    server.failNext({ path: /^\/\.well-known\//g, status: 502, times: 2 });
    const document = `${server.issuer}/.well-known/openid-configuration`;
    const asked = [document, document, document, `${server.issuer}/register`];
    const statuses: number[] = [];
    for (const address of asked) statuses.push((await server.fetch(address)).status);
    expect(statuses).toEqual([502, 502, 200, 405]);
    expect((await register(server, WEB_CLIENT)).status).toBe(500);
  });

  test('one request meets one fault, the oldest that fits', async () => {
    const server = createTestServer();
    server.failNext({ status: 501 });
    server.failNext({ status: 502 });
    const statuses = [await server.fetch(server.issuer), await server.fetch(server.issuer)];
    expect(statuses.map(({ status }) => status)).toEqual([501, 502]);
  });
});

describe('answerNext', () => {
  test('answers a text, by default a page', async () => {
    const server = createTestServer();
    server.answerNext({ text: '<html>Please log in</html>' });
    const response = await server.fetch(server.issuer);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toBe('<html>Please log in</html>');
  });

  test('can spoil an answer after the effect', async () => {
    const server = createTestServer();
    server.answerNext({
      text: '{"cut',
      status: 201,
      headers: { 'Content-Type': 'application/json' },
      after: 'effect',
    });
    const response = await server.fetch(`${server.issuer}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(WEB_CLIENT),
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([201, 'application/json']);
    expect(await response.text()).toBe('{"cut');
    expect(server.clients()).toHaveLength(1);
  });
});

describe('the connection', () => {
  test('a lost answer has taken effect', async () => {
    const server = createTestServer();
    server.loseNextAnswer({ method: 'POST' });
    const error = await rejection(register(server, WEB_CLIENT));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } });
    expect(server.clients()).toHaveLength(1);
    expect(server.requests()).toMatchObject([{ method: 'POST', status: undefined }]);
  });

  test('a lost answer may have taken the only good token with it', async () => {
    const server = createTestServer({ rotation: 'on-read' });
    const { body: client } = await register(server, WEB_CLIENT);
    server.loseNextAnswer();
    await rejection(read(server, client));
    expect((await read(server, client)).status).toBe(401);
  });

  test('a refused connection has no effect', async () => {
    const server = createTestServer();
    server.refuseConnection({ times: 2 });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const error = await rejection(register(server, WEB_CLIENT));
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    }
    expect(server.clients()).toEqual([]);
    expect((await register(server, WEB_CLIENT)).status).toBe(201);
  });

  test.each([
    ['request', 0],
    ['effect', 1],
  ] as const)('a hang after the %s ends with the reason of the signal', async (after, clients) => {
    const server = createTestServer();
    const abort = new AbortController();
    server.hangNext({ after });
    const pending = rejection(
      server.fetch(`${server.issuer}/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(WEB_CLIENT),
        signal: abort.signal,
      }),
    );
    const late = await register(server, WEB_CLIENT);
    expect(late.status).toBe(201);
    abort.abort('enough');
    expect(await pending).toBe('enough');
    expect(server.clients()).toHaveLength(clients + 1);
  });
});

describe('endlessBodyNext', () => {
  test('the body goes on past any limit, until it is cancelled', async () => {
    const server = createTestServer({ sleep: async () => {} });
    server.endlessBodyNext({ status: 201 });
    const response = await server.fetch(server.issuer);
    expect([response.status, response.headers.get('content-type')]).toEqual([201, 'application/json']);
    const reader = response.body?.getReader();
    let bytes = 0;
    while (bytes < 2 * 1024 * 1024) bytes += (await reader?.read())?.value?.length ?? Number.NaN;
    await reader?.cancel();
    expect(bytes).toBeGreaterThanOrEqual(2 * 1024 * 1024);
  });

  test('the signal ends it, even for a reader without a limit', async () => {
    const server = createTestServer();
    const abort = new AbortController();
    server.endlessBodyNext({ after: 'effect' });
    const response = await server.fetch(server.issuer, { signal: abort.signal });
    const pending = rejection(response.text());
    setTimeout(() => abort.abort('enough'), 0);
    expect(await pending).toBe('enough');
  });
});
