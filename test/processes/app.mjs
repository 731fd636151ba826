// One process of an app, for tests with many: does a task for each line of stdin, and prints its outcome.

import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { mortal } from './mortal.mjs';
import { openStore } from './stores.mjs';

const { dist, place } = JSON.parse(process.argv[2]);
const { createDcrClient } = await import(`${dist}/index.js`);
const store = await openStore(dist, place);
// Loads what fetch is made of, so that only the work itself is timed.
await fetch('data:,');

/** Takes the steps of a task one after another; each is a method of the client and its arguments. */
async function perform({ issuer, name, client_name = 'Interop', options = {}, aheadMs, steps, death }) {
  const life = mortal(death);
  const dcr = createDcrClient({
    issuer,
    store: life.store(store),
    fetch: life.fetch,
    metadata: {
      client_name,
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    ...(name === undefined ? {} : { name }),
    ...(aheadMs === undefined ? {} : { clock: clockAhead(aheadMs) }),
    ...options,
  });
  const results = [];
  const startedAt = performance.now();
  let error;
  try {
    for (const [method, ...args] of steps) results.push(await dcr[method](...args));
  } catch ({ code, message }) {
    error = { code, message };
  }
  life.end();
  return { results, error, trace: life.trace, took: performance.now() - startedAt };
}

const clockAhead = (aheadMs) => ({
  now: () => Date.now() + aheadMs,
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
});

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const { task, ...wanted } = JSON.parse(line);
  void perform(wanted).then((outcome) => say({ task, ...outcome }));
}
// Nobody is there any more who would want to know.
process.exit(0);
