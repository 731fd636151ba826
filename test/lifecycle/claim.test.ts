import { describe, expect, test } from 'vitest';
import { UnsavedRegistrationError } from '../../src/index.js';
import type { RegistrationStore } from '../../src/stores/types.js';
import { setting } from '../support/client.js';
import { failing } from '../support/failing.js';

/** A process that dies: from the chosen moment on, neither its store calls nor its requests ever come back. */
function mortal(store: RegistrationStore) {
  let dead = false;
  const never = new Promise<never>(() => {});
  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      dead ? never : call(...args);
  return {
    die: () => {
      dead = true;
    },
    never,
    isDead: () => dead,
    store: { ...store, read: guard(store.read), write: guard(store.write), delete: guard(store.delete) },
  };
}

/** A call of a process that dies in it: nobody is left to hear how it ends. */
const abandon = (call: Promise<unknown>) => void call.catch(() => undefined);

describe('a dead claim', () => {
  test('of a registration is listed, and the next process registers after the time to live', async () => {
    const { start, store, server, clock, posts } = setting();
    const { die, never, store: dying } = mortal(store);
    abandon(
      start({
        store: dying,
        fetch: async (url, init) => {
          const answer = await server.fetch(url, init);
          if (init.method !== 'POST') return answer;
          die();
          return never;
        },
      }).ensureRegistered(),
    );
    const startedAt = clock.monotonic();
    await start().ensureRegistered();
    expect(clock.monotonic() - startedAt).toBeGreaterThanOrEqual(15_000);
    expect(clock.monotonic() - startedAt).toBeLessThan(20_000);
    expect(posts()).toBe(2);
    expect((await start().status()).suspectedOrphans).toHaveLength(1);
  });

  test('whose owner is certainly gone is taken over at once', async () => {
    const { start, store, clock } = setting();
    const { die, never, isDead, store: dying } = mortal(store);
    abandon(
      start({
        store: dying,
        fetch: () => {
          die();
          return never;
        },
      }).ensureRegistered(),
    );
    const startedAt = clock.monotonic();
    await start({ store: { ...store, ownerIsGone: async () => isDead() } }).ensureRegistered();
    expect(clock.monotonic() - startedAt).toBeLessThan(1000);
  });

  test('long ago by wall clock is taken over by a process that lives shorter than the time to live', async () => {
    const { start, store, clock } = setting();
    const { die, never, store: dying } = mortal(store);
    abandon(
      start({
        store: dying,
        fetch: () => {
          die();
          return never;
        },
      }).ensureRegistered(),
    );
    await clock.sleep(21 * 15_000);
    const startedAt = clock.monotonic();
    await start().ensureRegistered();
    expect(clock.monotonic() - startedAt).toBeLessThan(1000);
  });

  test.each(['never', 'on-update'] as const)(
    'of an update is answered by a read: rotation %s',
    async (rotation) => {
      const { start, store, server, changes, posts } = setting({ rotation });
      const first = await start().ensureRegistered();
      const { die, never, isDead, store: dying } = mortal(store);
      abandon(
        start({
          store: dying,
          fetch: async (url, init) => {
            await server.fetch(url, init);
            die();
            return never;
          },
        }).patch({ client_name: 'New' }),
      );
      const survivor = { ...store, ownerIsGone: async () => isDead() };
      while (!isDead()) await new Promise((resolve) => setImmediate(resolve));
      const found = await start({ store: survivor }).ensureRegistered();
      expect(found.client_id).toBe(first.client_id);
      expect(posts()).toBe(1);
      const status = await start().status();
      if (rotation === 'never') {
        expect([found.client_name, status.manageable]).toEqual(['New', true]);
      } else {
        expect(status).toMatchObject({ usable: true, manageable: false });
        expect(changes.map(({ type }) => type)).toContain('management-lost');
      }
    },
  );

  test.each(['a look at the client', 'an adoption'])(
    'of %s leaves no question where nothing can be asked',
    async (what) => {
      const { start, store, server, clock } = setting({ management: false });
      const client = await start().ensureRegistered();
      const { die, store: dying } = mortal(store);
      const write: typeof store.write = async (...args) => {
        const version = await dying.write(...args);
        die();
        return version;
      };
      const dcr = start({ store: { ...dying, write } });
      await clock.sleep(120_000);
      server.restart();
      abandon(what === 'an adoption' ? dcr.adopt(client) : dcr.reportRejected(client));
      while ((await start().status()).busyWith === undefined)
        await new Promise((resolve) => setImmediate(resolve));
      await clock.sleep(400_000);
      expect((await start().ensureRegistered()).client_id).toBe(client.client_id);
      expect(await start().reportRejected(client)).toMatchObject({ verdict: 'dead', replaced: true });
    },
  );

  test('of a deletion is finished', async () => {
    const { start, store, server, living } = setting();
    await start().ensureRegistered();
    const { die, never, isDead, store: dying } = mortal(store);
    abandon(
      start({
        store: dying,
        fetch: async (url, init) => {
          await server.fetch(url, init);
          die();
          return never;
        },
      }).delete(),
    );
    while (!isDead()) await new Promise((resolve) => setImmediate(resolve));
    await start({ store: { ...store, ownerIsGone: async () => isDead() } }).ensureRegistered();
    expect(living()).toHaveLength(1);
  });
});

