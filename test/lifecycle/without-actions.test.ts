import { expect, test, vi } from 'vitest';
import { createDcrClient, type DcrWarning, memoryStore } from '../../src/index.js';

// What a page sees whose files a deployment has removed.
vi.mock('../../src/lifecycle/actions.js', () => {
  throw new Error('Failed to fetch dynamically imported module');
});

function start() {
  const warnings: DcrWarning[] = [];
  const app = createDcrClient({
    issuer: 'https://as.example',
    metadata: { client_name: 'App' },
    store: memoryStore(),
    fetch: () => Promise.reject(new Error('asked')),
    onWarning: (warning) => warnings.push(warning),
  });
  return { app, warnings };
}

test('a page that cannot load what an app does with its registration is told so by each of it', async () => {
  const { app } = start();
  const used = { client_id: 'c1' };
  const calls = [
    () => app.server(),
    () => app.read(),
    () => app.update({ client_name: 'App' }),
    () => app.patch({ client_name: 'App' }),
    () => app.delete(),
    () => app.adopt(used),
    () => app.renewCredentials(),
    () => app.reportRejected(used),
    () => app.reportAccepted(used),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'part-not-loaded' });
});

test('renewal that cannot be loaded ends with a warning, and may be begun again', async () => {
  const { app, warnings } = start();
  app.startRenewal();
  await expect.poll(() => warnings.map(({ code }) => code)).toEqual(['renewal-failed']);
  expect(warnings[0]?.message).toContain('load it anew');
  app.startRenewal();
  await expect.poll(() => warnings.length).toBe(2);
});
