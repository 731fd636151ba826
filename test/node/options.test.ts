import { describe, expect, test } from 'vitest';
import { type NodeFetchOptions, nodeFetch } from '../../src/node/fetch.js';

describe('nodeFetch', () => {
  test.each<[object, RegExp]>([
    [{ maxSocket: 1 }, /Did you mean maxSockets/],
    [{ maxSockets: 0 }, /maxSockets must be/],
    [{ idleMs: Number.POSITIVE_INFINITY }, /idleMs must be/],
    [{ cert: 'x' }, /cert and key belong together/],
    [{ key: 'x' }, /cert and key belong together/],
    [{ cert: 'no certificate', key: 'no key' }, /ca, cert or key is not what TLS can use/],
  ])('refuses %j, and says what is wrong', (options, message) => {
    const open = () => nodeFetch(options as NodeFetchOptions);
    expect(open).toThrow(message);
    expect(open).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });

  test.each<[string, RequestInit, RegExp]>([
    ['https://as.example', { method: 'CONNECT' }, /CONNECT is not sent/],
    ['https://as.example', { method: 'GET\r\nx: y' }, /valid HTTP token/i],
    ['https://as.example', { method: 'POST', body: new Blob(['x']) }, /a body must be/],
    ['https://as.example', { headers: { a: 'b\r\nc: d' } }, /no header can carry/],
    ['https://user:password@as.example', {}, /carries credentials/],
    ['ftp://as.example', {}, /neither http nor https/],
    ['nowhere', {}, /Invalid URL/],
  ])('rejects %s %j before a connection is made', async (url, init, message) => {
    await expect(nodeFetch()(url, init)).rejects.toThrow(message);
    await expect(nodeFetch()(url, init)).rejects.toBeInstanceOf(TypeError);
  });

  test('an abort before the start rejects with the reason of the signal', async () => {
    const reason = { why: 'changed my mind' };
    await expect(nodeFetch()('https://as.example', { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  });
});
