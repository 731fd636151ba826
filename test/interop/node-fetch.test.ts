import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { registerClient } from 'dcr-client';
import { type NodeFetchOptions, nodeFetch } from 'dcr-client/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { failing } from '../support/failing.js';
import { listen } from './servers/listen.js';
import { listenRaw, type RawListener } from './servers/raw-listen.js';

function transport(options: NodeFetchOptions = {}) {
  const fetch = nodeFetch(options);
  onTestFinished(() => fetch.close());
  return fetch;
}

async function answering(listener: RequestListener) {
  const listening = await listen(listener);
  onTestFinished(listening.close);
  return listening;
}

const manual = { redirect: 'manual' } as const;
const METADATA = { client_name: 'Raw', grant_types: ['client_credentials'] } as const;

/** What a registration over this server fails with: whether it certainly had no effect decides over another attempt. */
async function registrationAt(listener: RawListener, options: { timeoutMs?: number } = {}) {
  const { origin } = await listenRaw(listener);
  const server = { issuer: origin, registration_endpoint: `${origin}/reg` };
  return failing(registerClient(server, METADATA, { fetch: transport(), ...options }));
}

describe('nodeFetch sends', () => {
  test.each(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'])(
    '%s, its headers, and its body with its length',
    async (method) => {
      const { origin, requests } = await listenRaw((socket) =>
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'),
      );
      const fetch = transport();
      const body = method === 'GET' ? {} : { body: '{"ü":1}' };
      const answer = await fetch(`${origin}/a/b?c=d#e`, {
        method,
        headers: { authorization: 'Bearer t' },
        ...body,
      });
      expect([answer.status, answer.ok, await answer.text()]).toEqual([200, true, '{}']);
      expect(requests[0]).toMatch(new RegExp(`^${method} /a/b\\?c=d HTTP/1.1\r\n`));
      expect(requests[0]).toContain('authorization: Bearer t\r\n');
      if (method !== 'GET') expect(requests[0]).toMatch(/content-length: 8\r\n[\s\S]*\r\n\r\n\{"Ã¼":1\}$/);
    },
  );

  test('many requests over few connections, and more than there are connections wait', async () => {
    const { origin, server } = await answering((_request, response) => response.end('{}'));
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    const fetch = transport({ maxSockets: 3 });
    const answers = Array.from({ length: 50 }, async () => (await fetch(origin, manual)).text());
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['{}']));
    expect(connections).toBe(3);
  });

  test('over a new connection when the idle one has had its time', async () => {
    const { origin, server } = await answering((_request, response) => response.end('{}'));
    const fetch = transport({ idleMs: 20 });
    const closed = new Promise((resolve) =>
      server.once('connection', (socket) => socket.once('close', resolve)),
    );
    await (await fetch(origin, manual)).text();
    await closed;
    expect((await fetch(origin, manual)).status).toBe(200);
  });

  test('and waits longer for an answer than it keeps an idle connection', async () => {
    const { origin } = await answering((_request, response) => setTimeout(() => response.end('late'), 100));
    expect(await (await transport({ idleMs: 5 })(origin, manual)).text()).toBe('late');
  });

  test('with connections of its own: closing one transport leaves another alone', async () => {
    const { origin } = await answering((_request, response) => response.end('{}'));
    const [one, other] = [transport(), transport()];
    await (await one(origin, manual)).text();
    await (await other(origin, manual)).text();
    one.close();
    expect((await other(origin, manual)).status).toBe(200);
    // A closed one goes on, and keeps nothing.
    const answer = await one(origin, manual);
    expect([answer.status, await answer.text()]).toEqual([200, '{}']);
  });
});

describe('nodeFetch reads', () => {
  test.each([301, 302, 303, 307, 308])(
    'a %i as fetch does: followed by nobody, with its location',
    async (status) => {
      const { origin } = await answering((_request, response) =>
        response.writeHead(status, { location: '/elsewhere' }).end(),
      );
      const fetch = transport();
      const [ours, theirs] = await Promise.all([fetch(origin, manual), globalThis.fetch(origin, manual)]);
      expect([ours.status, ours.headers.get('location')]).toEqual([
        theirs.status,
        theirs.headers.get('location'),
      ]);
      await expect(fetch(origin, {})).rejects.toThrow(/redirects are followed only by who asks/);
    },
  );

  test('what is chunked, in pieces, as one text, also where a letter is cut in two', async () => {
    const letter = Buffer.from('ü');
    const { origin } = await listenRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n');
      socket.write(letter.subarray(0, 1));
      setImmediate(() =>
        socket.write(
          Buffer.concat([Buffer.from('\r\n1\r\n'), letter.subarray(1), Buffer.from('\r\n0\r\n\r\n')]),
        ),
      );
    });
    expect(await (await transport()(origin, manual)).text()).toBe('ü');
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('%s that nobody asked for', async (encoding, compress) => {
    const { origin, requests } = await listenRaw((socket) => {
      const body = compress('{"packed":true}');
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      socket.write(body);
    });
    const answer = await transport()(origin, manual);
    expect(requests[0]).toContain('accept-encoding: identity\r\n');
    expect(await answer.json()).toEqual({ packed: true });
  });

  test('a compressed answer that breaks off is an error, not half a text', async () => {
    const { origin } = await listenRaw((socket) => {
      const body = gzipSync('{"packed":true}').subarray(0, 15);
      socket.end(
        Buffer.concat([
          Buffer.from('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n'),
          body,
        ]),
      );
    });
    const answer = await transport()(origin, manual);
    await expect(answer.text()).rejects.toThrow('fetch failed');
  });

  test('no more of an endless answer than is asked for, and cancelling closes the connection', async () => {
    let sent = 0;
    const { origin, sockets } = await listenRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n');
      const more = () => {
        do sent += 65_536;
        while (socket.write(Buffer.alloc(65_536)));
        socket.once('drain', more);
      };
      more();
    });
    const { body } = await transport()(origin, manual);
    const reader = body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(value?.byteLength).toBeGreaterThan(0);
    const socket = [...sockets][0];
    const closed = new Promise((resolve) => socket?.once('close', resolve));
    await reader?.cancel();
    await closed;
    // What fits into the buffers of both sides, and not what a fast server could send.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  test('answers without a body, and uses the connection again', async () => {
    const { origin, server } = await answering((_request, response) => response.writeHead(204).end());
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    const fetch = transport();
    for (const method of ['DELETE', 'HEAD', 'GET']) {
      const answer = await fetch(origin, { ...manual, method });
      expect([answer.status, answer.body, await answer.text()]).toEqual([204, null, '']);
      await sleep(1);
    }
    expect(connections).toBe(1);
  });
});

