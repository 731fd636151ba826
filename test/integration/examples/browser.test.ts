import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSite } from '../../../examples/browser/site.js';
import { startAuthorizationServer } from '../../../examples/support/authorization-server.js';
import { toBuilt } from '../../../vitest.config.js';
import { startChromium } from '../services/chromium.js';

let chromium: Awaited<ReturnType<typeof startChromium>>;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

interface Setting {
  /** A browser of its own, whose clock may be set. Default: one for all tests. */
  readonly browser?: Awaited<ReturnType<typeof startChromium>>;
  readonly letsPagesRegister?: boolean;
  readonly relays?: boolean;
}

/** An authorization server, the site of the app, built with what users install, and tabs that report what goes wrong in them. */
async function setting({ letsPagesRegister = true, relays = false, browser = chromium }: Setting = {}) {
  const server = await startAuthorizationServer({ letsPagesRegister });
  onTestFinished(() => server.close());
  const site = await startSite({ issuer: server.issuer, relays, alias: toBuilt.alias });
  onTestFinished(() => site.close());
  const complaints: string[] = [];
  const open = async (): Promise<Page> => {
    const tab = await browser.open(site.origin, (page) => {
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', ({ message }) => complaints.push(message));
    });
    onTestFinished(() => tab.close());
    return tab;
  };
  /** Requests about clients, as far as they reached the server. */
  const requests = () =>
    server.seen
      .filter(({ path }) => path.startsWith('/reg'))
      .map(({ method, path }) => `${method} ${path.replace(/(?<=\/reg\/).*/, '…')}`);
  return { server, site, open, requests, complaints };
}

/** A tab whose client is older than a minute: of a younger one a rejection proves nothing. */
async function tabOfOldClient() {
  const browser = await startChromium();
  onTestFinished(() => browser.close());
  const { server, open } = await setting({ browser });
  const tab = await open();
  const id = await shown(tab, 'client_id');
  await tab.clock.setSystemTime(Date.now() + 2 * 60_000);
  await tab.reload();
  return { server, tab, id };
}

const state = async (tab: Page): Promise<string> => {
  await tab.locator('#state[data-state]').waitFor();
  return (await tab.locator('#state').textContent()) ?? '';
};
const shown = async (tab: Page, member: string): Promise<string> => {
  expect(await state(tab)).toBe('registered');
  return (await tab.locator(`[data-member=${member}]`).textContent()) ?? '';
};
const rename = async (tab: Page, name: string) => {
  await tab.getByLabel('New name').fill(name);
  await tab.getByRole('button', { name: 'Rename' }).click();
  await tab.locator('[data-member=client_name]', { hasText: name }).waitFor();
};
const logIn = async (tab: Page) => {
  await tab.getByRole('button', { name: 'Log in' }).click();
  await tab.getByText('joe is logged in').waitFor();
};
const clickDelete = async (tab: Page) => {
  await tab.getByRole('button', { name: 'Delete' }).click();
  await tab.locator('#state[data-state=deleted]').waitFor();
};

