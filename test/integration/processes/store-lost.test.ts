import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { startOidcProvider } from '../../interop/servers/oidc-provider.js';
import { rawRead, rawToken } from '../../interop/servers/raw.js';
import { launchFleet } from '../../processes/fleet.js';
import { clientOf, lived, statusOf, succeeded } from '../../processes/launch.js';
import { startRedis } from '../services/redis.js';

/** A renewal under way, and a save that is tried twice and read back twice, each given 5 s by the store; the rest is for a busy machine. */
const LONGEST_MS = 30_000 + 15_000;

test.concurrent.for([
  ['before the server acts, and comes back while the result is being saved', 'before', 500],
  ['before the server acts, and comes back when all have given up', 'before', undefined],
  ['once the server has answered, and comes back when all have given up', 'after', undefined],
] as const)(
  'ten processes register, and Redis dies %s: one client is in use, and every other one is listed',
  { timeout: 4 * LONGEST_MS },
  async ([, moment, backAfterMs], { onTestFinished }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.end());
    let crashes: Promise<void> | undefined;
    const crashOnce = async () => {
      if (crashes !== undefined) return;
      crashes = redis.crash();
      await crashes;
      if (backAfterMs !== undefined) setTimeout(() => void redis.start(), backAfterMs);
    };
    const isRegistration = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path === '/reg';
    const provider = await startOidcProvider({
      rotate: true,
      ...(moment === 'before'
        ? { before: async (request) => void (isRegistration(request) && (await crashOnce())) }
        : { after: (request) => void (isRegistration(request) && crashOnce()) }),
    });
    onTestFinished(() => provider.close());
    const fleet = await launchFleet({ kind: 'redis', url: redis.url }, 10);
    onTestFinished(() => fleet.end());

    const task = {
      issuer: provider.issuer,
      client_name: 'app',
      options: { claimTtlMs: 2000 },
      steps: [['ensureRegistered'], ['status']],
    } as const;
    const startTogether = () => Promise.all(fleet.apps.map((app) => app.perform(task)));
    const first = (await startTogether()).map(lived);
    for (const { error, took } of first) {
      expect(took).toBeLessThan(LONGEST_MS);
      if (error !== undefined) expect(error.code).toMatch(/^(?:store-failed|registration-not-saved)$/);
    }
    expect(crashes).toBeDefined();
    if (backAfterMs === undefined) {
      // Who had the client says so, and holds it out to be adopted.
      const failures = first.map(({ error }) => error?.code);
      if (moment === 'before')
        expect(failures.filter((code) => code === 'registration-not-saved')).toHaveLength(1);
      await redis.start();
    }
    const second = (await startTogether()).map(succeeded);

    const [client] = second.map(clientOf);
    for (const outcome of [...second, ...first.filter(({ error }) => error === undefined)])
      expect(isDeepStrictEqual(clientOf(outcome), client)).toBe(true);
    const { client_id = '', client_secret = '' } = client ?? {};
    expect(await rawToken(provider.issuer, { client_id, client_secret })).toMatchObject({ status: 200 });
    expect(await rawRead(client ?? {})).toMatchObject({ status: 200 });

    const others = [...provider.registered.keys()].filter((id) => id !== client_id);
    const { suspectedOrphans, retired, busyWith } = statusOf(second[0] ?? lived({ signal: null, trace: [] }));
    // A slow process that finds another client in use deletes its own.
    const deleted = provider.seen.filter(
      ({ method, status }) => method === 'DELETE' && status === 204,
    ).length;
    expect(provider.created()).toBe(1 + others.length + deleted);
    expect(suspectedOrphans.length + retired.length).toBeGreaterThanOrEqual(others.length);
    expect(busyWith).toBeUndefined();
  },
);
