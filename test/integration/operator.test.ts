import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDcrAdmin, type DcrAdmin } from 'dcr-client/admin';
import { fileStore } from 'dcr-client/stores/file';
import { redisStore } from 'dcr-client/stores/redis';
import { createWso2TestServer } from 'dcr-client/testing';
import { wso2 } from 'dcr-client/wso2';
import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import { startOidcProvider } from '../interop/servers/oidc-provider.js';
import { startRedis } from './services/redis.js';

const metadata = (name: string, more: object = {}) => ({
  client_name: name,
  grant_types: ['client_credentials'] as const,
  ...more,
});

/** One and the same operator's code, whatever the server and however it manages its clients. */
async function operate(admin: DcrAdmin): Promise<void> {
  const { client_id } = await admin.create(metadata('first'));
  expect(await admin.read(client_id)).toMatchObject({ client_name: 'first' });
  expect(await admin.findByName('first')).toMatchObject({ client_id });
  await admin.patch(client_id, { client_name: 'first', redirect_uris: ['https://app.example/cb'] });
  await admin.delete(client_id);

  const names = Array.from({ length: 20 }, (_, n) => `client-${n}`);
  const desired = names.map((name) => ({ name, metadata: metadata(name) }));
  expect(await admin.apply(await admin.plan(desired))).toMatchObject({ created: 20, open: [] });
  const isUnchanged = (wish: typeof desired) =>
    admin.plan(wish).then(({ steps }) => steps.every(({ action }) => action === 'unchanged'));
  expect(await isUnchanged(desired)).toBe(true);
  const changed = names.map((name) => ({
    name,
    metadata: metadata(name, { redirect_uris: ['https://app.example/b', 'https://app.example/a'] }),
  }));
  expect(await admin.apply(await admin.plan(changed))).toMatchObject({ updated: 20, open: [] });
  expect(await isUnchanged(changed)).toBe(true);
  for (const name of names) {
    const found = await admin.findByName(name);
    await admin.delete(found?.client_id ?? '');
  }
}

test('WSO2, by the credential of an administrator', async () => {
  const server = createWso2TestServer({ version: '7.3' });
  const credentials = { username: 'admin', password: 'admin' };
  const profile = wso2({ baseUrl: 'https://wso2.example.test', version: '7.3', credentials });
  await operate(createDcrAdmin({ issuer: profile.issuer ?? '', profile, fetch: server.fetch }));
  expect(server.clients().filter(({ deletedAt }) => deletedAt === undefined)).toEqual([]);
});

test("oidc-provider, by the clients' own tokens in files", async () => {
  const provider = await startOidcProvider({ rotate: true });
  const directory = await mkdtemp(join(tmpdir(), 'dcr-operator-'));
  onTestFinished(async () => {
    await provider.close();
    await rm(directory, { recursive: true, force: true });
  });
  await operate(createDcrAdmin({ issuer: provider.issuer, store: fileStore({ directory }) }));
});

test("oidc-provider, by the clients' own tokens in Redis", async () => {
  const provider = await startOidcProvider({ rotate: true });
  const redis = await startRedis();
  const client = createClient({ url: redis.url });
  await client.connect();
  onTestFinished(async () => {
    client.destroy();
    await provider.close();
    await redis.end();
  });
  await operate(createDcrAdmin({ issuer: provider.issuer, store: redisStore({ client }) }));
});
