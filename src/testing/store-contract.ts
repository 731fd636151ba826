import type { StoredRegistration } from '../protocol/record.js';
import type { RegistrationStore } from '../stores/types.js';
import { conflicts, equal, holds, rejects } from './expectations.js';

/** What {@link storeContract} needs of a store. */
export interface StoreContractOptions {
  /** Opens the store on its backend, as one more process would. Called several times; the backend may be shared. */
  readonly open: () => RegistrationStore | Promise<RegistrationStore>;
  /**
   * Takes the backend away, as an outage would, and gives back what brings it back with all its data. Without it the
   * cases about outages are left out.
   */
  readonly interrupt?: () => Promise<() => Promise<void>>;
}

/** One duty of a store: `run` rejects, in words, where the store fails in it. */
export interface StoreContractCase {
  /** The duty, in words; for the title of a test. */
  readonly name: string;
  /** Tries it. Rejects, in words, where the store fails. */
  readonly run: () => Promise<void>;
}

/**
 * Everything that a store must do, as cases for any test runner:
 * `for (const { name, run } of storeContract({ open })) test(name, run)`. Keys are fresh in each run.
 */
export function storeContract({ open, interrupt }: StoreContractOptions): readonly StoreContractCase[] {
  const cases: [string, (store: RegistrationStore, key: string) => Promise<void>][] = [
    ['an unknown key reads as absent', async (store, key) => equal(await store.read(key), undefined)],
    ['what was written is read, under the version that the write gave', readsWhatWasWritten],
    ['a write against another version, or none, is a conflict and changes nothing', refusesOtherVersions],
    ['a deletion is compared too, and the key then reads as absent', deletesByVersion],
    ['a version never recurs, not even after deletion', neverRepeatsAVersion],
    ['keys of any spelling neither meet nor escape', keepsKeysApart],
    ['a record of a hundred thousand characters in any script is kept as it is', keepsLongRecords],
    ['lists the keys that begin with a prefix, without the deleted ones', listsByPrefix],
    ['of writers with the same version exactly one wins', (_, key) => letsOneWriterWin(open, key)],
    ['no increment of a shared counter is lost', (_, key) => losesNoIncrement(open, key)],
    ['nobody shares mutable state with the store', sharesNoState],
    ['an aborted signal stops a call before it begins', stopsWhenAborted],
    ['watch wakes when the key changes, and no more once it has ended', wakesWatchers],
  ];
  if (interrupt !== undefined) {
    cases.push([
      'a call during an outage rejects, and what was written before is there after it',
      (store, key) => survivesAnOutage(store, { key, interrupt }),
    ]);
  }
  return cases.map(([name, check]) => ({
    name,
    run: async () => check(await open(), `contract-${globalThis.crypto.randomUUID()}#k`),
  }));
}

/** A record that counts. */
function record(registeredAt = 0, note = 'a secret'): StoredRegistration {
  const unknown = { token: 'unknown', secret: 'unknown' } as const;
  return {
    format: 1,
    issuer: 'https://as.example',
    information: { client_id: 'c1', client_secret: note },
    habits: { read: unknown, update: unknown, updateSupported: 'unknown' },
    attempts: [],
    suspectedOrphans: [],
    retired: [],
    registeredAt,
  };
}

async function readsWhatWasWritten(store: RegistrationStore, key: string): Promise<void> {
  const version = await store.write(key, record(7), undefined);
  equal(await store.read(key), { record: record(7), version });
}

async function refusesOtherVersions(store: RegistrationStore, key: string): Promise<void> {
  const first = await store.write(key, record(1), undefined);
  const second = await store.write(key, record(2), first);
  await conflicts(store.write(key, record(3), first));
  await conflicts(store.write(key, record(3), undefined));
  await conflicts(store.write(`${key}-other`, record(3), first));
  equal(await store.read(key), { record: record(2), version: second });
  equal(await store.read(`${key}-other`), undefined);
}

async function deletesByVersion(store: RegistrationStore, key: string): Promise<void> {
  const first = await store.write(key, record(1), undefined);
  const second = await store.write(key, record(2), first);
  await conflicts(store.delete(key, first));
  await store.delete(key, second);
  equal(await store.read(key), undefined);
  await conflicts(store.delete(key, second));
  await conflicts(store.write(key, record(3), second));
}

async function neverRepeatsAVersion(store: RegistrationStore, key: string): Promise<void> {
  const seen = new Set<string>();
  for (let round = 0; round < 5; round += 1) {
    const first = await store.write(key, record(), undefined);
    const second = await store.write(key, record(), first);
    await store.delete(key, second);
    seen.add(first).add(second);
  }
  equal(seen.size, 10);
}

async function keepsKeysApart(store: RegistrationStore, key: string): Promise<void> {
  const spellings = [
    'https://as.example#',
    'https://AS.example#',
    'https://as.example/#',
    '../../../etc/passwd',
    '..',
    '/',
    'a\0b',
    'schlüssel',
    'schlu\u0308ssel',
    '\ud83d\udd11',
    'x'.repeat(4096),
    `${'x'.repeat(4095)}y`,
    'con',
    '%',
    '_',
    '*',
    '',
  ];
  const keys = spellings.map((spelling) => `${spelling}${key}`);
  for (const [index, each] of keys.entries()) await store.write(each, record(index), undefined);
  for (const [index, each] of keys.entries()) equal((await store.read(each))?.record.registeredAt, index);
}

