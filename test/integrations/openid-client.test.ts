import { inspect } from 'node:util';
import { exportJWK, generateKeyPair } from 'jose';
import {
  buildAuthorizationUrl,
  ClientSecretBasic,
  Configuration,
  clientCredentialsGrant,
} from 'openid-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startAuthorizationServer } from '../../examples/support/authorization-server.js';
import { createDcrClient, type DcrClient, isDcrError, memoryStore } from '../../src/index.js';
import {
  clientCredentialsInitialAccessToken,
  openidClientConfiguration,
  withOpenidClient,
} from '../../src/integrations/openid-client.js';
import { createTestServer } from '../../src/testing/index.js';
import { startOidcProvider } from '../interop/servers/oidc-provider.js';
import { laterClock } from '../support/later-clock.js';

async function withProvider<T>(work: (issuer: string) => Promise<T>, clients: object[] = []): Promise<T> {
  const provider = await startOidcProvider({ clients });
  try {
    return await work(provider.issuer);
  } finally {
    await provider.close();
  }
}

const machine = {
  client_name: 'Hand-over',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
} as const;

describe('openidClientConfiguration', () => {
  test.each(['client_secret_basic', 'client_secret_post', 'client_secret_jwt'] as const)(
    'issued credentials get a real token by %s',
    async (method) => {
      await withProvider(async (issuer) => {
        const dcr = createDcrClient({
          issuer,
          store: memoryStore(),
          metadata: { ...machine, token_endpoint_auth_method: method },
        });
        const tokens = await clientCredentialsGrant(await openidClientConfiguration(dcr));
        expect(tokens).toMatchObject({ access_token: expect.any(String), token_type: 'bearer' });
      });
    },
  );

  test('private_key_jwt takes the private key, as a JWK or a CryptoKey, and says when it is missing', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const registered = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig', kty: 'EC' };
    const jwk = { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'ES256' };
    await withProvider(async (issuer) => {
      const metadata = {
        ...machine,
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [registered] },
      } as const;
      const dcr = createDcrClient({ issuer, store: memoryStore(), metadata });
      for (const key of [jwk, privateKey]) {
        const tokens = await clientCredentialsGrant(
          await openidClientConfiguration(dcr, { privateKey: key }),
        );
        expect(tokens.access_token).toBeTypeOf('string');
      }
      await expect(openidClientConfiguration(dcr)).rejects.toMatchObject({
        code: 'invalid-option',
        message: expect.stringContaining('privateKey'),
      });
      const broken = { ...jwk, d: 'planted-private-part' };
      const error = await openidClientConfiguration(dcr, { privateKey: broken }).catch(
        (reason: unknown) => reason,
      );
      expect(isDcrError(error)).toBe(true);
      expect(inspect(error)).not.toContain('planted-private-part');
    });
  });

  test('a public client builds an authorization address', async () => {
    await withProvider(async (issuer) => {
      const metadata = {
        client_name: 'Public',
        redirect_uris: ['https://app.example/cb'],
        token_endpoint_auth_method: 'none',
      } as const;
      const dcr = createDcrClient({ issuer, store: memoryStore(), metadata });
      const configuration = await openidClientConfiguration(dcr);
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: 'https://app.example/cb',
        scope: 'openid',
      });
      expect(url.searchParams.get('client_id')).toBe((await dcr.ensureRegistered()).client_id);
    });
  });

  test('a misspelt option is refused', async () => {
    const server = createTestServer();
    const dcr = createDcrClient({
      issuer: server.issuer,
      fetch: server.fetch,
      store: memoryStore(),
      metadata: machine,
    });
    // @ts-expect-error the misspelling is the point
    await expect(openidClientConfiguration(dcr, { privatKey: {} })).rejects.toMatchObject({
      code: 'invalid-option',
    });
  });

  test('a method that openid-client does not know is a clear error', async () => {
    const server = createTestServer();
    const dcr = createDcrClient({
      issuer: server.issuer,
      fetch: server.fetch,
      store: memoryStore(),
      metadata: machine,
    });
    await dcr.adopt({ client_id: 'c1', token_endpoint_auth_method: 'attestation_of_tomorrow' });
    await expect(openidClientConfiguration(dcr)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('attestation_of_tomorrow'),
    });
  });
});

