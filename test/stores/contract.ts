import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type StoreContractOptions, storeContract } from '../../src/testing/store-contract.js';
import { record } from './increment.js';

/** What every store must do, and what Node's inspection must not show of it. */
export function describeStore(name: string, options: StoreContractOptions): void {
  describe(`${name} keeps the contract of a store`, () => {
    for (const { name: duty, run } of storeContract(options)) test(duty, run);

    test('inspection shows no secret', async () => {
      const store = await options.open();
      await store.write(`inspected-${globalThis.crypto.randomUUID()}`, record(), undefined);
      expect(inspect(store, { depth: 10, showHidden: true })).not.toContain('planted-secret');
    });
  });
}
