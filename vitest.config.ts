import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { entry } from './tsup.config.js';

/** Lets `dcr-client/…` mean the file that `path` gives for an entry point. */
const aliases = (path: (built: string, source: string) => string) =>
  Object.entries(entry).map(([built, source]) => ({
    find: new RegExp(`^${`dcr-client/${built}`.replace(/\/index$/, '')}$`),
    replacement: fileURLToPath(new URL(path(built, source), import.meta.url)),
  }));
const toSource = { alias: aliases((_, source) => `./${source}`) };
/** Also for what tests have built for browsers. */
export const toBuilt = { alias: aliases((built) => `./dist/${built}.js`) };

export default defineConfig({
  test: {
    // One less would be one on a machine with two cores, while much of what is tested waits for other processes.
    maxWorkers: '100%',
    projects: [
      {
        resolve: toSource,
        test: {
          name: 'unit',
          // Properties are tried with hundreds of answers, on machines that may have other work.
          testTimeout: 30_000,
          include: ['test/**/*.test.ts', 'examples/testing/**/*.test.ts'],
          exclude: [
            'test/interop/**',
            'test/integration/**',
            'test/bulk/**',
            'test/on-demand/**',
            'test/package/**',
          ],
        },
      },
      {
        // What users install is dist/, so real servers, and all that real servers answered, are met by dist/.
        resolve: toBuilt,
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts', 'test/answers/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // What needs servers, browsers, npm or other runtimes from outside.
        resolve: toBuilt,
        test: {
          name: 'integration',
          include: ['test/package/**/*.test.ts', 'test/integration/**/*.test.ts', 'test/bulk/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        // Ten thousand clients; the integration tests take a few hundred.
        resolve: toBuilt,
        test: {
          name: 'bulk',
          include: ['test/bulk/**/*.test.ts'],
          env: { DCR_BULK_COUNT: '10000' },
          testTimeout: 30 * 60_000,
        },
      },
      // What takes minutes; `integration` does a part of each.
      ...['fleet', 'kill'].map((name) => ({
        resolve: toBuilt,
        test: { name, include: [`test/on-demand/${name}.test.ts`], testTimeout: 30 * 60_000 },
      })),
      {
        // Many thousand schedules; the unit tests play as many as fit into seconds.
        resolve: toSource,
        test: {
          name: 'simulation',
          include: ['test/lifecycle/simulation.test.ts'],
          env: { SIMULATION_SCHEDULES: '20000', SIMULATION_SECONDS: '900' },
          testTimeout: 30 * 60_000,
        },
      },
    ],
  },
});
