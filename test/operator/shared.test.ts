import { describe, expect, test } from 'vitest';
import {
  createDcrClient,
  type DcrError,
  memoryStore,
  type RegistrationStore,
  UnsavedRegistrationError,
} from '../../src/index.js';
import { failing } from '../support/failing.js';
import { operators as setting } from '../support/operators.js';

const BATCH = { client_name: 'Batch', grant_types: ['client_credentials'] } as const;
const NEWER = { ...BATCH, client_uri: 'https://app.example' } as const;

describe('a client that an app keeps in the same store with a higher revision', () => {
  async function shared(revision: number) {
    const it = setting();
    const { server, store, clock } = it;
    const app = createDcrClient({
      server: server.metadata(),
      fetch: (url, init) => server.fetch(url, init),
      store,
      clock,
      name: 'batch',
      metadata: NEWER,
      revision,
    });
    const { client_id } = await app.ensureRegistered();
    return { ...it, client_id };
  }

  test('is planned as blocked, with what differs and why, and stands open in the report', async () => {
    const { open, living } = await shared(3);
    const plan = await open().plan([{ name: 'batch', metadata: BATCH }]);
    expect(plan.steps).toMatchObject([
      { action: 'blocked', fields: { client_uri: { from: 'https://app.example' } } },
    ]);
    expect(plan.steps[0]?.reason).toContain('revision 3');
    expect(plan.steps[0]?.reason).toContain('revision 0');
    const report = await open().apply(plan);
    expect(report).toMatchObject({ updated: 0, unchanged: 0 });
    expect(report.open).toMatchObject([
      { name: 'batch', action: 'blocked', outcome: 'failed', error: { code: 'newer-revision' } },
    ]);
    expect(living()).toMatchObject([{ metadata: { client_uri: 'https://app.example' } }]);
  });

  test('that was raised since the plan was made is said in the report', async () => {
    const it = setting();
    await it.open().apply(await it.open().plan([{ name: 'batch', metadata: BATCH }]));
    const plan = await it
      .open()
      .plan([{ name: 'batch', metadata: { ...BATCH, tos_uri: 'https://app.example/t' } }]);
    expect(plan.steps).toMatchObject([{ action: 'update' }]);
    await it.open().apply(await it.open().plan([{ name: 'batch', metadata: NEWER, revision: 1 }]));
    expect((await it.open().apply(plan)).open).toMatchObject([{ error: { code: 'newer-revision' } }]);
    expect(it.living()).toMatchObject([{ metadata: { client_uri: 'https://app.example' } }]);
  });

  test('is as desired if the wishes are equal, and is changed by a wish of the same or a higher revision', async () => {
    const { open, living, client_id } = await shared(3);
    expect((await open().plan([{ name: 'batch', metadata: NEWER }])).steps).toMatchObject([
      { action: 'unchanged' },
    ]);
    for (const [revision, client_uri] of [
      [3, 'https://app.example/3'],
      [4, 'https://app.example/4'],
    ] as const) {
      const plan = await open().plan([{ name: 'batch', metadata: { ...BATCH, client_uri }, revision }]);
      expect(plan.steps).toMatchObject([{ action: 'update', revision }]);
      expect(await open().apply(JSON.parse(JSON.stringify(plan)))).toMatchObject({ updated: 1, open: [] });
      expect(living()).toMatchObject([{ client_id, metadata: { client_uri } }]);
    }
    expect((await open().plan([{ name: 'batch', metadata: BATCH, revision: 3 }])).steps).toMatchObject([
      { action: 'blocked' },
    ]);
  });

  test.each<[string, object]>([
    ['a fraction', { revision: 1.5 }],
    ['a text', { revision: '3' }],
    ['misspelt', { revison: 3 }],
  ])('a revision that is %s is refused', async (_what, wrong) => {
    const { open } = setting();
    const error = await failing(open().plan([{ name: 'batch', metadata: BATCH, ...wrong } as never]));
    expect(error).toMatchObject({ code: 'invalid-option' });
    expect(error.message).toContain('batch');
  });
});

