import { webStore } from 'dcr-client/stores/web';
import { checksFor } from '../suite/all.js';
import { type Result, runChecks } from '../suite/check.js';
import type { Servers } from '../suite/setting.js';

// A page: whoever drives the browser calls the global `tryAll`. What crosses is JSON.

/** Runs all checks in this page. */
export type TryAll = (servers: Servers) => Promise<readonly Result[]>;

const tryAll: TryAll = (servers) => {
  const runtime = {
    // The contract's records carry secrets, as those of any store may.
    stores: { webStore: () => webStore({ allowSecrets: true }) },
    saysRefused: false,
    isBrowser: true,
  };
  return runChecks(checksFor({ servers, runtime }));
};

Object.assign(globalThis, { tryAll });
