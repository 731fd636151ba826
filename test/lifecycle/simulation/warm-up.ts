import { createDcrClient, memoryStore } from '../../../src/index.js';
import { createTestServer } from '../../../src/testing/index.js';

let done: Promise<void> | undefined;

/**
 * Loads all that is loaded when it is first needed. Loading takes real time, and a simulation, which knows none, would
 * go on without waiting for it.
 */
export function warmUp(): Promise<void> {
  done ??= once();
  return done;
}

async function once(): Promise<void> {
  const server = createTestServer();
  const store = memoryStore();
  const client = createDcrClient({
    issuer: server.issuer,
    metadata: { client_name: 'Warm', grant_types: ['client_credentials'] },
    store,
    fetch: server.fetch,
  });
  await client.ensureRegistered();
  await client.patch({ client_name: 'Warmer' }, { fresh: true });
  await client.renewCredentials();
  await client.delete();
}
