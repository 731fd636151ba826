import { expect, test } from 'vitest';
import type { RegistrationStore } from '../../src/index.js';
import { METADATA, setting } from '../support/client.js';

/** Runs something of others right before one of its writes. */
function overtaken(store: RegistrationStore, before: (write: number) => Promise<unknown>): RegistrationStore {
  let writes = 0;
  return {
    ...store,
    write: async (key, record, expected, options) => {
      writes += 1;
      // Not for ever: each one fails that was overtaken.
      if (writes < 9) await before(writes);
      return store.write(key, record, expected, options);
    },
  };
}

/** What any write of another process does to those who have read before it. */
async function writeAgain(store: RegistrationStore, key: string): Promise<void> {
  const entry = await store.read(key);
  if (entry !== undefined) await store.write(key, entry.record, entry.version);
}

test('the client of a slow process is listed by its id, also where others write at that moment', async () => {
  const { start, store, server } = setting({ management: false });
  const other = start();
  let overtaking: Promise<unknown> | undefined;
  const slow = overtaken(store, async (write) => {
    if (write === 1) return;
    // Its claim counts as dead, and the attempt is listed without a client.
    overtaking ??= other.ensureRegistered();
    await overtaking;
    await writeAgain(store, `${server.issuer}#default`);
  });
  const found = await start({ store: slow }).ensureRegistered();
  const [superfluous] = server.clients().filter(({ client_id }) => client_id !== found.client_id);
  expect((await other.status()).suspectedOrphans).toMatchObject([{ client_id: superfluous?.client_id }]);
});

test('a replaced client that one process deleted is not looked for, whatever another one was answered meanwhile', async () => {
  const { start, store, server, living } = setting();
  await start().ensureRegistered();
  server.failNext({ method: 'PUT', status: 405 });
  const metadata = { ...METADATA, client_name: 'App 2' };
  const late = start({ metadata });
  const client = await late.ensureRegistered();
  const first = overtaken(store, async (write) => {
    // Its request comes after the deletion and is refused: for all it knows, the client lives on.
    if (write === 2) await late.reportAccepted(client);
  });
  await start({ metadata, store: first }).reportAccepted(client);
  expect(living()).toHaveLength(1);
  expect(await late.status()).toMatchObject({ retired: [], suspectedOrphans: [] });
});
