import { memoryStore } from 'dcr-client';
import { storeContract } from 'dcr-client/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startOidcProvider } from '../../interop/servers/oidc-provider.js';
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

/** Tabs of the site, closed at the end of the test. */
async function tabs(count: number): Promise<Page[]> {
  const opened = await Promise.all(Array.from({ length: count }, () => chromium.open(site.origin)));
  onTestFinished(async () => {
    await Promise.all(opened.map((tab) => tab.close()));
  });
  return opened;
}
async function tab(): Promise<Page> {
  const [only] = await tabs(1);
  if (only === undefined) throw new Error('no tab');
  return only;
}

async function provider() {
  const started = await startOidcProvider({ cors: true });
  onTestFinished(() => started.close());
  const posts = () => started.seen.filter(({ method }) => method === 'POST').length;
  return { ...started, posts };
}

/** Registers in a tab, or takes what is there. */
const ensure = (page: Page, setup: Setup) =>
  page.evaluate((given) => app.outcome(app.dcr(given).ensureRegistered()), setup);

const middle = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

describe('in a browser, webStore keeps the contract of a store', () => {
  const duties = storeContract({ open: memoryStore }).map(({ name }) => name);

  test.each(duties)('in a window: %s', async (name) => {
    await (await tab()).evaluate((duty) => app.contract(duty), name);
  });

  test.each(duties)('in a worker: %s', async (name) => {
    await (await tab()).evaluate((duty) => app.contractInWorker(duty), name);
  });

  test('among tabs: no increment of a shared counter is lost', async () => {
    const five = await tabs(5);
    await Promise.all(five.map((page) => page.evaluate(() => app.count('among tabs', 10))));
    const entry = await five[0]?.evaluate(() => app.webStore({ database: 'contract' }).read('among tabs'));
    expect(entry?.record.registeredAt).toBe(50);
  });

  test('lists more keys than it reads at once', async () => {
    const listed = await (await tab()).evaluate(async () => {
      const store = app.webStore({ database: 'many' });
      for (let n = 0; n < 250; n += 1) await store.write(`many#${n}`, app.record(), undefined);
      const keys = [];
      for await (const key of store.list?.('many#') ?? []) {
        // No transaction outlives this.
        await new Promise((resolve) => setTimeout(resolve, 0));
        keys.push(key);
      }
      return keys;
    });
    expect(new Set(listed).size).toBe(250);
  });
});

