// The tests of the app: msw puts a server of `dcr-client/testing` where the real one would be, and it misbehaves as real ones do.

import { memoryStore } from 'dcr-client';
import { createTestServer } from 'dcr-client/testing';
import { testServerHandlers } from 'dcr-client/testing/msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createReports, ISSUER } from './reports.js';

const network = setupServer();
beforeAll(() => network.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  network.resetHandlers();
  vi.useRealTimers();
});
afterAll(() => network.close());

/** A new server behind the network, and a store as if it were on disk. */
function setting() {
  const server = createTestServer({ issuer: ISSUER });
  network.use(...testServerHandlers(server));
  const store = memoryStore();
  return { server, startProcess: () => createReports(store) };
}

test('processes that start together are one client, and get tokens', async () => {
  const { server, startProcess } = setting();
  const processes = [startProcess(), startProcess(), startProcess()];
  const tokens = await Promise.all(processes.map((app) => app.token()));
  expect(new Set(tokens).size).toBe(3);
  expect(server.clients()).toHaveLength(1);
});

test('a start needs no server once the app is registered', async () => {
  const { server, startProcess } = setting();
  await startProcess().start();
  server.refuseConnection({ times: Number.POSITIVE_INFINITY });
  await startProcess().start();
  expect((await startProcess().health()).usable).toBe(true);
});

test('a client that the server has lost is replaced, and the caller sees nothing of it', async () => {
  const { server, startProcess } = setting();
  const app = startProcess();
  await app.start();
  server.restart();
  // Younger clients are not given up: the server may only be slow to know them.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 });
  expect(await app.token()).toBeTypeOf('string');
  expect(server.clients()).toHaveLength(1);
});

test('a registration whose answer is lost is named, and the next start goes on', async () => {
  const { server, startProcess } = setting();
  server.loseNextAnswer({ method: 'POST' });
  await expect(startProcess().start()).rejects.toMatchObject({ code: 'network' });
  await startProcess().start();
  const { usable, suspectedOrphans } = await startProcess().health();
  expect(usable).toBe(true);
  expect(suspectedOrphans).toHaveLength(1);
  expect(server.clients()).toHaveLength(2);
});

test('a server that lets nobody register is told of in words that help', async () => {
  const { server, startProcess } = setting();
  server.failNext({ method: 'POST', status: 401, body: { error: 'invalid_token' } });
  await expect(startProcess().start()).rejects.toThrow(/initialAccessToken/);
});
