import {
  createDcrClient,
  type DcrWarning,
  discoverServer,
  isDcrError,
  memoryStore,
  registerClient,
} from 'dcr-client';
import { expect, onTestFinished, test } from 'vitest';
import { failing } from '../support/failing.js';
import { laterClock } from '../support/later-clock.js';
import { startMcpRouter } from './servers/mcp-router.js';

const METADATA = { client_name: 'Interop', redirect_uris: ['http://127.0.0.1:3334/cb'] } as const;
const DAY = 24 * 60 * 60 * 1000;

async function setting() {
  const router = await startMcpRouter();
  onTestFinished(() => router.close());
  const warnings: DcrWarning[] = [];
  const { clock, pass } = laterClock();
  const store = memoryStore();
  const start = () =>
    createDcrClient({
      issuer: router.issuer,
      metadata: METADATA,
      store,
      clock,
      onWarning: (warning) => warnings.push(warning),
    });
  return { router, warnings, start, pass };
}

test('the slash at the end of its issuer is forgiven, with a warning', async () => {
  const { router, warnings } = await setting();
  const found = await discoverServer(router.issuer, { onWarning: (warning) => warnings.push(warning) });
  expect(found.issuer).toBe(`${router.issuer}/`);
  expect(warnings.map(({ code }) => code)).toEqual(['issuer-trailing-slash']);
});

test('a client that cannot be managed is usable, and a restart makes no request', async () => {
  const { router, start } = await setting();
  const registered = await start().ensureRegistered();
  expect(router.clients.get(registered.client_id)?.client_secret).toBe(registered.client_secret);
  const status = await start().status();
  expect(status).toMatchObject({ usable: true, manageable: false });
  expect(Math.abs((status.secretExpiresAt ?? 0) * 1000 - Date.now() - 30 * DAY)).toBeLessThan(60_000);
  const before = router.seen.length;
  expect(await start().ensureRegistered()).toEqual(registered);
  expect(router.seen.length).toBe(before);
  const calls = [
    () => start().patch({ client_name: 'New' }),
    () => start().read(),
    () => start().delete(),
    () => start().renewCredentials(),
  ];
  for (const call of calls) expect((await failing(call())).code).toBe('not-manageable');
  expect(router.seen.length).toBe(before);
});

test('before its secret ends the client is replaced, once, and the old one listed', async () => {
  const { router, start, pass } = await setting();
  const first = await start().ensureRegistered();
  pass(26 * DAY);
  expect((await start().ensureRegistered()).client_id).toBe(first.client_id);
  pass(2 * DAY);
  const second = await start().ensureRegistered();
  expect(second.client_id).not.toBe(first.client_id);
  expect((await start().ensureRegistered()).client_id).toBe(second.client_id);
  expect(await start().status()).toMatchObject({ client_id: second.client_id, retired: [first.client_id] });
  expect(router.clients.size).toBe(2);
});

test('too many registrations: rate-limited, with the time to wait', async () => {
  const { router } = await setting();
  const server = await discoverServer(router.issuer);
  const outcomes = [];
  for (let n = 0; n < 25; n += 1)
    outcomes.push(await registerClient(server, METADATA).catch((error: unknown) => error));
  const refused = outcomes.filter(isDcrError);
  expect(refused.length).toBe(5);
  expect(refused[0]).toMatchObject({ code: 'rate-limited', status: 429, error: 'too_many_requests' });
  expect(refused[0]?.retryAfterMs).toBeGreaterThan(1_000_000);
});

test('its refusal of a redirect URI is readable', async () => {
  const { router } = await setting();
  const server = await discoverServer(router.issuer);
  const error = await failing(
    // Our own check would see it first.
    registerClient(server, { redirect_uris: ['not an address'] }, { validation: { mode: 'off' } }),
  );
  expect(error).toMatchObject({ code: 'rejected', error: 'invalid_client_metadata' });
  expect(error.message).toContain('redirect_uris.0');
});
