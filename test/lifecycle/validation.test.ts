import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/index.js';
import { METADATA, setting } from '../support/client.js';

describe('metadata is checked before it is sent', () => {
  test('what breaks a rule writes no claim and asks nobody', async () => {
    const { start, server, store } = setting();
    const metadata = { ...METADATA, redirect_uris: ['https://c.example/cb#x'] };
    await expect(start({ metadata }).ensureRegistered()).rejects.toMatchObject({
      code: 'invalid-metadata',
      findings: expect.arrayContaining([expect.objectContaining({ rule: 'RU-2', path: 'redirect_uris[0]' })]),
    });
    expect([server.requests().length, await store.read('https://as.example.test#default')]).toEqual([
      0,
      undefined,
    ]);
  });

  test('a registration that holds is not checked again', async () => {
    const { start } = setting();
    const metadata = { ...METADATA, default_max_age: -1 };
    const { client_id } = await start({ metadata, validation: { mode: 'off' } }).ensureRegistered();
    expect((await start({ metadata }).ensureRegistered()).client_id).toBe(client_id);
  });

  test('warnings are told once and stop nothing, and a listener that throws neither', async () => {
    const { start } = setting();
    const findings: Finding[] = [];
    const validation = {
      onFinding: (finding: Finding) => {
        findings.push(finding);
        throw new Error('listener');
      },
    };
    await start({ validation }).ensureRegistered();
    expect(findings.map(({ rule }) => rule)).toEqual(['DM-12']);
  });

  test('what the server says it supports is a warning', async () => {
    const { start } = setting({
      metadata: { scopes_supported: ['x'], id_token_signing_alg_values_supported: ['RS256'] },
    });
    const findings: Finding[] = [];
    const metadata = { ...METADATA, id_token_signed_response_alg: 'ES256' } as const;
    await start({
      metadata,
      validation: { onFinding: (finding) => findings.push(finding) },
    }).ensureRegistered();
    expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(['AL-4', 'warning']);
  });

  test('a patch is judged by the registration that comes of it', async () => {
    const { start, puts } = setting();
    const app = start();
    await app.ensureRegistered();
    await expect(app.patch({ grant_types: [], response_types: ['code'] })).rejects.toMatchObject({
      code: 'invalid-metadata',
    });
    await expect(app.patch({ token_endpoint_auth_method: 'private_key_jwt' })).rejects.toMatchObject({
      code: 'invalid-metadata',
    });
    expect(puts()).toBe(0);
    await app.patch({ client_name: 'New' });
    expect(puts()).toBe(1);
  });

  test('a patch is not stopped by what the server itself registered', async () => {
    const { start, puts } = setting({
      substitute: (metadata) => ({ ...metadata, initiate_login_uri: 'http://c.example/login' }),
    });
    const app = start();
    await app.ensureRegistered();
    await app.patch({ client_name: 'New' });
    expect(puts()).toBe(1);
    await expect(app.patch({ sector_identifier_uri: 'http://c.example/s' })).rejects.toThrow(/SI-1/);
  });

  test('a patch of a client whose keys were answered twice sends the one that it manages', async () => {
    const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] };
    const { start, server } = setting({ substitute: (metadata) => ({ ...metadata, jwks }) });
    const app = start({ metadata: { ...METADATA, jwks_uri: 'https://c.example/jwks' } });
    await app.ensureRegistered();
    await app.patch({ client_name: 'New' });
    const body = JSON.stringify(server.requests().at(-1));
    expect(body).toContain('jwks_uri');
    expect(body).not.toContain('"jwks":');
  });

  test('an update for another client, or with a secret of its own, is refused', async () => {
    const { start } = setting();
    const app = start();
    const information = await app.ensureRegistered();
    await expect(app.update({ ...information, client_id: 'other' })).rejects.toThrow(/UP-2/);
    await expect(app.update({ ...information, client_secret: 'mine' })).rejects.toThrow(/UP-3/);
  });
});
