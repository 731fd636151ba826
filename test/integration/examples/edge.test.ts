import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { memoryStore } from 'dcr-client';
import { createTestServer } from 'dcr-client/testing';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** What the runtimes at the edge have in common (WinterTC's Minimum Common Web API), as far as anything here needs it. */
const WEB = {
  AbortController,
  AbortSignal,
  CryptoKey,
  DOMException,
  FormData,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob,
  btoa,
  clearTimeout,
  console,
  crypto,
  performance,
  queueMicrotask,
  setTimeout,
  structuredClone,
};

test('the handler of the edge runs where there is nothing of Node', async () => {
  const server = createTestServer();
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../../examples/edge/app.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    globalName: 'edge',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  const calls = (url: string | URL, init?: RequestInit) =>
    String(url).startsWith('https://api.example')
      ? Promise.resolve(new Response('all is well'))
      : server.fetch(String(url), init);
  const context = createContext({ ...WEB, fetch: calls });
  const { app } = runInContext(`${outputFiles[0]?.text}\nedge`, context);
  const environment = { ISSUER: server.issuer, API: 'https://api.example', STORE: memoryStore() };
  const response = await app.fetch(new Request('https://edge.example/reports'), environment);
  expect(await response.text()).toBe('all is well');
  expect(server.clients()).toHaveLength(1);
});
