import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (file: string) => fileURLToPath(new URL(`./src/${file}`, import.meta.url));
const built = (file: string) => fileURLToPath(new URL(`./dist/${file}`, import.meta.url));

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: [{ find: /^dcr-client$/, replacement: source('index.ts') }] },
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/interop/**', 'test/package/**'],
        },
      },
      {
        // What users install is dist/, so real servers, and all that real servers answered, are met by dist/.
        resolve: {
          alias: [
            { find: /^dcr-client$/, replacement: built('index.js') },
            { find: /^dcr-client\/stores\/file$/, replacement: built('stores/file.js') },
            { find: /^dcr-client\/openid-client$/, replacement: built('openid-client.js') },
            { find: /^dcr-client\/testing$/, replacement: built('testing/index.js') },
            { find: /^dcr-client\/testing\/msw$/, replacement: built('testing/msw.js') },
          ],
        },
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts', 'test/answers/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // What needs npm or other runtimes from outside.
        test: {
          name: 'integration',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