describe('an app in a browser', () => {
  test('ten tabs at once: one registration, ten equal answers', async () => {
    const { issuer, posts, created } = await provider();
    const ten = await tabs(10);
    const outcomes = await Promise.all(ten.map((page) => ensure(page, { issuer })));
    expect(outcomes.map(({ code, message }) => code ?? message)).toEqual(Array(10).fill(undefined));
    expect(new Set(outcomes.map(({ value }) => JSON.stringify(value))).size).toBe(1);
    expect(outcomes[0]?.value).toMatchObject({ token_endpoint_auth_method: 'none' });
    expect([posts(), created()]).toEqual([1, 1]);
  });

  test('a page that is loaded again, and a browser that is started again, ask nobody', async () => {
    const { issuer, seen } = await provider();
    const page = await tab();
    const first = await ensure(page, { issuer });
    const requests = seen.length;
    await page.reload();
    expect(await ensure(page, { issuer })).toEqual(first);
    await chromium.restart();
    expect(await ensure(await tab(), { issuer })).toEqual(first);
    expect(seen.length).toBe(requests);
    expect(first.value).toBeDefined();
  });

  test('manages its client from another tab', async () => {
    const { issuer, seen } = await provider();
    const [first, second] = await tabs(2);
    if (first === undefined || second === undefined) return;
    await ensure(first, { issuer });
    const renamed = await second.evaluate(
      (given) => app.outcome(app.dcr({ issuer: given }).patch({ client_name: 'Renamed' })),
      issuer,
    );
    expect(renamed.value).toMatchObject({ client_name: 'Renamed' });
    // Its token was replaced by the other tab.
    const deleted = await first.evaluate((given) => app.outcome(app.dcr({ issuer: given }).delete()), issuer);
    expect(deleted).toEqual({});
    expect(seen.at(-1)).toMatchObject({ method: 'DELETE', status: 204 });
  });

  test.each([
    ['by its lock, at once', { without: [] }, { atLeast: 0, atMost: 2000 }],
    [
      'by its silence, where there are no locks',
      { without: ['owner', 'ownerIsGone'] as const },
      { atLeast: 1500, atMost: 10_000 },
    ],
  ])(
    'a tab closed in the middle of a registration is known %s, and what it left is listed',
    async (_how, more, { atLeast, atMost }) => {
      const { issuer, created } = await provider();
      const setup = { issuer, claimTtlMs: 2000, ...more };
      const lost = await tab();
      // The server has acted, and the answer is on its way when the tab is closed.
      void ensure(lost, { ...setup, answerAfterMs: -1 }).catch(() => undefined);
      await expect.poll(created).toBe(1);
      const page = await tab();
      await lost.close();
      const startedAt = performance.now();
      const { value } = await ensure(page, setup);
      const took = performance.now() - startedAt;
      console.log(`a dead tab was known ${_how}: ${took.toFixed(0)} ms`);
      expect(value).toBeDefined();
      expect(took).toBeGreaterThan(atLeast);
      expect(took).toBeLessThan(atMost);
      const status = await page.evaluate((given) => app.dcr({ issuer: given }).status(), issuer);
      expect(status).toMatchObject({ usable: true, manageable: true, suspectedOrphans: [{}] });
      expect(created()).toBe(2);
    },
  );

  test('who waits for another tab is woken, sooner than by looking again', async () => {
    const { issuer } = await provider();
    const [first, second] = await tabs(2);
    if (first === undefined || second === undefined) return;
    const finishedAt = (page: Page, setup: Setup) =>
      page.evaluate(async (given) => {
        await app.dcr(given).ensureRegistered();
        // One clock for all tabs, finer than Date.now().
        return performance.timeOrigin + performance.now();
      }, setup);
    const measure = (without: readonly 'watch'[]) =>
      Promise.all(
        Array.from({ length: 7 }, async (_, n) => {
          const setup = { issuer, without, name: `${without}-${n}` };
          const registering = finishedAt(first, { ...setup, answerAfterMs: 1200 + 50 * n });
          const status = () => first.evaluate((of) => app.dcr(of).status(), setup);
          await expect.poll(status).toHaveProperty('busyWith');
          const waiting = finishedAt(second, setup);
          return (await waiting) - (await registering);
        }),
      );
    const woken = await measure([]);
    const polling = await measure(['watch']);
    console.log(
      `after the other tab: woken ${middle(woken).toFixed(1)} ms, polling ${middle(polling).toFixed(1)} ms`,
    );
    expect(middle(woken)).toBeLessThan(middle(polling));
  });
});

describe('secrets in a browser', () => {
  test('are neither asked for nor kept', async () => {
    const { issuer } = await provider();
    const page = await tab();
    const { value } = await ensure(page, { issuer });
    expect(value).not.toHaveProperty('client_secret');
    const kept = await page.evaluate(() => app.everythingKept());
    expect(kept).toContain(value?.registration_access_token);
    const refused = await page.evaluate(async (given) => {
      const made = async () => app.dcr({ issuer: given, token_endpoint_auth_method: 'client_secret_basic' });
      return app.outcome(made().then((dcr) => dcr.ensureRegistered()));
    }, issuer);
    expect(refused).toMatchObject({ code: 'secret-not-allowed', message: expect.stringContaining('"none"') });
  });

  test('are kept for who allows it', async () => {
    const { issuer } = await provider();
    const page = await tab();
    const setup = {
      issuer,
      name: 'confidential',
      store: { allowSecrets: true },
      token_endpoint_auth_method: 'client_secret_basic' as const,
    };
    const first = await ensure(page, setup);
    expect(first.value?.client_secret).toBeTypeOf('string');
    await page.reload();
    expect(await ensure(page, setup)).toEqual(first);
  });
});

