import { describe, expect, test } from 'vitest';
import { createDcrAdmin } from '../../src/admin.js';
import { isDcrError } from '../../src/index.js';
import { wso2 } from '../../src/servers/wso2.js';
import { createWso2TestServer } from '../../src/testing/index.js';
import { failing } from '../support/failing.js';
import { operators as setting } from '../support/operators.js';

const BATCH = { client_name: 'Batch', grant_types: ['client_credentials'] } as const;
const OTHER = { ...BATCH, client_uri: 'https://app.example' } as const;

/** What came of several calls that ran at once: the ids of clients, and the codes of errors. */
async function outcomes(calls: readonly Promise<{ readonly client_id: string }>[]) {
  const settled = await Promise.allSettled(calls);
  return settled.map((one) => {
    if (one.status === 'fulfilled') return one.value.client_id;
    return isDcrError(one.reason) ? one.reason.code : String(one.reason);
  });
}

describe('of two that create under one name at once', () => {
  test.each([
    ['with other metadata', OTHER],
    ['with the same', BATCH],
  ])(
    '%s, one makes the client, and the other is told that it exists and leaves it alone',
    async (_how, second) => {
      const { open, living, server } = setting({ latencyMs: 20 });
      const came = await outcomes([
        open().create(BATCH, { name: 'batch' }),
        open().create(second, { name: 'batch' }),
      ]);
      expect(came.filter((outcome) => outcome === 'client-exists')).toHaveLength(1);
      expect(living()).toHaveLength(1);
      expect(came).toContain(living()[0]?.client_id);
      expect(server.requests().map(({ method }) => method)).toEqual(['POST']);
    },
  );

  test('the second makes it where the first was refused, whose metadata was other', async () => {
    const { open, server, living } = setting({ latencyMs: 20 });
    server.failNext({ method: 'POST', status: 400, body: { error: 'invalid_client_metadata' } });
    const came = await outcomes([
      open().create(BATCH, { name: 'batch' }),
      open().create(OTHER, { name: 'batch' }),
    ]);
    expect(living()).toHaveLength(1);
    expect(came.sort()).toEqual([living()[0]?.client_id, 'rejected'].sort());
  });

  test('a slow one whose claim was taken for dead deletes its client again, and is told', async () => {
    const { open, server, clock, living } = setting();
    let isAsleep = true;
    const slow = async (url: string, init: RequestInit) => {
      const answer = await server.fetch(url, init);
      // Slower than its claim lives, and as if its process had not run meanwhile.
      if (init.method === 'POST') await clock.sleep(100_000);
      isAsleep = false;
      return answer;
    };
    const frozen: typeof clock = {
      ...clock,
      sleep: (ms, signal) => clock.sleep(isAsleep ? ms * 1000 : ms, signal),
    };
    const first = open({ fetch: slow, timeoutMs: 1_000_000, clock: frozen }).create(BATCH);
    await clock.sleep(1);
    const second = open({ claimTtlMs: 1000 }).create(OTHER, { name: 'Batch' });
    const came = await outcomes([first, second]);
    expect(came).toEqual(['client-exists', living()[0]?.client_id]);
    expect(living()).toMatchObject([{ metadata: { client_uri: 'https://app.example' } }]);
  });

  test('a server where names are unique decides, without a store', async () => {
    const server = createWso2TestServer({ version: '7.3' });
    const profile = wso2({
      baseUrl: 'https://wso2.example.test',
      credentials: { username: 'admin', password: 'admin' },
    });
    const admin = createDcrAdmin({ issuer: profile.issuer ?? '', profile, fetch: server.fetch });
    const [one, two] = [BATCH, { ...OTHER, redirect_uris: ['https://app.example/cb'] }].map((metadata) =>
      admin.create({ ...metadata, client_name: 'batch' }),
    );
    const came = await outcomes([one, two].filter((call) => call !== undefined));
    expect(came.filter((outcome) => outcome === 'client-exists')).toHaveLength(1);
    const left = server.clients().filter(({ deletedAt }) => deletedAt === undefined);
    expect(left).toHaveLength(1);
    expect(server.requests().filter(({ method }) => method === 'PUT')).toEqual([]);
  });
});

test('a name whose client was deleted is free again, and the budget of new clients holds', async () => {
  const { open } = setting();
  const admin = open({ registrationBudget: 2 });
  for (let n = 0; n < 2; n += 1) await admin.delete((await admin.create(BATCH)).client_id);
  const error = await failing(admin.create(BATCH));
  expect(error.code).toBe('registration-budget-exhausted');
  expect(error.message).toContain('registrationBudget');
});
