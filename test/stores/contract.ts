import { describe, expect, test } from 'vitest';
import { isDcrError } from '../../src/protocol/errors.js';
import type { RegistrationStore } from '../../src/stores/types.js';
import { increment, record } from './increment.js';

export async function conflicting(call: Promise<unknown>): Promise<void> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDcrError(error) || error.code !== 'store-conflict')
    throw new Error(`expected a conflict, got ${String(error)}`);
}

/** What every store must do. */
export function storeContract(name: string, make: () => Promise<RegistrationStore>): void {
  describe(`${name} keeps the contract of a store`, () => {
    test('an unknown key reads as absent', async () => {
      expect(await (await make()).read('k')).toBeUndefined();
    });

    test('what was written is read, under the version that the write gave', async () => {
      const store = await make();
      const version = await store.write('k', record(7), undefined);
      expect(await store.read('k')).toEqual({ record: record(7), version });
    });

    test('a write against another version, or none, is a conflict and changes nothing', async () => {
      const store = await make();
      const first = await store.write('k', record(1), undefined);
      const second = await store.write('k', record(2), first);
      await conflicting(store.write('k', record(3), first));
      await conflicting(store.write('k', record(3), undefined));
      await conflicting(store.write('other', record(3), first));
      expect(await store.read('k')).toEqual({ record: record(2), version: second });
    });

    test('a deletion is compared too, and the key then reads as absent', async () => {
      const store = await make();
      const first = await store.write('k', record(1), undefined);
      const second = await store.write('k', record(2), first);
      await conflicting(store.delete('k', first));
      await store.delete('k', second);
      expect(await store.read('k')).toBeUndefined();
      await conflicting(store.delete('k', second));
    });

    test('a version never recurs, not even after deletion', async () => {
      const store = await make();
      const seen = new Set<string>();
      for (let round = 0; round < 5; round += 1) {
        const first = await store.write('k', record(), undefined);
        const second = await store.write('k', record(), first);
        await store.delete('k', second);
        seen.add(first).add(second);
      }
      expect(seen.size).toBe(10);
    });

    test('keys of any spelling neither meet nor escape', async () => {
      const store = await make();
      const keys = [
        'https://as.example#default',
        'https://AS.example#default',
        'https://as.example/#default',
        '../../../etc/passwd',
        '..',
        '/',
        'a\0b',
        'schlüssel',
        'x'.repeat(4096),
        `${'x'.repeat(4095)}y`,
        'con',
        '',
      ];
      for (const [index, key] of keys.entries()) await store.write(key, record(index), undefined);
      for (const [index, key] of keys.entries())
        expect((await store.read(key))?.record.registeredAt).toBe(index);
    });

    test('lists the keys that begin with a prefix, without the deleted ones', async () => {
      const store = await make();
      for (const key of ['a#1', 'a#2', 'b#1']) await store.write(key, record(), undefined);
      const { version = '' } = (await store.read('a#2')) ?? {};
      await store.delete('a#2', version);
      const found: string[] = [];
      for await (const key of store.list?.('a#') ?? []) found.push(key);
      expect(found).toEqual(['a#1']);
    });

    test('of writers with the same version exactly one wins', async () => {
      const store = await make();
      for (const expected of [undefined, await store.write('k', record(), undefined)]) {
        const key = expected === undefined ? 'new' : 'k';
        const outcomes = await Promise.allSettled(
          Array.from({ length: 8 }, (_, n) => store.write(key, record(n), expected)),
        );
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
        const standing = await store.read(key);
        const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
        if (winner >= 0) expect(standing?.record.registeredAt).toBe(winner);
        expect(standing).toBeDefined();
      }
    });

    test('no increment of a shared counter is lost', async () => {
      const store = await make();
      await Promise.all(
        Array.from({ length: 5 }, async () => {
          for (let n = 0; n < 10; n += 1) await increment(store, 'k');
        }),
      );
      expect((await store.read('k'))?.record.registeredAt).toBe(50);
    });

    test('nobody shares mutable state with the store', async () => {
      const store = await make();
      const given = { ...record(), suspectedOrphans: [{ attempt: 'a', startedAt: 1 }] };
      await store.write('k', given, undefined);
      given.suspectedOrphans.pop();
      const first = await store.read('k');
      expect(first?.record.suspectedOrphans).toHaveLength(1);
      Object.assign(first?.record ?? {}, { issuer: 'changed' });
      expect((await store.read('k'))?.record.issuer).toBe('https://as.example');
    });

    test('an aborted signal stops a call before it begins', async () => {
      const store = await make();
      const options = { signal: AbortSignal.abort(new Error('enough')) };
      await expect(store.write('k', record(), undefined, options)).rejects.toThrow('enough');
      await expect(store.read('k', options)).rejects.toThrow('enough');
      expect(await store.read('k')).toBeUndefined();
    });

    test('watch wakes when the key changes', async () => {
      const store = await make();
      const first = await store.write('k', record(), undefined);
      let stop = () => {};
      const woken = new Promise<void>((resolve) => {
        stop = store.watch?.('k', resolve) ?? (() => {});
      });
      await store.write('k', record(2), first);
      await woken;
      stop();
    });

    test('inspection shows no secret', async () => {
      const store = await make();
      await store.write('k', record(), undefined);
      const { inspect } = await import('node:util');
      expect(inspect(store, { depth: 10, showHidden: true })).not.toContain('planted-secret');
    });
  });
}
