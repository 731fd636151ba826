import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { registerClient } from 'dcr-client';
import { type NodeFetchOptions, nodeFetch } from 'dcr-client/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { failing } from '../support/failing.js';
import { selfSigned } from './servers/certificate.js';
import { listenRaw } from './servers/raw-listen.js';

type Answer = (socket: TLSSocket) => void;

/** A server that speaks TLS and tells who asks it. */
async function secure(options: ServerOptions, answer?: Answer): Promise<string> {
  const server = createServer(options, (request, response) => {
    const socket = request.socket as TLSSocket;
    if (answer !== undefined) return answer(socket);
    response.writeHead(200, { 'x-alpn': String(socket.alpnProtocol) });
    response.end(JSON.stringify({ subject: socket.getPeerCertificate().subject?.CN ?? null }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

async function registration(origin: string, options: NodeFetchOptions) {
  const fetch = nodeFetch(options);
  onTestFinished(() => fetch.close());
  const server = { issuer: origin, registration_endpoint: `${origin}/reg` };
  return failing(registerClient(server, { grant_types: ['client_credentials'] }, { fetch }));
}

describe('nodeFetch over TLS', () => {
  test('trusts the authority that it is given, and speaks HTTP/1.1', async () => {
    const certificate = await selfSigned();
    const origin = await secure(certificate);
    const fetch = nodeFetch({ ca: certificate.cert });
    onTestFinished(() => fetch.close());
    const answer = await fetch(origin, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('x-alpn')]).toEqual([200, 'http/1.1']);
    expect(await answer.json()).toEqual({ subject: null });
  });

  test('shows its own certificate, each transport the one that it was given', async () => {
    const [certificate, one, other] = await Promise.all([
      selfSigned(),
      selfSigned('one'),
      selfSigned('other'),
    ]);
    const origin = await secure({ ...certificate, requestCert: true, ca: [one.cert, other.cert] });
    for (const [subject, own] of Object.entries({ one, other })) {
      const fetch = nodeFetch({ ca: certificate.cert, ...own });
      onTestFinished(() => fetch.close());
      for (let round = 0; round < 2; round += 1) {
        const answer = await fetch(origin, { redirect: 'manual' });
        expect(await answer.json()).toEqual({ subject });
      }
    }
  });

  test('refuses a certificate that nobody vouches for, and one of another name, before anything is sent', async () => {
    const [certificate, elsewhere] = await Promise.all([selfSigned(), selfSigned('elsewhere.example')]);
    let asked = 0;
    const count = (socket: TLSSocket) => {
      asked += 1;
      socket.destroy();
    };
    for (const [origin, ca] of [
      [await secure(certificate, count), elsewhere.cert],
      [await secure(elsewhere, count), elsewhere.cert],
    ] as const) {
      const error = await registration(origin, { ca });
      expect([error.code, error.notProcessed]).toEqual(['network', true]);
      expect(error.message).toContain('certificate');
    }
    expect(asked).toBe(0);
  });

  test('says so when the server wants a certificate that it has not', async () => {
    const [certificate, wanted] = await Promise.all([selfSigned(), selfSigned('wanted')]);
    const origin = await secure({
      ...certificate,
      requestCert: true,
      rejectUnauthorized: true,
      ca: wanted.cert,
    });
    const error = await registration(origin, { ca: certificate.cert });
    expect(error.code).toBe('network');
    expect(error.message).toMatch(/TLS handshake|connection broke/);
  });

  test('a server that speaks plain HTTP is told apart', async () => {
    const { origin } = await listenRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const error = await registration(origin.replace('http:', 'https:'), {});
    expect(error.message).toContain('TLS handshake');
  });

  test('TLS that breaks after the request is no sign that it had no effect', async () => {
    const certificate = await selfSigned();
    // The request has arrived; then somebody writes into the connection what is not TLS.
    const origin = await secure(certificate, (socket) => {
      const { _parent: plain } = socket as unknown as { _parent: { write(text: string): void } };
      plain.write('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    const error = await registration(origin, { ca: certificate.cert });
    expect(error.code).toBe('network');
    expect(error.notProcessed).toBeUndefined();
  });
});