describe('when the browser has its own way', () => {
  const use = (page: Page, database: string, timeoutMs = 5000) =>
    page.evaluate(
      async ([name, limit]) => {
        const store = app.webStore({ database: name, timeoutMs: limit });
        return app.outcome(store.read('k').then((entry) => store.write('k', app.record(), entry?.version)));
      },
      [database, timeoutMs] as const,
    );

  test('a newer layout in another tab is not held up, and the older app leaves it alone', async () => {
    const [older, newer] = await tabs(2);
    if (older === undefined || newer === undefined) return;
    const started = await older.evaluate(async () => {
      const store = app.webStore({ database: 'layout' });
      Object.assign(globalThis, { store });
      return app.outcome(store.write('k', app.record(), undefined));
    });
    expect(started.value).toBeTypeOf('string');
    // Rejects when it is blocked.
    await newer.evaluate(async () => (await app.openRaw('layout', 2)).close());
    const after = await older.evaluate(() =>
      app.outcome((globalThis as unknown as { store: ReturnType<App['webStore']> }).store.read('k')),
    );
    expect(after).toMatchObject({
      code: 'record-too-new',
      message: expect.stringContaining('left as it is'),
    });
  });

  test('an opening that is held up ends at its limit, and the store works once nothing holds it up', async () => {
    const [holder, page] = await tabs(2);
    if (holder === undefined || page === undefined) return;
    // Holds on although it is asked to let go, while another script wants to delete the database.
    await holder.evaluate(async () => {
      Object.assign(globalThis, { held: await app.openRaw('held', 1) });
    });
    await holder.evaluate(() => void indexedDB.deleteDatabase('held'));
    const startedAt = performance.now();
    const outcome = await use(page, 'held', 700);
    const took = performance.now() - startedAt;
    expect(outcome).toMatchObject({
      code: 'store-failed',
      message: expect.stringMatching(/no answer in 700 ms.*close those tabs/),
    });
    expect(took).toBeLessThan(3000);
    await holder.evaluate(() => (globalThis as unknown as { held: IDBDatabase }).held.close());
    expect((await use(page, 'held')).value).toBeTypeOf('string');
  });

  test('a transaction that has to wait too long ends at its limit, and nothing of it happens', async () => {
    const page = await tab();
    expect((await use(page, 'busy')).value).toBeTypeOf('string');
    const outcome = await page.evaluate(async () => {
      const database = await app.openRaw('busy');
      const busy = database.transaction('registrations', 'readwrite');
      let isOver = false;
      // Keeps its transaction alive by one request after the other.
      const goOn = () => {
        if (!isOver) busy.objectStore('registrations').count().onsuccess = goOn;
      };
      goOn();
      const store = app.webStore({ database: 'busy', timeoutMs: 500 });
      const late = await app.outcome(store.write('new', app.record(), undefined));
      isOver = true;
      database.close();
      return { late, standing: (await store.read('new')) ?? 'nothing' };
    });
    expect(outcome).toMatchObject({ late: { code: 'store-failed' }, standing: 'nothing' });
    expect(outcome.late.message).toContain('no answer in 500 ms');
  });

  test('an aborted wait ends with the reason of the signal', async () => {
    const page = await tab();
    const message = await page.evaluate(async () => {
      await app.openRaw('aborted', 1);
      indexedDB.deleteDatabase('aborted');
      const signal = AbortSignal.timeout(200);
      const reason = await app
        .webStore({ database: 'aborted' })
        .read('k', { signal })
        .catch((error: unknown) => error);
      return reason === signal.reason ? 'the reason' : String(reason);
    });
    expect(message).toBe('the reason');
  });

  test('a database that the browser closed is opened again', async () => {
    const page = await tab();
    const outcome = await page.evaluate(async () => {
      const store = app.webStore({ database: 'closed' });
      Object.assign(globalThis, { store });
      return app.outcome(store.write('k', app.record(), undefined));
    });
    expect(outcome.value).toBeTypeOf('string');
    // As "clear site data" does.
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.clearDataForOrigin', { origin: site.origin, storageTypes: 'indexeddb' });
    const after = await page.evaluate(async () => {
      const { store } = globalThis as unknown as { store: ReturnType<App['webStore']> };
      const standing = await store.read('k');
      return {
        standing: standing ?? 'nothing',
        ...(await app.outcome(store.write('k', app.record(), undefined))),
      };
    });
    expect(after).toMatchObject({ standing: 'nothing', value: expect.any(String) });
  });

  test('a full disk is an error that says so, and what was kept before stands', async () => {
    // Another origin, since Chromium reckons for a while with the room that it saw.
    const origin = site.origin.replace('127.0.0.1', 'localhost');
    const page = await chromium.open(origin);
    onTestFinished(() => page.close());
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 100_000 });
    expect((await use(page, 'full')).value).toBeTypeOf('string');
    const outcome = await page.evaluate(async () => {
      const store = app.webStore({ database: 'full' });
      const before = await store.read('k');
      // What can be compressed takes no room.
      const pieces = Array.from({ length: 10 }, () => crypto.getRandomValues(new Uint16Array(30_000)));
      const note = pieces.map((piece) => String.fromCharCode(...piece.map((n) => n % 0xd000))).join('');
      const written = await app.outcome(store.write('k', app.record(note), before?.version));
      return { ...written, stands: (await store.read('k'))?.version === before?.version };
    });
    expect(outcome).toMatchObject({
      code: 'store-failed',
      stands: true,
      message: expect.stringContaining('QuotaExceededError'),
    });
    expect(outcome.message).toContain('no room left');
  });

  test('a frame that may keep nothing says so', async () => {
    const page = await chromium.open(`${site.origin}/sandboxed`);
    onTestFinished(() => page.close());
    const frame = page.frames().find((found) => found.parentFrame() !== null);
    const outcome = await frame?.evaluate(() => app.outcome(app.webStore().read('k')));
    expect(outcome).toMatchObject({
      code: 'store-failed',
      message: expect.stringMatching(/SecurityError.*sandboxed/),
    });
  });

  test('what another script wrote under the key is set aside, not written over unseen, and listed no more', async () => {
    const page = await tab();
    await use(page, 'foreign');
    const outcome = await page.evaluate(async () => {
      const database = await app.openRaw('foreign');
      const put = async (value: unknown) => {
        const transaction = database.transaction('registrations', 'readwrite');
        transaction.objectStore('registrations').put(value, 'k');
        await new Promise((resolve) => {
          transaction.oncomplete = resolve;
        });
      };
      const store = app.webStore({ database: 'foreign' });
      const warnings: string[] = [];
      const onWarning = ({ code }: { code: string }) => warnings.push(code);
      const found = [];
      for (const value of ['not an entry', null, { version: 'v', record: {} }, { record: app.record() }]) {
        await put(value);
        const overwritten = await app.outcome(store.write('k', app.record(), undefined));
        const read = await store.read('k', { onWarning });
        const keys = [];
        for await (const key of store.list?.('') ?? []) keys.push(key);
        found.push([overwritten.code, read ?? 'nothing', keys.length]);
      }
      await put({ version: 'v', record: { ...app.record(), format: 2 } });
      const newer = await app.outcome(store.read('k', { onWarning }));
      const kept = await new Promise((resolve) => {
        const request = database.transaction('registrations').objectStore('registrations').count();
        request.onsuccess = () => resolve(request.result);
      });
      database.close();
      return { found, warnings, newer: newer.code, kept };
    });
    expect(outcome).toEqual({
      found: Array(4).fill(['store-conflict', 'nothing', 0]),
      warnings: Array(4).fill('record-set-aside'),
      newer: 'record-too-new',
      kept: 5,
    });
  });
});
