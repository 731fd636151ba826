import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { findProgram } from './process.js';

/** No looking for updates or accounts: a test's browser speaks to the test's servers alone. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const LIMIT_MS = 30_000;

/** A headless browser with a profile of its own, that may be started anew on the same profile. */
export async function startChromium() {
  const executablePath = findProgram('chromium', 'chromium');
  const profile = await mkdtemp(join(tmpdir(), 'dcr-client-chromium-'));
  let browser: BrowserContext | undefined;
  const launch = async (): Promise<BrowserContext> => {
    browser = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      args: FLAGS,
      timeout: LIMIT_MS,
    });
    browser.setDefaultTimeout(LIMIT_MS);
    return browser;
  };
  await launch();
  return {
    /** A new tab at the address; `prepare` has it before it is loaded. */
    open: async (address: string, prepare: (tab: Page) => void = () => {}) => {
      const tab = await (browser ?? (await launch())).newPage();
      prepare(tab);
      await tab.goto(address);
      return tab;
    },
    /** Ends the browser, as at the end of the day, and starts it again. */
    restart: async () => {
      await browser?.close();
      await launch();
    },
    close: async () => {
      await browser?.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