describe('a slow owner', () => {
  /** A process whose answers come so late that its claim looks dead; its renewals do not get through either. */
  const slowly = (store: RegistrationStore, until: Promise<void>) => {
    let claimed = false;
    return {
      ...store,
      write: async (...args: Parameters<RegistrationStore['write']>) => {
        if (claimed) await until;
        claimed = true;
        return store.write(...args);
      },
    };
  };

  test('of a registration deletes its own client again and adopts the winner', async () => {
    const { start, store, server, living, changes } = setting();
    const released = withResolvers();
    const slow = start({
      timeoutMs: 60_000,
      store: slowly(store, released.promise),
      fetch: async (url, init) => {
        const answer = await server.fetch(url, init);
        if (init.method === 'POST') await released.promise;
        return answer;
      },
    }).ensureRegistered();
    const winner = await start().ensureRegistered();
    expect(living()).toHaveLength(2);
    released.resolve();
    expect((await slow).client_id).toBe(winner.client_id);
    expect(living()).toHaveLength(1);
    expect((await start().status()).suspectedOrphans).toEqual([]);
    expect(changes.map(({ type }) => type)).toContain('orphan-deleted');
  });

  test.each([
    ['have deleted', 1],
    ['have deleted, and one more after it', 2],
  ])('of a registration brings no client back that others were given too and %s', async (_, deletions) => {
    const { start, store, server, living } = setting();
    const released = withResolvers();
    let first: Response | undefined;
    // As servers do that give equal metadata the same client.
    const sameClient = async (url: string, init: RequestInit) => {
      if (init.method !== 'POST' || server.clients().some(({ deletedAt }) => deletedAt !== undefined))
        return server.fetch(url, init);
      first ??= await server.fetch(url, init);
      return first.clone();
    };
    const slow = start({
      timeoutMs: 60_000,
      store: slowly(store, released.promise),
      fetch: async (url, init) => {
        const answer = await sameClient(url, init);
        if (init.method === 'POST') await released.promise;
        return answer;
      },
    }).ensureRegistered();
    for (let n = 0; n < deletions; n += 1) {
      await start({ fetch: sameClient }).ensureRegistered();
      await start().delete();
    }
    released.resolve();
    expect((await slow).client_id).toBe(living()[0]?.client_id);
    expect((await start().status()).suspectedOrphans).toEqual([]);
  });

  test('that cannot delete its client writes down its id', async () => {
    const { start, store, server } = setting({ management: false });
    const released = withResolvers();
    const slow = start({
      timeoutMs: 60_000,
      store: slowly(store, released.promise),
      fetch: async (url, init) => {
        const answer = await server.fetch(url, init);
        if (init.method === 'POST') await released.promise;
        return answer;
      },
    }).ensureRegistered();
    const winner = await start().ensureRegistered();
    released.resolve();
    expect((await slow).client_id).toBe(winner.client_id);
    const [loser] = server.clients().filter(({ client_id }) => client_id !== winner.client_id);
    expect((await start().status()).suspectedOrphans).toMatchObject([{ client_id: loser?.client_id }]);
  });

  test('of a rotation brings the token back that it alone holds', async () => {
    const { start, store, server, living } = setting({ rotation: 'on-update' });
    await start().ensureRegistered();
    const released = withResolvers();
    let answered = false;
    const slow = start({
      timeoutMs: 60_000,
      store: slowly(store, released.promise),
      fetch: async (url, init) => {
        const answer = await server.fetch(url, init);
        answered = true;
        await released.promise;
        return answer;
      },
    }).patch({ client_name: 'New' });
    while (!answered) await new Promise((resolve) => setImmediate(resolve));
    await start().ensureRegistered();
    await start()
      .read()
      .catch(() => undefined);
    expect((await start().status()).manageable).toBe(false);
    released.resolve();
    await slow;
    expect(await start().status()).toMatchObject({ manageable: true });
    expect((await start().read()).registration_access_token).toBe(living()[0]?.registration_access_token);
  });

  test('whose request is refused because the one that took its claim renewed the token starts over', async () => {
    const { start, store, server, changes } = setting({ rotation: 'on-update' });
    await start().ensureRegistered();
    const released = withResolvers();
    let sent = false;
    const slow = start({
      timeoutMs: 60_000,
      store: slowly(store, released.promise),
      fetch: async (url, init) => {
        sent = true;
        await released.promise;
        return server.fetch(url, init);
      },
    }).patch({ client_name: 'New' });
    while (!sent) await new Promise((resolve) => setImmediate(resolve));
    await start().patch({ client_uri: 'https://app.example/' });
    released.resolve();
    expect(await slow).toMatchObject({ client_name: 'New', client_uri: 'https://app.example/' });
    expect(changes.map(({ type }) => type)).not.toContain('management-lost');
  });

  test('whose save was applied, and whose claim was taken before that was known, leaves the claim of the other alone', async () => {
    const { start, store, server, clock } = setting();
    await start().ensureRegistered();
    const [sent, released] = [withResolvers(), withResolvers()];
    const other = start({
      timeoutMs: 60_000,
      fetch: async (url, init) => {
        sent.resolve();
        await released.promise;
        return server.fetch(url, init);
      },
    });
    let [writes, patched] = [0, Promise.resolve<unknown>(undefined)];
    const late: RegistrationStore = {
      ...store,
      write: async (...args) => {
        const version = await store.write(...args);
        writes += 1;
        if (writes !== 2) return version;
        patched = other.patch({ client_name: 'Other' });
        await sent.promise;
        throw new Error('connection lost');
      },
    };
    const slow = start({ store: late, timeoutMs: 60_000 }).patch(
      { client_uri: 'https://app.example/' },
      { fresh: true },
    );
    await sent.promise;
    await clock.sleep(1000);
    expect((await start().status()).busyWith).toBe('recover');
    released.resolve();
    await Promise.all([patched, slow]);
    const both = { client_name: 'Other', client_uri: 'https://app.example/' };
    expect(await start().ensureRegistered()).toMatchObject(both);
  });

  test('whose claim grew old before the request left sends nothing and starts over', async () => {
    const { start, server, clock, posts } = setting();
    let slept = false;
    await start({
      initialAccessToken: async () => {
        // As when a laptop sleeps: time passes and no timer runs.
        if (!slept) clock.advance(20_000);
        slept = true;
        return 'token';
      },
    }).ensureRegistered();
    expect(posts()).toBe(1);
    expect(server.clients()).toHaveLength(1);
  });
});

