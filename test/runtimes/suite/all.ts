import { memoryStore } from 'dcr-client';
import { encryptedStore } from 'dcr-client/stores/encrypted';
import { storeContract } from 'dcr-client/testing';
import type { Area, Check } from './check.js';
import { errorChecks } from './errors.js';
import { facadeChecks } from './facade.js';
import { functionChecks } from './functions.js';
import { metadataChecks } from './metadata.js';
import type { Setting } from './setting.js';

/** Everything that can be tried in a runtime. */
export function checksFor(setting: Setting): Check[] {
  const { stores, nodeFetch } = setting.runtime;
  const memory = memoryStore();
  const key = globalThis.crypto.getRandomValues(new Uint8Array(32));
  const all = {
    memoryStore: () => memory,
    encryptedStore: () => encryptedStore(memory, { key }),
    ...stores,
  };
  const kept = Object.entries(all).flatMap(([name, open]) => {
    const area = name as Area;
    const duties = storeContract({ open }).map((duty) => ({ area, ...duty }));
    return [...facadeChecks(setting, area, open), ...duties];
  });
  const transport = nodeFetch && ({ area: 'nodeFetch', options: { fetch: nodeFetch } } as const);
  return [
    ...functionChecks(setting, { area: 'functions', options: {} }),
    ...errorChecks(setting, { area: 'errors', options: {} }),
    ...(transport === undefined ? [] : functionChecks(setting, transport)),
    ...(transport === undefined ? [] : errorChecks(setting, transport)),
    ...metadataChecks(setting),
    ...kept,
  ];
}
