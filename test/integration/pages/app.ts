import { createDcrClient, isDcrError, type RegistrationStore } from 'dcr-client';
import { webStore } from 'dcr-client/stores/web';
import { storeContract } from 'dcr-client/testing';

// Runs in a tab or a worker, from the built package. Tests reach it as the global `app`; what crosses is JSON.

export interface Setup {
  readonly issuer: string;
  readonly name?: string;
  readonly token_endpoint_auth_method?: 'none' | 'client_secret_basic';
  readonly claimTtlMs?: number;
  readonly store?: { readonly allowSecrets: boolean };
  /** What the store is to do without. */
  readonly without?: readonly ('watch' | 'owner' | 'ownerIsGone')[];
  /** Answers to registrations reach the app so much later. -1: never. Milliseconds. */
  readonly answerAfterMs?: number;
}

const DATABASE = 'contract';
// The contract's records carry secrets, as those of any store may.
const openForContract = () => webStore({ database: DATABASE, allowSecrets: true });

const app = {
  webStore,

  dcr: ({ issuer, store = { allowSecrets: false }, without = [], answerAfterMs = 0, ...more }: Setup) => {
    const { token_endpoint_auth_method, ...settings } = more;
    const opened: Partial<RegistrationStore> & ReturnType<typeof webStore> = webStore(store);
    for (const name of without) delete opened[name];
    const metadata = { client_name: 'Page', redirect_uris: [`${location.origin}/cb`] };
    return createDcrClient({
      issuer,
      store: opened,
      fetch: async (url, init) => {
        const answer = await fetch(url, init);
        if (init.method === 'POST' && answerAfterMs < 0) await new Promise(() => undefined);
        if (init.method === 'POST') await new Promise((resolve) => setTimeout(resolve, answerAfterMs));
        return answer;
      },
      metadata:
        token_endpoint_auth_method === undefined ? metadata : { ...metadata, token_endpoint_auth_method },
      ...settings,
    });
  },

  /** What came of a call, as JSON that says which error it was. */
  outcome: async <T>(call: Promise<T>): Promise<{ value?: T; code?: string; message?: string }> =>
    call.then(
      (value) => ({ value }),
      (error: unknown) => ({
        code: isDcrError(error) ? error.code : 'none of ours',
        message: error instanceof Error ? error.message : String(error),
      }),
    ),

  /** Runs one duty of a store here. */
  contract: async (name: string): Promise<void> => {
    const duty = storeContract({ open: openForContract }).find((found) => found.name === name);
    if (duty === undefined) throw new Error(`there is no duty ${name}`);
    await duty.run();
  },

  /** Runs one duty of a store in a worker. */
  contractInWorker: (name: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker('/app.js', { type: 'module' });
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data: failure }) => {
        worker.terminate();
        if (failure === undefined) resolve();
        else reject(new Error(failure));
      };
      worker.postMessage(name);
    }),

  /** Adds one to a counter of all tabs, as often as asked. */
  count: async (key: string, times: number): Promise<void> => {
    const store = webStore({ database: DATABASE });
    for (let n = 0; n < times; ) {
      const entry = await store.read(key);
      const registeredAt = (entry?.record.registeredAt ?? 0) + 1;
      const record = { ...(entry?.record ?? app.record()), registeredAt };
      const { code } = await app.outcome(store.write(key, record, entry?.version));
      if (code === undefined) n += 1;
      else if (code !== 'store-conflict') throw new Error(code);
    }
  },

  record: (note = '') => {
    const unknown = { token: 'unknown', secret: 'unknown' } as const;
    return {
      format: 1 as const,
      issuer: 'https://as.example',
      information: { client_id: 'c1', note },
      habits: { read: unknown, update: unknown, updateSupported: 'unknown' as const },
      attempts: [],
      suspectedOrphans: [],
      retired: [],
    };
  },

  /** The database itself, as another script of the site would open it. */
  openRaw: (name: string, version?: number): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(name, version);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('blocked'));
    }),

  /** Everything that IndexedDB keeps for this site, as text. */
  everythingKept: async (): Promise<string> => {
    const kept: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await app.openRaw(name);
      for (const store of database.objectStoreNames) {
        const request = database.transaction(store).objectStore(store).getAll();
        kept.push(
          await new Promise((resolve) => {
            request.onsuccess = () => resolve(request.result);
          }),
        );
      }
      database.close();
    }
    return JSON.stringify(kept);
  },
};

export type App = typeof app;

Object.assign(globalThis, { app });

if (!('document' in globalThis)) {
  globalThis.onmessage = async ({ data: name }) => {
    const { message } = await app.outcome(app.contract(name));
    globalThis.postMessage(message);
  };
}