describe('a store that fails', () => {
  test.each(['read', 'write'] as const)('to answer a %s is not waited for without limit', async (method) => {
    const { start, store, clock } = setting();
    const silent: RegistrationStore = { ...store, [method]: () => new Promise<never>(() => {}) };
    const error = await failing(start({ store: silent, timeoutMs: 8000 }).ensureRegistered());
    expect(error).toMatchObject({ code: 'store-failed' });
    expect(error.message).toContain('within 8000 ms');
    expect(clock.monotonic()).toBeLessThan(40_000);
  });

  test('to say who we are, or whether others live, only makes others wait', async () => {
    const { start, store, posts } = setting();
    const silent = {
      owner: () => new Promise<never>(() => {}),
      ownerIsGone: () => new Promise<never>(() => {}),
    };
    const { die, never, store: dying } = mortal({ ...store, ...silent });
    abandon(
      start({
        store: dying,
        fetch: () => {
          die();
          return never;
        },
      }).ensureRegistered(),
    );
    await start({ store: { ...store, ...silent } }).ensureRegistered();
    expect(posts()).toBe(1);
  });

  test('once and then works again costs no registration, however long it kept us waiting', async () => {
    const { start, store, posts } = setting();
    let writes = 0;
    const hanging: RegistrationStore = {
      ...store,
      write: (...args) => {
        writes += 1;
        return writes === 2 ? new Promise<never>(() => {}) : store.write(...args);
      },
    };
    await start({ store: hanging }).ensureRegistered();
    expect([posts(), (await start().status()).state]).toEqual([1, 'registered']);
  });

  test('after having applied the write: what stands there is recognised as our own', async () => {
    for (let at = 1; at <= 4; at += 1) {
      const { start, store, posts } = setting();
      let writes = 0;
      const ambiguous: RegistrationStore = {
        ...store,
        write: async (...args) => {
          const version = await store.write(...args);
          writes += 1;
          if (writes === at) throw new Error('connection lost');
          return version;
        },
      };
      await start({ store: ambiguous }).ensureRegistered();
      await start({ store: ambiguous }).patch({ client_name: 'New' });
      expect([posts(), (await start().ensureRegistered()).client_name]).toEqual([1, 'New']);
      expect((await start().status()).suspectedOrphans).toEqual([]);
    }
  });

  test('for good after the registration: the error carries the unsaved record, unprinted, and adopt takes it', async () => {
    const { start, store, posts } = setting();
    let broken = false;
    const breaking: RegistrationStore = {
      ...store,
      write: async (...args) => {
        if (broken) throw new Error('disk full');
        broken = true;
        return store.write(...args);
      },
    };
    const error = await failing(start({ store: breaking }).ensureRegistered());
    if (!(error instanceof UnsavedRegistrationError)) throw error;
    const { inspect } = await import('node:util');
    const secret = error.record.information?.client_secret ?? '';
    expect(secret).not.toBe('');
    expect(inspect(error, { depth: 10 }) + JSON.stringify(error) + error.stack).not.toContain(secret);
    await start().adopt(error.record);
    expect(await start().ensureRegistered()).toMatchObject({ client_secret: secret });
    expect([posts(), (await start().status()).suspectedOrphans]).toEqual([1, []]);
  });

  test('while the claim is being renewed holds the save up by one call only', async () => {
    const { start, store, server, clock } = setting();
    let answeredAt = Number.NaN;
    let isSilent = false;
    const unlessSilent =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      (...args: A): Promise<R> =>
        isSilent ? new Promise<never>(() => {}) : call(...args);
    const falling = { ...store, read: unlessSilent(store.read), write: unlessSilent(store.write) };
    const error = await failing(
      start({
        store: falling,
        timeoutMs: 8000,
        fetch: async (url, init) => {
          if (init.method !== 'POST') return server.fetch(url, init);
          isSilent = true;
          // The claim is renewed after five seconds.
          await clock.sleep(6000);
          answeredAt = clock.monotonic();
          return server.fetch(url, init);
        },
      }).ensureRegistered(),
    );
    expect(error.code).toBe('registration-not-saved');
    // What is left of the renewal's call, and the save with a read after it, both tried twice.
    expect(clock.monotonic() - answeredAt).toBeLessThan(5 * 8000);
  });

  test('before anything is sent: nothing is sent', async () => {
    const { start, store, posts } = setting();
    const error = await failing(
      start({ store: { ...store, write: () => Promise.reject(new Error('read-only')) } }).ensureRegistered(),
    );
    expect([error.code, posts()]).toEqual(['store-failed', 0]);
  });

  test('of another issuer reads as absent', async () => {
    const { start, store, server } = setting();
    await start().ensureRegistered();
    const entry = await store.read(`${server.issuer}#default`);
    if (entry === undefined) throw new Error('nothing stored');
    await store.write(
      `${server.issuer}#default`,
      { ...entry.record, issuer: 'https://other.example' },
      entry.version,
    );
    expect(await start().status()).toMatchObject({ state: 'absent' });
    await start().ensureRegistered();
    expect(server.clients()).toHaveLength(2);
  });
});

