import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listen } from '../../interop/servers/listen.js';
import { type OidcProviderOptions, startOidcProvider } from '../../interop/servers/oidc-provider.js';
import type { App, Setup } from '../pages/app.js';
import { startChromium } from '../services/chromium.js';
import { startSite } from '../services/site.js';

/** What pages/app.ts offers, in the tab: only code given to `evaluate` may touch it. */
declare const app: App;

let site: Awaited<ReturnType<typeof startSite>>;
let chromium: Awaited<ReturnType<typeof startChromium>>;

beforeAll(async () => {
  [site, chromium] = await Promise.all([startSite(), startChromium()]);
});
afterAll(() => Promise.all([site?.close(), chromium?.close()]));

async function tab(): Promise<Page> {
  const page = await chromium.open(site.origin);
  onTestFinished(() => page.close());
  return page;
}

async function provider(cors: OidcProviderOptions['cors']) {
  const started = await startOidcProvider({ cors: cors ?? false });
  onTestFinished(() => started.close());
  return started;
}

const ensure = (page: Page, setup: Setup) =>
  page.evaluate((given) => app.outcome(app.dcr(given).ensureRegistered()), setup);

const WAYS_OUT =
  /allow .* on the registration, configuration and metadata.*a fetch .* through your own back end.*register in the back end/;

describe('a page of another origin', () => {
  test('is told of CORS where a server lets no page read its metadata', async () => {
    const { issuer, seen } = await provider('never');
    const outcome = await ensure(await tab(), { issuer });
    expect(outcome.code).toBe('discovery-failed');
    expect(outcome.message).toContain(`${issuer} does not let pages of ${site.origin} read its answers`);
    expect(outcome.message).toMatch(WAYS_OUT);
    // Once for all addresses, each asked once.
    expect(outcome.message?.match(/mostly means CORS/g)).toHaveLength(1);
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test('is told of CORS where only the metadata may be read, and the server makes no client', async () => {
    const { issuer, created, preflights } = await provider(false);
    const outcome = await ensure(await tab(), { issuer });
    expect(outcome).toMatchObject({ code: 'network' });
    expect(outcome.message).toMatch(/^Could not register a client: the browser gives no reason, .*CORS/);
    expect(outcome.message).toMatch(WAYS_OUT);
    expect(preflights).toEqual([{ path: '/reg', method: 'POST', headers: 'content-type' }]);
    expect(created()).toBe(0);
  });

  test('is told of CORS, too, when it was loaded so often that the budget is used up', async () => {
    const { issuer } = await provider(false);
    const page = await tab();
    const codes: unknown[] = [];
    for (let load = 0; load < 6; load += 1) {
      const { code, message } = await ensure(page, { issuer, name: 'again' });
      codes.push(code);
      expect(message).toMatch(WAYS_OUT);
      await page.reload();
    }
    expect(codes).toEqual([...Array(5).fill('network'), 'registration-budget-exhausted']);
  });

  test('is not told of CORS while the device is offline', async () => {
    const { issuer } = await provider(true);
    const page = await tab();
    await page.context().setOffline(true);
    const outcome = await ensure(page, { issuer }).finally(() => page.context().setOffline(false));
    expect(outcome.message).toMatch(/this device is offline/);
    expect(outcome.message).not.toMatch(/CORS/);
    expect((await ensure(page, { issuer })).value).toBeDefined();
  });

  test('asks for no more headers than the protocol needs, and for none with the metadata', async () => {
    const { issuer, preflights } = await provider(true);
    const page = await tab();
    const setup = { issuer, name: 'preflights' };
    await ensure(page, setup);
    const life = await page.evaluate(async (given) => {
      const dcr = app.dcr(given);
      await dcr.read();
      await dcr.patch({ client_name: 'Renamed' });
      return app.outcome(dcr.delete());
    }, setup);
    expect(life).toEqual({});
    expect(preflights.map(({ method, headers }) => `${method} ${headers}`)).toEqual([
      'POST content-type',
      'GET authorization',
      'PUT authorization,content-type',
      'DELETE authorization',
    ]);
  });

  test('does without headers that a server hides from it', async () => {
    // Date, Retry-After and WWW-Authenticate are readable only where Access-Control-Expose-Headers names them.
    const { issuer } = await provider(true);
    const page = await tab();
    const outcome = await page.evaluate(async (given) => {
      const dcr = app.dcr({ issuer: given, name: 'hidden' });
      await dcr.ensureRegistered();
      await dcr.delete();
      return (await dcr.status()).state;
    }, issuer);
    expect(outcome).toBe('deleted');
  });
});

describe('a server that allows the preflight and forgets the answer', () => {
  test('may have made a client: the attempt is listed', async () => {
    let posts = 0;
    const server = await listen((request, response) => {
      const isPost = request.method === 'POST';
      if (isPost) posts += 1;
      else response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-allow-headers', 'content-type');
      const { origin } = server;
      const metadata = { issuer: origin, registration_endpoint: `${origin}/reg` };
      response.writeHead(isPost ? 201 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isPost ? { client_id: 'c1' } : metadata));
    });
    onTestFinished(() => server.close());
    const page = await tab();
    const outcome = await ensure(page, { issuer: server.origin });
    expect(outcome).toMatchObject({ code: 'network', message: expect.stringMatching(WAYS_OUT) });
    expect(posts).toBe(1);
    const status = await page.evaluate((issuer) => app.dcr({ issuer }).status(), server.origin);
    expect(status.suspectedOrphans).toHaveLength(1);
  });
});