async function keepsLongRecords(store: RegistrationStore, key: string): Promise<void> {
  const long = record(1, 'ä€\u{1f511}\\"\u2028'.repeat(100_000 / 7));
  await store.write(key, long, undefined);
  equal((await store.read(key))?.record, long);
}

async function listsByPrefix(store: RegistrationStore, key: string): Promise<void> {
  if (store.list === undefined) return;
  // Characters that mean something in patterns of databases mean themselves here.
  const prefix = `${key}%_*[a\\`;
  const keys = [`${prefix}#1`, `${prefix}#2`, `${prefix}#3`, `${key}xx*[a\\#1`, `x${prefix}#1`];
  for (const each of keys) await store.write(each, record(), undefined);
  const gone = (await store.read(`${prefix}#2`))?.version ?? '';
  await store.delete(`${prefix}#2`, gone);
  const found: string[] = [];
  for await (const each of store.list(prefix)) found.push(each);
  equal(found.sort(), [`${prefix}#1`, `${prefix}#3`]);
}

type Open = StoreContractOptions['open'];

/**
 * A loser that is told of a conflict may yet have been applied and built upon; but nobody is told to have won who has
 * not, and the key never stands empty.
 */
async function letsOneWriterWin(open: Open, key: string): Promise<void> {
  const stores = await Promise.all(Array.from({ length: 8 }, open));
  const first = await open();
  for (const expected of [undefined, await first.write(key, record(99), undefined)]) {
    const contested = expected === undefined ? `${key}-new` : key;
    const outcomes = await Promise.allSettled(
      stores.map((store, n) => store.write(contested, record(n), expected)),
    );
    const winners = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    holds(winners.length <= 1, `${winners.length} writers with the same version were told that they won`);
    const standing = await first.read(contested);
    holds(standing !== undefined, 'nothing stands after several writes');
    if (winners[0] !== undefined) equal(standing?.record.registeredAt, winners[0]);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') await conflicts(Promise.reject(outcome.reason));
  }
}

async function losesNoIncrement(open: Open, key: string): Promise<void> {
  const stores = await Promise.all(Array.from({ length: 5 }, open));
  await Promise.all(
    stores.map(async (store) => {
      for (let n = 0; n < 10; n += 1) await increment(store, key);
    }),
  );
  equal((await (await open()).read(key))?.record.registeredAt, 50);
}

/** Adds one by compare-and-set. Its mark shows whether a write reported as a conflict has been applied all the same. */
async function increment(store: RegistrationStore, key: string): Promise<void> {
  const attempt = globalThis.crypto.randomUUID();
  for (;;) {
    const standing = await store.read(key);
    const marks = standing?.record.suspectedOrphans ?? [];
    if (marks.some((mark) => mark.attempt === attempt)) return;
    const next = (standing?.record.registeredAt ?? 0) + 1;
    const marked = { ...record(next), suspectedOrphans: [...marks, { attempt, startedAt: next }] };
    const applied = await store.write(key, marked, standing?.version).then(
      () => true,
      async (error: unknown) => {
        await conflicts(Promise.reject(error));
        return false;
      },
    );
    if (applied) return;
  }
}

async function sharesNoState(store: RegistrationStore, key: string): Promise<void> {
  const given = { ...record(), suspectedOrphans: [{ attempt: 'a', startedAt: 1 }] };
  await store.write(key, given, undefined);
  given.suspectedOrphans.pop();
  const first = await store.read(key);
  equal(first?.record.suspectedOrphans.length, 1);
  Object.assign(first?.record ?? {}, { issuer: 'changed' });
  equal((await store.read(key))?.record.issuer, 'https://as.example');
}

async function stopsWhenAborted(store: RegistrationStore, key: string): Promise<void> {
  const reason = new Error('enough');
  const options = { signal: AbortSignal.abort(reason) };
  equal(await rejects(store.write(key, record(), undefined, options)), reason);
  equal(await rejects(store.read(key, options)), reason);
  equal(await store.read(key), undefined);
}

/** Changes are made again until the watcher wakes: a store may take a moment before it can tell. */
async function wakesWatchers(store: RegistrationStore, key: string): Promise<void> {
  if (store.watch === undefined) return;
  let version = await store.write(key, record(), undefined);
  let wakings = 0;
  const stop = store.watch(key, () => {
    wakings += 1;
  });
  for (let n = 1; wakings === 0; n += 1) {
    holds(n <= 100, 'watch did not wake in 100 changes over 5 seconds');
    version = await store.write(key, record(n), version);
    await pause(50);
  }
  stop();
  await pause(200);
  const before = wakings;
  await store.write(key, record(), version);
  await pause(200);
  equal(wakings, before);
}

async function survivesAnOutage(
  store: RegistrationStore,
  { key, interrupt }: { key: string; interrupt: () => Promise<() => Promise<void>> },
): Promise<void> {
  const version = await store.write(key, record(1), undefined);
  const restore = await interrupt();
  try {
    await Promise.all([rejects(store.read(key)), rejects(store.write(key, record(2), version))]);
  } finally {
    await restore();
  }
  // The write may or may not have been applied; what stands is one of the two, and it goes on from there.
  const standing = await afterwards(() => store.read(key));
  holds(standing !== undefined, 'what was written before the outage is gone');
  holds([1, 2].includes(standing?.record.registeredAt ?? 0), 'what stands was never written');
  await afterwards(async () => store.write(key, record(3), (await store.read(key))?.version));
  equal((await store.read(key))?.record, record(3));
}

/** Drivers need a moment to connect again. */
async function afterwards<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (tries >= 100) throw error;
      await pause(100);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