function withResolvers() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('a deletion that died', () => {
  test('of a client whose token was lost before keeps its id: a refusal says nothing', async () => {
    const { start, store, server, living } = setting({ rotation: 'on-update' });
    const dcr = start();
    const { client_id } = await dcr.ensureRegistered();
    server.loseNextAnswer({ method: 'PUT' });
    await failing(dcr.patch({ client_name: 'New' }));
    const { die, never, isDead, store: dying } = mortal(store);
    abandon(
      start({
        store: dying,
        fetch: () => {
          die();
          return never;
        },
      }).delete(),
    );
    while (!isDead()) await new Promise((resolve) => setImmediate(resolve));
    await start({ store: { ...store, ownerIsGone: async () => isDead() } }).ensureRegistered();
    expect(living()).toHaveLength(2);
    expect((await start().status()).suspectedOrphans).toMatchObject([{ client_id }]);
  });
});

describe('a registration whose save was applied and reported lost', () => {
  test('is not saved a second time after others have deleted the client', async () => {
    const { start, store, living } = setting();
    let writes = 0;
    const ambiguous: RegistrationStore = {
      ...store,
      write: async (...args) => {
        const version = await store.write(...args);
        writes += 1;
        if (writes !== 2) return version;
        // Saved; before this process learns of it, others delete the client.
        await start().delete();
        throw new Error('connection lost');
      },
    };
    const { client_id } = await start({ store: ambiguous }).ensureRegistered();
    expect(living().map((client) => client.client_id)).toEqual([client_id]);
  });
});

describe('a deletion of unknown end', () => {
  test('is not answered by the client that was being deleted while the server is away', async () => {
    const { start, server } = setting();
    const dcr = start();
    await dcr.ensureRegistered();
    server.loseNextAnswer({ method: 'DELETE' });
    await failing(dcr.delete());
    server.failNext({ method: 'DELETE', status: 500 });
    expect(await failing(start().ensureRegistered())).toMatchObject({ code: 'server-error' });
  });
});
