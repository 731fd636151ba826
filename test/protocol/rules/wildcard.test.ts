import { afterEach, expect, test, vi } from 'vitest';
import { validateMetadata } from '../../../src/index.js';

afterEach(() => vi.unstubAllGlobals());

/** Firefox parses no host with a star; others do. */
class StarlessUrl extends URL {
  constructor(address: string | URL, base?: string | URL) {
    if (/^https?:\/\/[^/]*\*/.test(String(address))) throw new TypeError('Invalid URL');
    super(address, base);
  }
}

test.each([
  ['default', 'warning'],
  ['strict', 'error'],
] as const)(
  'in mode %s a wildcard in a host is a finding of its own rule alone, in every browser',
  async (mode, severity) => {
    const found = async () =>
      (await validateMetadata({ redirect_uris: ['https://*.c.example/cb'] }, { mode }))
        .filter(({ path }) => path === 'redirect_uris[0]')
        .map((finding) => [finding.rule, finding.severity]);
    const elsewhere = await found();
    vi.stubGlobal('URL', StarlessUrl);
    expect(await found()).toEqual(elsewhere);
    expect(elsewhere).toEqual([['RU-5', severity]]);
  },
);
