import { describe, expect, test } from 'vitest';
import { setting } from '../support/client.js';

const DAY = 24 * 60 * 60 * 1000;
const RENAMED = { client_name: 'App 2', grant_types: ['client_credentials'] } as const;

/** A client that was replaced because the server has no PUT. */
async function replaced(...[options]: Parameters<typeof setting>) {
  const all = setting(options);
  const old = await all.start().ensureRegistered();
  all.server.failNext({ method: 'PUT', status: 405 });
  const dcr = all.start({ metadata: RENAMED });
  const client = await dcr.ensureRegistered();
  expect(client.client_id).not.toBe(old.client_id);
  return { ...all, dcr, old, client };
}

describe('a client that was replaced', () => {
  test('stays until the new one has worked, and is deleted then', async () => {
    const { dcr, old, client, living, changes } = await replaced();
    expect((await dcr.status()).retired).toEqual([old.client_id]);
    await dcr.reportAccepted(old);
    expect(living()).toHaveLength(2);
    await dcr.reportAccepted(client);
    expect(living().map(({ client_id }) => client_id)).toEqual([client.client_id]);
    expect(await dcr.status()).toMatchObject({ retired: [], suspectedOrphans: [] });
    expect(changes.at(-1)).toMatchObject({ type: 'retired-deleted', client_id: old.client_id });
  });

  test('is deleted at the next start after the overlap, by one request', async () => {
    const { start, clock, server, old, client, living } = await replaced();
    const before = server.requests().length;
    const app = () => start({ metadata: RENAMED });
    await app().ensureRegistered();
    expect(server.requests()).toHaveLength(before);
    clock.advance(DAY);
    expect(await app().ensureRegistered()).toMatchObject({ client_id: client.client_id });
    await app().ensureRegistered();
    expect(living().map(({ client_id }) => client_id)).not.toContain(old.client_id);
    expect(server.requests().slice(before)).toHaveLength(1);
  });

  test('and whose token is refused is listed as a suspected orphan', async () => {
    const { dcr, server, old, client } = await replaced();
    server.failNext({ method: 'DELETE', status: 401, body: { error: 'invalid_token' } });
    await dcr.reportAccepted(client);
    expect(await dcr.status()).toMatchObject({
      retired: [],
      suspectedOrphans: [{ client_id: old.client_id }],
    });
  });

  test('during an outage stays listed, is tried again not before an hour has passed, and stops no start', async () => {
    const { start, clock, server, old, living, warnings } = await replaced();
    clock.advance(DAY);
    const app = () => start({ metadata: RENAMED });
    const deletions = () => server.requests().filter(({ method }) => method === 'DELETE').length;
    server.failNext({ method: 'DELETE', status: 500 });
    await app().ensureRegistered();
    await app().ensureRegistered();
    expect(deletions()).toBe(1);
    expect(warnings.map(({ code }) => code)).toContain('retired-not-deleted');
    expect((await app().status()).retired).toEqual([old.client_id]);
    clock.advance(DAY / 24);
    await app().ensureRegistered();
    expect(living()).toHaveLength(1);
  });

  test('and cannot be deleted now is not tried again with each acceptance', async () => {
    const { dcr, server, clock, client, living } = await replaced();
    server.failNext({ method: 'DELETE', status: 500 });
    for (let n = 0; n < 5; n += 1) await dcr.reportAccepted(client);
    expect(server.requests().filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    clock.advance(DAY / 24);
    await dcr.reportAccepted(client);
    expect(living()).toHaveLength(1);
  });

  test('and is in use again is taken off the list, not deleted', async () => {
    const { start, store, server, old, client, clock, living } = await replaced();
    const key = `${server.issuer}#default`;
    const { record, version } = (await store.read(key)) ?? {};
    if (record === undefined) throw new Error('nothing is stored');
    await store.write(key, { ...record, information: old }, version);
    clock.advance(DAY);
    const dcr = start({ metadata: RENAMED });
    expect(await dcr.ensureRegistered()).toMatchObject({ client_id: old.client_id });
    expect((await dcr.status()).retired).toEqual([]);
    expect(living().map(({ client_id }) => client_id)).toEqual([old.client_id, client.client_id]);
  });

  test('goes with the one that took its place', async () => {
    const { dcr, living } = await replaced();
    await dcr.delete();
    expect(living()).toEqual([]);
  });

  test('is deleted once and listed nowhere, when two processes do it at once', async () => {
    const { start, client, living } = await replaced({ latencyMs: 20 });
    const app = () => start({ metadata: RENAMED });
    await Promise.all([app().reportAccepted(client), app().reportAccepted(client)]);
    expect(living()).toHaveLength(1);
    expect(await app().status()).toMatchObject({ retired: [], suspectedOrphans: [] });
  });
});

describe('an acceptance', () => {
  test('that is no news writes nothing', async () => {
    const { start, store } = setting();
    const dcr = start();
    const client = await dcr.ensureRegistered();
    await dcr.reportAccepted(client);
    const keys = [];
    for await (const each of store.list?.('') ?? []) keys.push(each);
    const [key = ''] = keys;
    const first = await store.read(key);
    await dcr.reportAccepted(client);
    expect((await store.read(key))?.version).toBe(first?.version);
  });

  test('of the other secret counts, too, after an answer that showed none', async () => {
    const { start, server } = setting({ rotation: 'never', omitOnUpdate: ['client_secret'] });
    const dcr = start();
    const client = await dcr.ensureRegistered();
    server.failNext({ method: 'GET', status: 200, body: { ...client, client_secret: 'the other one' } });
    await dcr.read();
    await dcr.patch({ client_uri: 'https://app.example' });
    await dcr.reportAccepted({ ...client, client_secret: 'the other one' });
    expect((await dcr.ensureRegistered()).client_secret).toBe('the other one');
  });

  test('of the other secret that a read showed makes it the one in use', async () => {
    const { start, server } = setting({ rotation: 'never' });
    const dcr = start();
    const client = await dcr.ensureRegistered();
    server.failNext({ method: 'GET', status: 200, body: { ...client, client_secret: 'the other one' } });
    await dcr.read();
    await dcr.reportAccepted({ ...client, client_secret: 'the other one' });
    expect((await dcr.ensureRegistered()).client_secret).toBe('the other one');
  });
});