describe('the app in a browser', () => {
  test('ten tabs that are opened at once are one client, and reloads ask nobody', async () => {
    const { server, open, requests, complaints } = await setting();
    const tabs = await Promise.all(Array.from({ length: 10 }, open));
    const ids = await Promise.all(tabs.map((tab) => shown(tab, 'client_id')));
    expect(server.clients()).toEqual([ids[0]]);
    expect(new Set(ids).size).toBe(1);
    expect(requests()).toEqual(['OPTIONS /reg', 'POST /reg']);
    const asked = server.seen.length;
    await Promise.all(tabs.map((tab) => tab.reload()));
    expect(await Promise.all(tabs.map((tab) => shown(tab, 'client_id')))).toEqual(ids);
    expect(server.seen.length).toBe(asked);
    expect(complaints).toEqual([]);
  });

  test('it is a public client, and keeps no secret', async () => {
    const { server, open } = await setting();
    const tab = await open();
    expect(await shown(tab, 'token_endpoint_auth_method')).toBe('none');
    const client = server.client(await shown(tab, 'client_id'));
    expect(client).toMatchObject({ token_endpoint_auth_method: 'none', redirect_uris: [tab.url()] });
    expect(client?.client_secret).toBeUndefined();
  });

  test('its user logs in, and the code that came back is not used again', async () => {
    const { site, server, open, complaints } = await setting();
    const tab = await open();
    await logIn(tab);
    expect(tab.url()).toBe(`${site.origin}/`);
    const tokenRequests = () =>
      server.seen.filter(({ method, path }) => method === 'POST' && path === '/token').length;
    expect(tokenRequests()).toBe(1);
    await tab.reload();
    await tab.getByText('nobody is logged in').waitFor();
    expect(tokenRequests()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('a new name is known to the server, to a tab that is looked at again, and after a reload', async () => {
    const { server, open, requests, complaints } = await setting();
    const [tab, other] = [await open(), await open()];
    const id = await shown(tab, 'client_id');
    await rename(tab, 'Board of Joe');
    expect(server.client(id)?.client_name).toBe('Board of Joe');
    await other.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await other.getByText('Board of Joe').waitFor();
    await tab.reload();
    expect(await shown(tab, 'client_name')).toBe('Board of Joe');
    // The other tab has a token that was replaced in the first one.
    await rename(other, 'Panel');
    expect(requests().filter((request) => !request.startsWith('OPTIONS'))).toEqual([
      'POST /reg',
      'PUT /reg/…',
      'PUT /reg/…',
    ]);
    expect(complaints).toEqual([]);
  });

  test('deleted it is gone in all tabs, until its user registers it again', async () => {
    const { server, open, complaints } = await setting();
    const [tab, other] = [await open(), await open()];
    const id = await shown(tab, 'client_id');
    await shown(other, 'client_id');
    await clickDelete(tab);
    expect(server.clients()).toEqual([]);
    await tab.getByText('deleted at the server').waitFor();
    await Promise.all([tab.reload(), other.reload()]);
    expect([await state(tab), await state(other)]).toEqual(['deleted', 'deleted']);
    expect(server.registrations()).toBe(1);
    await other.getByRole('button', { name: 'Register again' }).click();
    await other.locator('#state[data-state=registered]').waitFor();
    expect(server.clients()).toEqual([await shown(other, 'client_id')]);
    expect(server.clients()).not.toEqual([id]);
    expect(complaints).toEqual([]);
  });

  test('a client that the server forgets during a login is replaced, and its user told to try again', async () => {
    const { server, tab, id } = await tabOfOldClient();
    await tab.route(`${server.issuer}/token`, async (route) => {
      if (route.request().method() === 'POST') server.forget(id);
      await route.continue();
    });
    await tab.getByRole('button', { name: 'Log in' }).click();
    await tab.getByRole('alert').getByText('had forgotten this app').waitFor();
    await tab.unroute(`${server.issuer}/token`);
    await logIn(tab);
    expect(server.clients()).toEqual([await shown(tab, 'client_id')]);
    expect(server.clients()).not.toEqual([id]);
  });

  test('a client of which its user says that the server does not know it is replaced, if that is so', async () => {
    const { server, tab, id } = await tabOfOldClient();
    const check = tab.getByRole('button', { name: 'Check' });
    await check.click();
    await tab.getByText('checked: alive').waitFor();
    expect(await shown(tab, 'client_id')).toBe(id);
    server.forget(id);
    await check.click();
    await tab.getByText('checked: dead').waitFor();
    expect(server.clients()).toEqual([await shown(tab, 'client_id')]);
    expect(server.clients()).not.toEqual([id]);
    await logIn(tab);
  });
});

describe('at a server that lets no page register', () => {
  test('it says so, with the ways out', async () => {
    const { server, open } = await setting({ letsPagesRegister: false });
    const tab = await open();
    const problem = tab.getByRole('alert');
    await problem.waitFor();
    expect(await problem.textContent()).toMatch(/mostly means CORS: .*dcr-client\/relay.*docs\/browsers\.md/);
    expect(server.clients()).toEqual([]);
  });

  test('it lives as well through the relay of its site', async () => {
    const { server, open, requests, complaints } = await setting({ letsPagesRegister: false, relays: true });
    const tabs = await Promise.all([open(), open(), open()]);
    const [tab] = tabs;
    if (tab === undefined) throw new Error('no tab');
    const ids = await Promise.all(tabs.map((each) => shown(each, 'client_id')));
    expect(server.clients()).toEqual([ids[0]]);
    await logIn(tab);
    await rename(tab, 'Board of Joe');
    expect(server.client(ids[0] ?? '')?.client_name).toBe('Board of Joe');
    await photograph(tab);
    await clickDelete(tab);
    expect(server.clients()).toEqual([]);
    expect(requests()).toEqual(['POST /reg', 'PUT /reg/…', 'DELETE /reg/…']);
    expect(complaints).toEqual([]);
  });
});

test('start.ts serves it until it is interrupted', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const program = ['--import', 'tsx', 'examples/browser/start.ts', '--relay'];
  const child = spawn(process.execPath, program, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  let told = '';
  child.stdout.on('data', (chunk) => (told += chunk));
  await expect.poll(() => told, { timeout: 90_000 }).toMatch(/^Open http/);
  const tab = await chromium.open(/http\S+/.exec(told)?.[0] ?? '');
  onTestFinished(() => tab.close());
  await shown(tab, 'client_id');
  child.kill('SIGINT');
  expect((await closed)[0]).toBe(0);
  expect(told).toContain('1 registered, 1 left.');
}, 120_000);

/** The picture of docs/browsers.md, when it is asked for: `DCR_PICTURES=1`. */
async function photograph(tab: Page): Promise<void> {
  if (process.env.DCR_PICTURES !== '1') return;
  const path = fileURLToPath(new URL('../../../docs/images/browser-app.png', import.meta.url));
  await tab.setViewportSize({ width: 720, height: 400 });
  await tab.screenshot({ path, fullPage: true });
}
