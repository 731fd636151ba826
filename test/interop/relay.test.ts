import { request as httpRequest, type RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createDcrClient, discoverServer, memoryStore } from 'dcr-client';
import { createRegistrationRelay, relayFetch } from 'dcr-client/relay';
import express from 'express';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import { failing } from '../support/failing.js';
import { listen } from './servers/listen.js';
import { type OidcProviderOptions, startOidcProvider } from './servers/oidc-provider.js';

const APP = 'https://app.example';
const METADATA = {
  client_name: 'Page',
  redirect_uris: [`${APP}/cb`],
  token_endpoint_auth_method: 'none',
} as const;

const PATH = '/oauth/registration';

type Relay = ReturnType<typeof createRegistrationRelay>;

/** As docs/browsers.md says. */
const MOUNTS: Readonly<Record<string, (relay: Relay) => RequestListener>> = {
  'Node alone': (relay) => getRequestListener(relay),
  Express: (relay) => express().use(PATH, getRequestListener(relay)),
  Hono: (relay) => getRequestListener(new Hono().all(PATH, (context) => relay(context.req.raw)).fetch),
};

/** oidc-provider, and a back end that relays to it, each at a port of its own. */
async function setting(options: OidcProviderOptions = {}, mount = MOUNTS['Node alone']) {
  const provider = await startOidcProvider(options);
  onTestFinished(() => provider.close());
  const { initialAccessToken } = options;
  const relay = createRegistrationRelay({
    server: await discoverServer(provider.issuer),
    allowedOrigins: [APP],
    ...(initialAccessToken === undefined ? {} : { initialAccessToken }),
  });
  const backEnd = await listen(mount?.(relay) ?? (() => undefined));
  onTestFinished(() => backEnd.close());
  const fetch = relayFetch({
    url: `${backEnd.origin}${PATH}`,
    // What a browser adds.
    fetch: (url, init) => globalThis.fetch(url, { ...init, headers: { ...init.headers, origin: APP } }),
  });
  const store = memoryStore();
  const start = () => createDcrClient({ issuer: provider.issuer, metadata: METADATA, store, fetch });
  return { provider, backEnd, start };
}

describe('oidc-provider behind a relay', () => {
  test.each([{ rotate: true }, { rotate: false, initialAccessToken: 'interop-initial-token' }])(
    'the whole life of a page that reaches the relay alone: %o',
    async (options) => {
      const { provider, start } = await setting(options);
      const { client_id, client_secret } = await start().ensureRegistered();
      expect(client_secret).toBeUndefined();
      expect(await start().ensureRegistered()).toMatchObject({ client_id });
      await start().patch({ client_name: 'Renamed' });
      expect((await start().read()).client_name).toBe('Renamed');
      expect([...provider.registered.keys()]).toEqual([client_id]);
      await start().delete();
      expect([...provider.registered.keys()]).toEqual([]);
      expect(provider.created()).toBe(1);
    },
  );

  test.each(Object.entries(MOUNTS))('mounted in %s', async (_name, mount) => {
    const { provider, start } = await setting({}, mount);
    const { client_id } = await start().ensureRegistered();
    await start().patch({ client_name: 'Renamed' });
    expect([...provider.registered.keys()]).toEqual([client_id]);
    await start().delete();
    expect([...provider.registered.keys()]).toEqual([]);
  });

  test('what the server says against an update reaches the page', async () => {
    const { provider, start } = await setting({ initialAccessToken: 'interop-initial-token' });
    await start().ensureRegistered();
    const refused = await failing(
      start().patch({ redirect_uris: ['https://app.example/other'], id_token_signed_response_alg: 'ES512' }),
    );
    expect(refused).toMatchObject({ code: 'rejected', status: 400, error: 'invalid_client_metadata' });
    expect(provider.seen.at(-1)).toMatchObject({ method: 'PUT', status: 400 });
  });

  test('a server that is down is told from a back end that is down', async () => {
    const { provider, backEnd, start } = await setting();
    await start().ensureRegistered();
    await provider.close();
    expect(await failing(start().read())).toMatchObject({ code: 'network', notProcessed: true });
    await backEnd.close();
    expect((await failing(start().read())).code).toBe('relay-failed');
  });

  test('a request that is far too large is answered, and not read', async () => {
    const { provider, backEnd } = await setting();
    const headers = { origin: APP, 'content-type': 'application/json' };
    const status = await new Promise((resolve, reject) => {
      const upload = httpRequest(backEnd.origin, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      upload.on('error', reject);
      upload.write('x'.repeat(200_000));
      onTestFinished(() => void upload.destroy());
    });
    expect(status).toBe(403);
    expect(provider.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
