import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import {
  deleteClient,
  discoverServer,
  isDcrError,
  type RequestOptions,
  readClient,
  registerClient,
  updateClient,
} from 'dcr-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { selfSigned } from './servers/certificate.js';
import { listen } from './servers/listen.js';

const SECRETS = {
  initial: 'planted-initial-token',
  token: 'planted-registration-token',
  secret: 'planted-client-secret',
};
const METADATA = { client_name: 'Interop', grant_types: ['client_credentials'] } as const;

/** Makes every kind of call against one address, and returns the errors. */
async function callsAgainst(origin: string, options: RequestOptions = {}) {
  const registration = {
    client_id: 'c1',
    client_secret: SECRETS.secret,
    registration_access_token: SECRETS.token,
    registration_client_uri: `${origin}/reg/c1`,
  };
  const server = { issuer: origin, registration_endpoint: `${origin}/reg` };
  const outcomes = await Promise.allSettled([
    discoverServer(origin, options),
    registerClient(server, METADATA, { ...options, initialAccessToken: SECRETS.initial }),
    readClient(registration, options),
    updateClient(registration, { ...registration, client_name: 'New' }, options),
    deleteClient(registration, options),
  ]);
  return outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') throw new Error('expected every call to fail');
    if (!isDcrError(outcome.reason)) throw outcome.reason;
    const printed = `${inspect(outcome.reason, { depth: 10 })}${JSON.stringify(outcome.reason)}${outcome.reason.stack}`;
    for (const secret of Object.values(SECRETS)) expect(printed).not.toContain(secret);
    expect(outcome.reason.message.length).toBeGreaterThan(60);
    return outcome.reason;
  });
}

async function answering(listener: RequestListener): Promise<string> {
  const { origin, close } = await listen(listener);
  onTestFinished(close);
  return origin;
}

const page = '<!doctype html><html><head><title>Sign in</title></head></html>';

describe('a server that answers wrongly', () => {
  test.each<[string, RequestListener, readonly string[]]>([
    [
      'a web page with 200',
      (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page),
      ['discovery-failed', 'html', 'html', 'html', 'html'],
    ],
    [
      'an empty 500',
      (_request, response) => response.writeHead(500).end(),
      ['discovery-failed', 'server-error', 'server-error', 'server-error', 'server-error'],
    ],
    [
      '403 in plain text',
      (_request, response) => response.writeHead(403, { 'content-type': 'text/plain' }).end('Forbidden'),
      ['discovery-failed', 'forbidden', 'token-refused', 'token-refused', 'token-refused'],
    ],
    [
      'a redirect to another host',
      (_request, response) => response.writeHead(302, { location: 'https://other.invalid/login' }).end(),
      ['network', 'redirect-refused', 'redirect-refused', 'redirect-refused', 'redirect-refused'],
    ],
    [
      'an endless body',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const more = () => {
          while (response.write('x'.repeat(65_536)));
          response.once('drain', more);
        };
        more();
      },
      ['discovery-failed', ...Array<string>(4).fill('response-too-large')],
    ],
    [
      'nothing, and the connection breaks',
      (request) => request.socket.destroy(),
      ['discovery-failed', 'network', 'network', 'network', 'network'],
    ],
  ])('%s', async (_name, listener, codes) => {
    const errors = await callsAgainst(await answering(listener));
    expect(errors.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ['broken JSON', '{"client_id":'],
    ['a JSON list', '[{"client_id":"c1"}]'],
  ])('%s', async (_name, body) => {
    const origin = await answering((request, response) => {
      // A deletion needs no body, so nothing is wrong with this one.
      response
        .writeHead(request.method === 'DELETE' ? 500 : 200, { 'content-type': 'application/json' })
        .end(body);
    });
    const errors = await callsAgainst(origin);
    expect(errors.map(({ code }) => code)).toEqual([
      'discovery-failed',
      'not-json',
      'not-json',
      'not-json',
      'server-error',
    ]);
  });

  test('nothing at all: every call ends at its limit', async () => {
    const origin = await answering(() => {});
    const startedAt = performance.now();
    const errors = await callsAgainst(origin, { timeoutMs: 100 });
    expect(errors.map(({ code }) => code)).toEqual([
      'discovery-failed',
      'timeout',
      'timeout',
      'timeout',
      'timeout',
    ]);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

describe('a server that cannot be reached', () => {
  test('a name that does not resolve', async () => {
    const errors = await callsAgainst('https://does-not-exist.invalid');
    for (const error of errors)
      expect([error.code, error.message]).toEqual([
        'network',
        expect.stringContaining('could not be resolved'),
      ]);
  });

  test('a port where nothing listens', async () => {
    const { origin, close } = await listen(() => {});
    await close();
    const errors = await callsAgainst(origin);
    for (const error of errors)
      expect([error.code, error.message]).toEqual([
        'network',
        expect.stringContaining('nothing accepts connections'),
      ]);
  });

  test('a certificate that nobody vouches for', async () => {
    const server = createServer(await selfSigned(), (_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const errors = await callsAgainst(`https://localhost:${(server.address() as AddressInfo).port}`);
    for (const error of errors)
      expect([error.code, error.message]).toEqual(['network', expect.stringContaining('certificate')]);
  });
});
