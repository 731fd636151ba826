import { expect, test, vi } from 'vitest';
import { createDcrClient, type DcrWarning, memoryStore } from '../../src/index.js';
import { systemClock } from '../../src/lifecycle/clock.js';
import { createTestServer } from '../../src/testing/index.js';

// What a page sees that has no network, or whose files a deployment has removed.
vi.mock('../../src/lifecycle/step.js', () => {
  throw new Error('Failed to fetch dynamically imported module');
});

const DAY = 24 * 60 * 60 * 1000;

function start(now: number, more: { store?: ReturnType<typeof memoryStore>; everyMs?: number } = {}) {
  const { store = memoryStore(), everyMs } = more;
  const server = createTestServer();
  const warnings: DcrWarning[] = [];
  const app = createDcrClient({
    issuer: server.issuer,
    metadata: { client_name: 'Offline', grant_types: ['client_credentials'] },
    store,
    fetch: server.fetch,
    onWarning: (warning) => warnings.push(warning),
    clock: { ...systemClock, now: () => now },
    ...(everyMs === undefined ? {} : { verify: { everyMs } }),
  });
  return { app, server, store, warnings };
}

test('a page that cannot load what registers is told so', async () => {
  const { app, server } = start(0);
  await expect(app.ensureRegistered()).rejects.toMatchObject({ code: 'part-not-loaded' });
  expect(server.requests()).toEqual([]);
});

const STORED = {
  client_id: 'stored',
  client_secret: 'a-secret-that-is-kept',
  token_endpoint_auth_method: 'client_secret_basic',
  registration_client_uri: 'https://as.example/reg/stored',
  registration_access_token: 'a-token-that-is-kept',
};

test('a page that cannot load what looks after the registration uses what is stored', async () => {
  const { app, store, warnings } = start(10 * DAY, { everyMs: DAY });
  await app.adopt({ ...STORED, client_secret_expires_at: 0 });
  expect(await start(20 * DAY, { store, everyMs: DAY }).app.status()).toMatchObject({ usable: true });
  const later = start(20 * DAY, { store, everyMs: DAY });
  await expect(later.app.ensureRegistered()).resolves.toMatchObject({ client_id: 'stored' });
  expect(later.warnings.map(({ code }) => code)).toEqual(['server-not-reachable']);
  expect(warnings).toEqual([]);
});

test('a secret that has ended is of no use to it', async () => {
  const { app, store } = start(0);
  await app.adopt({ ...STORED, client_secret_expires_at: DAY / 1000 });
  const later = start(2 * DAY, { store });
  await expect(later.app.ensureRegistered()).rejects.toMatchObject({ code: 'part-not-loaded' });
});