describe('an abort', () => {
  const reason = new Error('enough');

  test.each<[string, RawListener]>([
    ['before the answer begins', () => undefined],
    ['inside the headers', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-le')],
    ['inside the body', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}')],
  ])('%s rejects with the reason of the signal and closes the connection', async (_name, listener) => {
    const controller = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    const { origin } = await listenRaw((socket, ...rest) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      listener(socket, ...rest);
      setTimeout(() => controller.abort(reason), 10);
    });
    const call = transport()(origin, { ...manual, signal: controller.signal });
    await expect(call.then((answer) => answer.text())).rejects.toBe(reason);
    await closed;
  });

  test('of a request that waits for a connection rejects at once, and the one in front of it lives', async () => {
    const { origin } = await answering((_request, response) => setTimeout(() => response.end('first'), 50));
    const fetch = transport({ maxSockets: 1 });
    const first = fetch(origin, manual);
    const controller = new AbortController();
    const second = fetch(origin, { ...manual, signal: controller.signal });
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    expect(await (await first).text()).toBe('first');
    expect((await fetch(origin, manual)).status).toBe(200);
  });

  test('of a connection that never comes about', async () => {
    // Reserved for documentation (RFC 5737): packets go nowhere, or are refused by a router.
    const call = transport()('http://192.0.2.1', { ...manual, signal: AbortSignal.timeout(50) });
    await expect(call).rejects.toBeDefined();
  });
});

describe('whether a request had no effect is never guessed', () => {
  test.each<[string, RawListener]>([
    ['cuts the connection', (socket) => socket.destroy()],
    ['resets it', (socket) => socket.resetAndDestroy()],
    ['answers what is not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    ['answers half a header', (socket) => socket.end('HTTP/1.1 201 Created\r\ncontent-')],
    [
      'answers half a body',
      (socket) => socket.end('HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{"client_id"'),
    ],
    [
      'breaks off inside a chunk',
      (socket) => socket.end('HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{"'),
    ],
    [
      'answers with two lengths',
      (socket) => socket.end('HTTP/1.1 201 Created\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}'),
    ],
    [
      'sends endless headers',
      (socket) => socket.write(`HTTP/1.1 201 Created\r\n${'x: y\r\n'.repeat(20_000)}`),
    ],
    [
      'answers a status that there is not',
      (socket) => socket.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'),
    ],
    [
      'changes the protocol',
      (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
  ])('a server that %s', async (_name, listener) => {
    const error = await registrationAt(listener);
    expect(error.code).toBe('network');
    expect(error.notProcessed).toBeUndefined();
  });

  test('a server that says nothing', async () => {
    const error = await registrationAt(() => undefined, { timeoutMs: 50 });
    expect([error.code, error.notProcessed]).toEqual(['timeout', undefined]);
  });

  test.each<[string, RawListener]>([
    ['cuts', (socket, _request, count) => (count === 1 ? ok(socket) : socket.destroy())],
    ['resets', (socket, _request, count) => (count === 1 ? ok(socket) : socket.resetAndDestroy())],
  ])('a kept connection that the server %s at the second request', async (_name, listener) => {
    const { origin } = await listenRaw(listener);
    const fetch = transport();
    await (await fetch(origin, manual)).text();
    await sleep(1);
    const server = { issuer: origin, registration_endpoint: `${origin}/reg` };
    const error = await failing(registerClient(server, METADATA, { fetch }));
    expect([error.code, error.notProcessed]).toEqual(['network', undefined]);
    expect(error.message).toContain('unknown');
  });

  test('a kept connection that the server closed while it was idle is not used again', async () => {
    const { origin, sockets } = await listenRaw((socket) => ok(socket));
    const fetch = transport();
    for (let round = 0; round < 20; round += 1) {
      const answer = await fetch(origin, { ...manual, method: 'POST', body: '{}' });
      expect(await answer.text()).toBe('{}');
      const [socket] = sockets;
      const closed = new Promise((resolve) => socket?.once('close', resolve));
      socket?.end();
      await closed;
    }
  });

  test('a port where nothing listens certainly had no effect, and a name that does not exist', async () => {
    const { origin, close } = await listen(() => undefined);
    await close();
    for (const address of [origin, 'https://does-not-exist.invalid']) {
      const server = { issuer: address, registration_endpoint: `${address}/reg` };
      const error = await failing(registerClient(server, METADATA, { fetch: transport() }));
      expect([error.code, error.notProcessed]).toEqual(['network', true]);
    }
  });
});

function ok(socket: Parameters<RawListener>[0]) {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
}
