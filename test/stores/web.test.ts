import { expect, test } from 'vitest';
import { createDcrClient } from '../../src/index.js';
import { webStore } from '../../src/stores/web.js';
import { failing } from '../support/failing.js';
import { record } from './increment.js';

// What needs a browser is in test/integration/stores/web.test.ts. Node has no IndexedDB, which is something real, too.

test('without IndexedDB it can be made, and every call says what to use instead', async () => {
  const store = webStore();
  const listed = async () => {
    for await (const _key of store.list?.('') ?? []) throw new Error('there is nothing to list');
  };
  for (const call of [
    store.read('k'),
    store.write('k', { ...record(), information: { client_id: 'c' } }, undefined),
    store.delete('k', 'v'),
    listed(),
  ])
    expect(await failing(call)).toMatchObject({
      code: 'store-failed',
      message: expect.stringMatching(/no IndexedDB here.*fileStore.*memoryStore/),
    });
});

test('an app on it fails with these words, and asks no server', async () => {
  const dcr = createDcrClient({
    issuer: 'https://as.example',
    store: webStore(),
    metadata: { redirect_uris: ['https://app.example/cb'] },
    fetch: () => Promise.reject(new Error('asked')),
  });
  expect((await failing(dcr.ensureRegistered())).message).toContain('no IndexedDB here');
});

test('a record with a secret is refused before anything else, unless that was asked for', async () => {
  expect((await failing(webStore().write('k', record(), undefined))).code).toBe('secret-not-allowed');
  const write = webStore({ allowSecrets: true }).write('k', record(), undefined);
  expect((await failing(write)).code).toBe('store-failed');
  expect([webStore().keepsSecrets, webStore({ allowSecrets: true }).keepsSecrets]).toEqual([
    false,
    undefined,
  ]);
});

test.each([
  [{ databse: 'x' }, /no option "databse".*database/],
  [{ database: '' }, /database must be/],
  [{ allowSecrets: 1 }, /allowSecrets must be/],
  [{ timeoutMs: 0 }, /timeoutMs must be/],
  [{ timeoutMs: Number.NaN }, /timeoutMs must be/],
])('options that cannot work are refused by name: %o', (options, words) => {
  expect(() => webStore(options as never)).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(words) }),
  );
});

test('an owner without a lock is never taken for dead', async () => {
  expect(await webStore().ownerIsGone?.('some-other-description')).toBe(false);
});
