import { afterEach, describe, expect, test, vi } from 'vitest';
import { discoverServer } from '../../src/discovery/server-metadata.js';
import { currentPage, readBrowserFailure } from '../../src/http/page.js';
import { registerClient } from '../../src/registration/register.js';
import { failing } from '../support/failing.js';

const APP = 'https://app.example';
const AS = 'https://as.example';
const onLine = (origin: string) => ({ origin, isOnLine: true });

describe('a failure that a browser gives no reason for', () => {
  test.each([
    ['of another origin is taken for CORS', `${AS}/register`, onLine(APP), /^the browser.*CORS/, true],
    ['of another port, too', 'http://localhost:81/register', onLine('http://localhost:80'), /CORS/, true],
    ['in a frame without an origin, too', `${APP}/register`, onLine('null'), /CORS.*null/, true],
    ["of the page's own origin is not", `${APP}/register`, onLine(APP), /^the browser gives no reason$/],
    ['of plain http under https is what browsers refuse', 'http://as.example/', onLine(APP), /plain http/],
    ['of loopback http under https may be CORS', 'http://localhost:81/', onLine(APP), /CORS/, true],
    ['without a network is that', `${AS}/register`, { origin: APP, isOnLine: false }, /offline/],
  ])('%s', (_name, url, page, what, isCors?: boolean) => {
    const reading = readBrowserFailure(url, page);
    expect(reading.what).toMatch(what);
    expect(reading.isCors ?? false).toBe(isCors ?? false);
    expect(reading.todo).toMatch(/\.$/);
  });

  test('names the three ways out, the origins, and what else it may be', () => {
    const { what, todo } = readBrowserFailure(`${AS}/register`, onLine(APP));
    expect(what).toContain(`${AS} does not let pages of ${APP}`);
    expect(todo).toMatch(/allow https:\/\/app\.example on the registration, configuration and metadata/);
    expect(todo).toMatch(/a fetch .* through your own back end.*dcr-client\/relay/);
    expect(todo).toMatch(/register in the back end or when the app is built.*docs\/browsers\.md/);
    expect(todo).toMatch(/Content-Security-Policy/);
  });
});

describe('where there is no browser', () => {
  afterEach(() => vi.unstubAllGlobals());

  test.each([
    ['on Node', {}],
    ['in a worker of the edge, which has no address', { WorkerGlobalScope: class {} }],
    ['on Deno with --location, which has no CORS', { location: { origin: APP } }],
  ])('%s nothing is said of CORS', async (_name, globals) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    expect(currentPage()).toBeUndefined();
    const fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const server = { issuer: AS, registration_endpoint: `${AS}/register` };
    const error = await failing(registerClient(server, { redirect_uris: [`${APP}/cb`] }, { fetch }));
    expect(error.message).not.toContain('CORS');
  });
});

describe('in a browser', () => {
  afterEach(() => vi.unstubAllGlobals());
  const inPage = () => {
    vi.stubGlobal('document', {});
    vi.stubGlobal('location', { origin: APP });
    vi.stubGlobal('origin', APP);
  };
  const fails =
    (asked: string[] = []) =>
    async (url: string) => {
      asked.push(url);
      throw new TypeError('Failed to fetch');
    };

  test('discovery says it once for all addresses, and asks each once', async () => {
    inPage();
    const asked: string[] = [];
    const error = await failing(discoverServer(`${AS}/tenant`, { fetch: fails(asked) }));
    expect(error.code).toBe('discovery-failed');
    expect(error.message.match(/mostly means CORS/g)).toHaveLength(1);
    expect(asked).toHaveLength(4);
    expect(new Set(asked).size).toBe(4);
  });

  test('discovery that was only answered elsewise says nothing of CORS', async () => {
    inPage();
    const error = await failing(discoverServer(AS, { fetch: async () => new Response('', { status: 404 }) }));
    expect(error.message).not.toContain('CORS');
  });

  test('a failure with a code is read by it: a fetch of the app may know more', async () => {
    inPage();
    const refused = Object.assign(new TypeError('x'), { cause: { code: 'ECONNREFUSED' } });
    const error = await failing(discoverServer(AS, { fetch: () => Promise.reject(refused) }));
    expect(error.message).toContain('nothing accepts connections');
  });

  test('an answer that breaks off is no CORS: its beginning was read', async () => {
    inPage();
    const broken = () =>
      new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError('network')) }));
    const server = { issuer: AS, registration_endpoint: `${AS}/register` };
    const call = registerClient(server, { redirect_uris: [`${APP}/cb`] }, { fetch: async () => broken() });
    expect((await failing(call)).message).toMatch(/connection broke/);
  });
});
