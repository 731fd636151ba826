import { type BrowserType, chromium, firefox, type LaunchOptions } from 'playwright-core';
import { findProgram } from '../../integration/services/process.js';
import type { TryAll } from '../programs/page.js';
import type { Drive } from '../runtime.js';
import { startSite } from './site.js';

/** What programs/page.ts offers, in the page: only code given to `evaluate` may touch it. */
declare const tryAll: TryAll;

const START_MS = 30_000;
const LIMIT_MS = 90_000;

/** A browser of the system, headless, with a profile of its own. */
function byPlaywright(type: BrowserType, options: () => LaunchOptions): Drive {
  return async ({ project, servers }) => {
    const site = await startSite(project.path('site'));
    try {
      const browser = await type.launch({ ...options(), headless: true, timeout: START_MS });
      try {
        const page = await browser.newPage();
        page.setDefaultTimeout(START_MS);
        await page.goto(site.origin);
        await page.waitForFunction(() => 'tryAll' in globalThis);
        const results = await withinLimit(page.evaluate((given) => tryAll(given), servers));
        return { version: browser.version(), results };
      } finally {
        await browser.close();
      }
    } finally {
      await site.close();
    }
  };
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The page did not end within ${LIMIT_MS} ms.`)), LIMIT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export const inChromium = byPlaywright(chromium, () => ({
  executablePath: findProgram('chromium', 'chromium'),
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
}));

/** That of the system does not speak Playwright's own protocol, but WebDriver BiDi. */
export const inFirefox = byPlaywright(firefox, () => ({
  executablePath: findProgram('firefox-esr', 'firefox-esr'),
  channel: 'moz-firefox',
}));
