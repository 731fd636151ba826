/**
 * Handlers for msw that put a test server behind the global `fetch`.
 *
 * @module dcr-client/testing/msw
 */

import { type HttpHandler, HttpResponse, http } from 'msw';
import type { TestServer } from './server.js';

/**
 * Handlers for msw that put a test server, of whichever kind, in the place of the real one, so that an app is tested
 * unchanged, through the global fetch. A broken connection becomes a network error.
 *
 * @example
 * ```ts
 * const server = createTestServer({ issuer: 'https://login.example.test' });
 * const network = setupServer(...testServerHandlers(server));
 * network.listen({ onUnhandledRequest: 'error' });
 * ```
 */
export function testServerHandlers(server: Pick<TestServer, 'fetch' | 'origins'>): HttpHandler[] {
  return server.origins().map((origin) => {
    return http.all(`${origin}/*`, async ({ request }) => {
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
      const init: RequestInit = {
        method: request.method,
        headers: request.headers,
        body: hasBody ? await request.arrayBuffer() : null,
        signal: request.signal,
        // Redirects are the business of the fetch that msw stands behind.
        redirect: 'manual',
      };
      try {
        return await server.fetch(request.url, init);
      } catch (error) {
        // Anything else is a defect, which msw reports as an answer with status 500.
        if (error instanceof TypeError || request.signal.aborted) return HttpResponse.error();
        throw error;
      }
    });
  });
}