test('a client that was replaced is deleted by the first run past its overlap, and the plan says so', async () => {
  const { open, server, living, clock } = setting();
  const admin = open({ overlapMs: 60_000 });
  await admin.create(BATCH, { name: 'batch' });
  server.failNext({ method: 'PUT', status: 405 });
  const desired = [{ name: 'batch', metadata: NEWER }];
  await admin.apply(await admin.plan(desired));
  expect(living()).toHaveLength(2);
  expect((await admin.plan(desired)).steps).toMatchObject([{ action: 'unchanged' }]);
  clock.advance(61_000);
  const plan = await admin.plan(desired);
  expect(plan.steps).toMatchObject([
    { action: 'update', fields: {}, reason: 'a client that was replaced is still to be deleted' },
  ]);
  await admin.apply(plan);
  expect(living()).toHaveLength(1);
  expect((await admin.plan(desired)).steps).toMatchObject([{ action: 'unchanged' }]);
});

describe('what an operator is told names what was called', () => {
  const messages = async (calls: (it: ReturnType<typeof setting>) => Promise<unknown>) => {
    const it = setting();
    const error: DcrError = await failing(calls(it));
    return error.message;
  };

  test.each<[string, (it: ReturnType<typeof setting>) => Promise<unknown>]>([
    [
      'metadata that is invalid, on create',
      ({ open }) => open().create({ ...BATCH, redirect_uris: ['not a uri'] }),
    ],
    [
      'metadata that is invalid, on apply',
      async ({ open }) => {
        await open().create(BATCH);
        const desired = [{ name: 'Batch', metadata: { ...BATCH, redirect_uris: ['not a uri'] } }];
        throw (await open().apply(await open().plan(desired))).open[0]?.error;
      },
    ],
    [
      'a store that keeps no secrets',
      ({ open, store }) =>
        open({ store: { ...store, keepsSecrets: false } }).create({
          ...BATCH,
          token_endpoint_auth_method: 'client_secret_basic',
        }),
    ],
    [
      'a record that is encrypted',
      async ({ open, store }) => {
        await open().create(BATCH);
        const sealed: RegistrationStore = {
          ...store,
          read: async (key, options) => {
            const entry = await store.read(key, options);
            return entry && { ...entry, record: { ...entry.record, sealed: 'a.b.c' } };
          },
        };
        return open({ store: sealed }).plan([{ name: 'Batch', metadata: BATCH }]);
      },
    ],
    ['a limit that is none', async ({ open }) => open({ timeoutMs: -1 }).create(BATCH)],
  ])('%s', async (_what, calls) => {
    const message = await messages(calls);
    expect(message).toContain('createDcrAdmin');
    expect(message).not.toContain('createDcrClient');
  });

  test('a client that was deleted meanwhile: no function is advised that an operator does not have', async () => {
    const { open, server, living } = setting({ latencyMs: 20 });
    const { client_id } = await open().create(BATCH);
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const fetch = (url: string, init: RequestInit) => {
      leave();
      return server.fetch(url, init);
    };
    const deleted = open({ fetch }).delete(client_id);
    await left;
    const error = await failing(open().patch(client_id, { client_uri: 'https://app.example' }));
    await deleted;
    expect(error.code).toBe('not-registered');
    expect(error.message).not.toContain('ensureRegistered');
    expect(living()).toEqual([]);
  });
});

describe('a registration that the store did not take', () => {
  test('is taken over by the record of the error, which the report carries', async () => {
    const { open, store, living } = setting();
    let isFull = false;
    const full: RegistrationStore = {
      ...store,
      write: async (key, record, expected, options) => {
        if (isFull && record.information !== undefined) throw new Error('no space left');
        return store.write(key, record, expected, options);
      },
    };
    const admin = open({ store: full });
    const plan = await admin.plan([{ name: 'batch', metadata: BATCH }]);
    isFull = true;
    const { open: left } = await admin.apply(plan);
    expect(left).toMatchObject([{ error: { code: 'registration-not-saved' } }]);
    const error = left[0]?.error;
    if (!(error instanceof UnsavedRegistrationError)) throw new Error('expected a record to keep');
    isFull = false;
    const { client_id } = await admin.adopt('batch', error.record);
    expect(living()).toMatchObject([{ client_id }]);
    expect((await admin.plan([{ name: 'batch', metadata: BATCH }])).steps).toMatchObject([
      { action: 'unchanged', client_id },
    ]);
  });

  test.each<[string, unknown]>([
    ['nothing with an id', {}],
    ['a text', 'c1'],
    ['an empty id', { client_id: '' }],
  ])('%s is not taken over', async (_what, given) => {
    const { open } = setting();
    expect(await failing(open({ store: memoryStore() }).adopt('batch', given as never))).toMatchObject({
      code: 'invalid-option',
    });
  });
});
