import { describe, expect, onTestFinished, test } from 'vitest';
import { launchFleet, patchTogether, startTogether } from '../processes/fleet.js';
import { OPERATIONS } from '../processes/kill-matrix.js';
import { clientOf, launch, lived, statusOf, succeeded } from '../processes/launch.js';
import { runKills } from '../processes/run-kills.js';
import { startOidcProvider } from './servers/oidc-provider.js';
import { rawToken } from './servers/raw.js';
import { startTestServer } from './servers/test-server.js';
import { temporaryDirectory } from './temporary-directory.js';

// What needs nothing but files. test/integration/processes does the same with servers as stores.

async function setting() {
  const provider = await startOidcProvider({ rotate: true });
  onTestFinished(() => provider.close());
  const place = { kind: 'files', directory: await temporaryDirectory() } as const;
  return { provider, place };
}

test('twenty processes started together: one client, twenty equal answers', async () => {
  const { provider, place } = await setting();
  const fleet = await launchFleet(place, 20);
  onTestFinished(() => fleet.end());
  expect((await startTogether(fleet, provider, 'together')).problems).toEqual([]);
});

describe('kill -9', () => {
  test('of a registering process, at any call: the next start has a usable client, and no orphan is not listed', async () => {
    const { place } = await setting();
    const findings = await runKills(
      [place],
      ({ operation, rotation }) => operation === 'register' && rotation === 'on update',
    );
    expect(findings.flatMap(({ problems }) => problems)).toEqual([]);
    expect(findings).toHaveLength(15);
  });

  test.each([
    { operation: 'register', method: 'POST', living: 2, suspected: 1, manageable: true },
    { operation: 'patch', method: 'PUT', living: 1, suspected: 0, manageable: false },
    { operation: 'delete', method: 'DELETE', living: 1, suspected: 0, manageable: true },
  ] as const)(
    'of a process whose $method the server acts on when the next one has started: what that one holds is usable',
    async ({ operation, method, living, suspected, manageable }) => {
      const [arrived, next] = [signal(), signal()];
      let isVictimAtWork = false;
      let isHeld = false;
      const server = await startTestServer({ rotation: 'on-update' }, async (requested) => {
        if (requested !== method || isHeld || !isVictimAtWork) return;
        isHeld = true;
        arrived.give();
        await next.given;
      });
      onTestFinished(() => server.close());
      const place = { kind: 'files', directory: await temporaryDirectory() } as const;
      const [victim, successor] = await Promise.all([launch(place), launch(place)]);
      onTestFinished(() => successor.end());
      const app = { issuer: server.issuer, steps: [['ensureRegistered'], ['status']] } as const;

      if (operation !== 'register') succeeded(await successor.perform(app));
      isVictimAtWork = true;
      const death = victim.perform({ ...app, steps: [OPERATIONS[operation]] });
      await arrived.given;
      victim.kill();
      expect(await death).toMatchObject({ signal: 'SIGKILL' });
      const client = clientOf(succeeded(await successor.perform(app)));
      next.give();
      const done = () => server.requests().filter((request) => request.method === method && request.status);
      await expect.poll(() => done().length).toBeGreaterThanOrEqual(operation === 'patch' ? 1 : 2);

      lived(await successor.perform({ ...app, steps: [['read']] }));
      const last = succeeded(await successor.perform(app));
      expect(clientOf(last).client_id).toBe(client.client_id);
      expect(await rawToken(server.issuer, clientOf(last))).toMatchObject({ status: 200 });
      expect(server.clients().filter(({ deletedAt }) => deletedAt === undefined)).toHaveLength(living);
      expect(statusOf(last).suspectedOrphans).toHaveLength(suspected);
      expect(statusOf(last).manageable).toBe(manageable);
    },
  );
});

/** Something that is waited for. */
function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { give, given };
}

test('two processes that patch at once twenty times lose no patch, and the last token works', async () => {
  const { provider, place } = await setting();
  expect(await patchTogether(place, provider, 20)).toEqual([]);
});