describe('withOpenidClient', () => {
  async function forgetful() {
    const server = await startAuthorizationServer();
    onTestFinished(() => server.close());
    const { clock, pass } = laterClock();
    const dcr = createDcrClient({ issuer: server.issuer, store: memoryStore(), metadata: machine, clock });
    const told: string[] = [];
    const watched: DcrClient = {
      ...dcr,
      reportAccepted: async (used, options) => {
        told.push(used.client_id);
        await dcr.reportAccepted(used, options);
      },
    };
    return { server, dcr: watched, pass, told };
  }

  test('gets a token although the server has forgotten the client, with one that takes its place', async () => {
    const { server, dcr, pass, told } = await forgetful();
    await withOpenidClient(dcr, (configuration) => clientCredentialsGrant(configuration));
    const [forgotten = ''] = server.clients();
    server.forget(forgotten);
    pass(120_000);
    const tokens = await withOpenidClient(dcr, (configuration) => clientCredentialsGrant(configuration));
    expect(tokens.access_token).toBeTypeOf('string');
    expect(server.registrations()).toBe(2);
    expect(told).toEqual([forgotten, ...server.clients()]);
  });

  test('throws what the request threw where the client is not the cause, and makes it once', async () => {
    const { server, dcr, told } = await forgetful();
    let made = 0;
    const refused = withOpenidClient(dcr, (configuration) => {
      made += 1;
      return clientCredentialsGrant(configuration, { resource: 'no address' });
    });
    await expect(refused).rejects.toMatchObject({ error: 'invalid_target' });
    expect(made).toBe(1);
    expect(server.registrations()).toBe(1);
    expect(told).toEqual([]);
  });

  test('gives the result although the store fails to keep that it worked', async () => {
    const { dcr } = await forgetful();
    const broken: DcrClient = { ...dcr, reportAccepted: () => Promise.reject(new Error('store-failed')) };
    expect(await withOpenidClient(broken, async () => 'the result')).toBe('the result');
  });
});

describe('clientCredentialsInitialAccessToken', () => {
  const registrar = {
    client_id: 'registrar',
    client_secret: 'planted-registrar-secret',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  };

  test('fetches a real token, anew for each attempt, and it lets a client register', async () => {
    await withProvider(
      async (issuer) => {
        const dcr = createDcrClient({ issuer, store: memoryStore(), metadata: machine });
        const metadata = { ...(await dcr.server()), issuer };
        const configuration = new Configuration(
          JSON.parse(JSON.stringify(metadata)),
          registrar.client_id,
          { client_secret: registrar.client_secret },
          ClientSecretBasic(registrar.client_secret),
        );
        const { allowInsecureRequests } = await import('openid-client');
        allowInsecureRequests(configuration);
        const given: string[] = [];
        const provide = clientCredentialsInitialAccessToken(configuration);
        const [first, second] = [await provide(), await provide()];
        expect(first).not.toBe(second);
        // oidc-provider accepts initial access tokens of its own kind only, so another server judges this one.
        const gate = createTestServer({
          initialAccessToken: (token) => {
            given.push(token ?? '');
            return token !== undefined && token.length > 20;
          },
        });
        await createDcrClient({
          issuer: gate.issuer,
          fetch: gate.fetch,
          store: memoryStore(),
          metadata: machine,
          initialAccessToken: provide,
        }).ensureRegistered();
        expect(new Set([first, second, ...given]).size).toBe(3);
      },
      [registrar],
    );
  });

  test('that fails says so without the secret', async () => {
    await withProvider(
      async (issuer) => {
        const dcr = createDcrClient({ issuer, store: memoryStore(), metadata: machine });
        const metadata = JSON.parse(JSON.stringify(await dcr.server()));
        const configuration = new Configuration(
          metadata,
          'registrar',
          { client_secret: 'planted-wrong-secret' },
          ClientSecretBasic('planted-wrong-secret'),
        );
        const { allowInsecureRequests } = await import('openid-client');
        allowInsecureRequests(configuration);
        const call = createDcrClient({
          issuer,
          store: memoryStore(),
          metadata: machine,
          name: 'x',
          initialAccessToken: clientCredentialsInitialAccessToken(configuration),
        }).ensureRegistered();
        const error = await call.catch((reason: unknown) => reason);
        expect(error).toMatchObject({
          code: 'initial-access-token-failed',
          message: expect.stringContaining('invalid_client'),
        });
        expect(inspect(error, { depth: 10 })).not.toContain('planted-wrong-secret');
      },
      [registrar],
    );
  });
});
