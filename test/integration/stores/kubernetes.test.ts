import { inspect } from 'node:util';
import { kubernetesSecretStore } from 'dcr-client/stores/kubernetes';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { conflicts } from '../../../src/testing/expectations.js';
import { describeStore } from '../../stores/contract.js';
import { record } from '../../stores/increment.js';
import { failing } from '../../support/failing.js';
import { type Kubernetes, type Rule, startKubernetes } from '../services/kubernetes.js';

let shared: Kubernetes;
let token = '';

beforeAll(async () => {
  shared = await startKubernetes();
  token = shared.addUser();
});
afterAll(() => shared.stop());

describeStore('kubernetesSecretStore', {
  open: () =>
    kubernetesSecretStore({ api: shared.connect(token), namespace: shared.namespace, timeoutMs: 2000 }),
  interrupt: async () => {
    await shared.stop();
    return () => shared.start();
  },
});

/** A cluster of its own, and a store in it for a user with these rights. */
async function setting(rules?: readonly Rule[], more: { timeoutMs?: number; namePrefix?: string } = {}) {
  const cluster = await startKubernetes();
  onTestFinished(() => cluster.stop());
  const { namespace } = cluster;
  const open = (own: typeof more & { namespace?: string; labels?: Record<string, string> } = {}) =>
    kubernetesSecretStore({
      api: cluster.connect(cluster.addUser(rules)),
      namespace,
      timeoutMs: 2000,
      ...more,
      ...own,
    });
  return { cluster, open, store: open() };
}

const KEY = 'https://as.example/tenant#default';

describe('a Secret', () => {
  test('has a readable name, the label, the key, and the record as a value', async () => {
    const { cluster, store } = await setting();
    await store.write(KEY, record(7), undefined);
    const [secret] = cluster.secrets();
    expect(secret).toMatchObject({
      type: 'Opaque',
      metadata: {
        name: expect.stringMatching(/^dcr-as-example-tenant-default-[0-9a-f]{32}$/),
        labels: { 'dcr-client/store': 'dcr' },
        annotations: { 'dcr-client/key': KEY },
      },
    });
    const text = Buffer.from(secret?.data?.['record.json'] ?? '', 'base64').toString();
    expect(JSON.parse(text)).toEqual(record(7));
  });

  test('has the labels asked for', async () => {
    const { cluster, open } = await setting();
    await open({ labels: { team: 'reports', 'app.kubernetes.io/part-of': 'billing' } }).write(
      KEY,
      record(),
      undefined,
    );
    expect(cluster.secrets()[0]?.metadata.labels).toEqual({
      team: 'reports',
      'app.kubernetes.io/part-of': 'billing',
      'dcr-client/store': 'dcr',
    });
  });

  test('keeps what others put there through a write', async () => {
    const { cluster, store } = await setting();
    await store.write(KEY, record(1), undefined);
    const name = cluster.secrets()[0]?.metadata.name ?? '';
    cluster.edit(name, ({ metadata, data, ...rest }) => ({
      ...rest,
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, team: 'reports' },
        annotations: { ...metadata.annotations, note: 'ours' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'reports', uid: 'u1' }],
        finalizers: ['example.com/backup'],
      },
      data: { ...data, client_id: Buffer.from('c1').toString('base64') },
    }));
    const standing = await store.read(KEY);
    await store.write(KEY, record(2), standing?.version);
    expect(cluster.secrets()[0]).toMatchObject({
      metadata: {
        labels: { 'dcr-client/store': 'dcr', team: 'reports' },
        annotations: { 'dcr-client/key': KEY, note: 'ours' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'reports', uid: 'u1' }],
        finalizers: ['example.com/backup'],
      },
      data: { client_id: 'YzE=' },
    });
    expect((await store.read(KEY))?.record.registeredAt).toBe(2);
  });

  test('that is written again with the same record has another version', async () => {
    const { store } = await setting();
    const first = await store.write(KEY, record(1), undefined);
    const second = await store.write(KEY, record(1), first);
    expect(second).not.toBe(first);
    await conflicts(store.write(KEY, record(1), first));
  });

  test('that was deleted and made anew by somebody else is not taken for the one that was read', async () => {
    const { cluster, store } = await setting();
    const first = await store.write(KEY, record(1), undefined);
    const [secret] = cluster.secrets();
    cluster.remove(secret?.metadata.name ?? '');
    await conflicts(store.write(KEY, record(2), first));
    const { labels, annotations, name } = secret?.metadata ?? {};
    cluster.create({ metadata: { name, labels, annotations }, data: secret?.data });
    await conflicts(store.write(KEY, record(2), first));
    await conflicts(store.delete(KEY, first));
  });

  test.each([
    ['without the label', () => ({ labels: {} })],
    ['of another store', () => ({ labels: { 'dcr-client/store': 'other' } })],
    [
      'with the key of another registration',
      () => ({ annotations: { 'dcr-client/key': 'https://other.example#default' } }),
    ],
  ])('%s is refused and left alone', async (_, foreign) => {
    const { cluster, store } = await setting();
    const version = await store.write(KEY, record(1), undefined);
    const name = cluster.secrets()[0]?.metadata.name ?? '';
    cluster.edit(name, ({ metadata, ...rest }) => ({ ...rest, metadata: { ...metadata, ...foreign() } }));
    const before = cluster.secrets();
    const calls = [
      () => store.read(KEY),
      () => store.write(KEY, record(2), undefined),
      () => store.write(KEY, record(2), version),
    ];
    for (const call of calls) {
      const error = await failing(call());
      expect(error.code).toBe('store-failed');
      expect(error.message).toContain(`The Secret apps/${name} has the name of a registration, but not`);
    }
    expect(cluster.secrets()).toEqual(before);
  });

  test('that waits for finalizers is neither absent nor used', async () => {
    const { cluster, store } = await setting();
    const first = await store.write(KEY, record(1), undefined);
    const name = cluster.secrets()[0]?.metadata.name ?? '';
    cluster.edit(name, ({ metadata, ...rest }) => ({
      ...rest,
      metadata: { ...metadata, finalizers: ['example.com/backup'] },
    }));
    await conflicts(store.delete(KEY, first));
    await store.delete(KEY, (await store.read(KEY))?.version ?? '');
    for (const call of [() => store.read(KEY), () => store.write(KEY, record(2), undefined)]) {
      const error = await failing(call());
      expect(error.code).toBe('store-failed');
      expect(error.message).toContain('is being deleted and waits for example.com/backup');
    }
    const listed: string[] = [];
    for await (const key of store.list?.('') ?? []) listed.push(key);
    expect(listed).toEqual([]);
    cluster.edit(name, ({ metadata, ...rest }) => ({ ...rest, metadata: { ...metadata, finalizers: [] } }));
    expect(await store.read(KEY)).toBeUndefined();
    await store.write(KEY, record(2), undefined);
  });

  test.each([
    ['no value', () => ({})],
    ['no base64 of UTF-8', () => ({ 'record.json': 'gICA' })],
    ['no registration', () => ({ 'record.json': Buffer.from('{"format":1}').toString('base64') })],
  ])('with %s is reported and left alone', async (_, damaged) => {
    const { cluster, store } = await setting();
    await store.write(KEY, record(1), undefined);
    const name = cluster.secrets()[0]?.metadata.name ?? '';
    cluster.edit(name, (secret) => ({ ...secret, data: damaged() }));
    const before = cluster.secrets();
    const error = await failing(store.read(KEY));
    expect(error.code).toBe('record-unreadable');
    expect(error.message).toContain(`apps/${name}`);
    await conflicts(store.write(KEY, record(2), undefined));
    expect(cluster.secrets()).toEqual(before);
  });

  test('of a newer format is refused', async () => {
    const { cluster, store } = await setting();
    await store.write(KEY, record(1), undefined);
    cluster.edit(cluster.secrets()[0]?.metadata.name ?? '', (secret) => ({
      ...secret,
      data: { 'record.json': Buffer.from('{"format":2}').toString('base64') },
    }));
    expect(await failing(store.read(KEY))).toMatchObject({ code: 'record-too-new' });
  });

  test('holds no more than 1 MiB: a larger record is refused before it is sent', async () => {
    const { cluster, store } = await setting();
    const large = { ...record(), issuer: 'ä'.repeat(512 * 1024) };
    const error = await failing(store.write(KEY, large, undefined));
    expect(error.code).toBe('store-failed');
    expect(error.message).toContain('a Secret holds at most 1048576');
    expect(cluster.log).toEqual([]);
  });
});

describe('list', () => {
  const keysOf = async (listed: AsyncIterable<string> | undefined) => {
    const keys: string[] = [];
    for await (const key of listed ?? []) keys.push(key);
    return keys.sort();
  };
  const written = async (count: number) => {
    const made = await setting();
    const keys = Array.from({ length: count }, (_, n) => `https://as.example#${String(n).padStart(4, '0')}`);
    for (const key of keys) await made.store.write(key, record(), undefined);
    return { ...made, keys };
  };

  test('comes in pages, and carries no record', async () => {
    const { cluster, store, keys } = await written(230);
    expect(await keysOf(store.list?.('https://as.example#'))).toEqual(keys);
    expect(cluster.log.filter(({ verb }) => verb === 'list')).toHaveLength(3);
    expect(cluster.metadataOnly()).toBe(3);
  });

  test('has the Secrets of its own namePrefix alone', async () => {
    const { store, open } = await setting();
    await store.write('https://as.example#1', record(), undefined);
    const other = open({ namePrefix: 'other' });
    await other.write('https://as.example#2', record(), undefined);
    expect(await keysOf(store.list?.(''))).toEqual(['https://as.example#1']);
    expect(await keysOf(other.list?.(''))).toEqual(['https://as.example#2']);
  });

  test.each([
    ['with a place to go on', true],
    ['without one', false],
  ])('that has expired %s still has every key once', async (_, withToken) => {
    const { cluster, store, keys } = await written(150);
    const found: string[] = [];
    for await (const key of store.list?.('') ?? []) {
      if (found.length === 0 && withToken) cluster.compact();
      if (found.length === 0 && !withToken)
        cluster.answerNext('list', {
          status: 410,
          body: {
            kind: 'Status',
            apiVersion: 'v1',
            metadata: {},
            status: 'Failure',
            reason: 'Expired',
            code: 410,
          },
        });
      found.push(key);
    }
    expect(found.sort()).toEqual(keys);
    expect(cluster.log.map(({ status }) => status)).toContain(410);
  });

  test('ends when it is aborted', async () => {
    const { store } = await written(3);
    const reason = new Error('enough');
    const listed = keysOf(store.list?.('', { signal: AbortSignal.abort(reason) }));
    await expect(listed).rejects.toBe(reason);
  });
});

describe('a refusal', () => {
  const rights = (...verbs: string[]) => [{ verbs }];
  const calls: Record<string, (store: ReturnType<typeof kubernetesSecretStore>) => Promise<unknown>> = {
    get: (store) => store.read(KEY),
    create: (store) => store.write(KEY, record(), undefined),
    update: async (store) => store.write(KEY, record(2), (await store.read(KEY))?.version ?? ''),
    delete: async (store) => store.delete(KEY, (await store.read(KEY))?.version ?? ''),
    list: async (store) => {
      for await (const _ of store.list?.('') ?? []);
    },
  };
  const verbs = Object.keys(calls);

  test.each(verbs)('of the verb %s by RBAC says what to grant, and where', async (verb) => {
    const { cluster, store } = await setting(rights(...verbs.filter((other) => other !== verb)));
    const administrator = kubernetesSecretStore({
      api: cluster.connect(cluster.addUser()),
      namespace: 'apps',
    });
    if (verb !== 'create') await administrator.write(KEY, record(), undefined);
    const error = await failing(calls[verb]?.(store) ?? Promise.resolve());
    expect(error).toMatchObject({ code: 'store-failed', status: 403 });
    expect(error.message).toContain(
      `Grant the verb "${verb}" on the resource "secrets" (API group "") in the namespace "apps"`,
    );
    expect(error.message).toContain('system:serviceaccount:apps:reports');
  });

  test('of a creation by resourceNames, which cannot limit it, is one of RBAC', async () => {
    const { store } = await setting([{ verbs: ['*'], resourceNames: ['dcr-as-example'] }]);
    expect((await failing(calls.create?.(store) ?? Promise.resolve())).message).toContain(
      'Grant the verb "create"',
    );
  });

  test('by a namespace that does not exist names it', async () => {
    const { open } = await setting();
    const store = open({ namespace: 'elsewhere' });
    expect(await store.read(KEY)).toBeUndefined();
    const error = await failing(store.write(KEY, record(), undefined));
    expect(error).toMatchObject({ code: 'store-failed', status: 404 });
    expect(error.message).toContain('Create the namespace "elsewhere"');
  });

  test('by a namespace that is being deleted is none of RBAC', async () => {
    const { cluster, store } = await setting();
    cluster.namespaces.set('apps', 'Terminating');
    const error = await failing(store.write(KEY, record(), undefined));
    expect(error.message).toContain('because it is being terminated');
    expect(error.message).not.toContain('Grant the verb');
  });

  test('of an unknown token is one of who asks', async () => {
    const { cluster } = await setting();
    const store = kubernetesSecretStore({ api: cluster.connect('planted-token'), namespace: 'apps' });
    const error = await failing(store.read(KEY));
    expect(error).toMatchObject({ code: 'store-failed', status: 401 });
    expect(error.message).toContain('ServiceAccount');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('planted-token');
  });

  test('for now says when to come again', async () => {
    const { cluster, store } = await setting();
    const body = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      reason: 'TooManyRequests',
      code: 429,
    };
    cluster.answerNext('get', { status: 429, body, headers: { 'retry-after': '3' } });
    expect(await failing(store.read(KEY))).toMatchObject({
      code: 'store-failed',
      status: 429,
      retryAfterMs: 3000,
    });
  });

  test.each([
    [
      '404 page of a proxy',
      { status: 404, body: '<html>not found</html>', headers: { 'content-type': 'text/html' } },
    ],
    [
      'success that is HTML',
      { status: 200, body: '<html>sign in</html>', headers: { 'content-type': 'text/html' } },
    ],
    ['success that is cut off', { status: 200, body: '{"kind":"Secret",' }],
    [
      'server error',
      { status: 500, body: 'etcdserver: request timed out', headers: { 'content-type': 'text/plain' } },
    ],
  ])('is a %s, and never "absent"', async (_, canned) => {
    const { cluster, store } = await setting();
    cluster.answerNext('get', canned);
    const error = await failing(store.read(KEY));
    expect(error.code).toBe('store-failed');
    expect(error.message).not.toContain('undefined');
  });

  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const echoes: [string, string, (json: string) => string][] = [
    ['create', 'JSON', (json) => json],
    ['create', 'base64', base64],
    ['update', 'base64 that is cut off', (json) => base64(json).slice(0, 170)],
  ];
  test.each(echoes)(
    'of the verb %s that repeats what was sent in %s shows no secret',
    async (verb, _, echo) => {
      const { cluster, store } = await setting();
      const planted = { ...record(), previous: { registration_access_token: 'planted-token' } };
      const version = verb === 'update' ? await store.write(KEY, record(), undefined) : undefined;
      const json = JSON.stringify(planted);
      const echoed = echo(json);
      cluster.answerNext(verb, {
        status: 422,
        body: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          reason: 'Invalid',
          code: 422,
          message: `admission webhook denied ${echoed}`,
          details: { name: 'x', kind: 'Secret', causes: [{ message: echoed }] },
        },
        headers: { 'x-echo': base64(json) },
      });
      const error = await failing(store.write(KEY, planted, version));
      expect(error.message).toContain('admission webhook');
      const shown = `${inspect(error, { depth: 10, showHidden: true })}${JSON.stringify(error)}${error.stack}`;
      expect(shown).not.toMatch(/planted/);
      expect(shown).not.toContain(base64(json).slice(0, 60));
    },
  );
});

describe('no answer', () => {
  test('in time ends the call and the request', async () => {
    const { cluster, open } = await setting();
    const store = open({ timeoutMs: 200 });
    cluster.hangNext('get');
    const error = await failing(store.read(KEY));
    expect(error.code).toBe('store-failed');
    expect(error.message).toContain('no answer in 200 ms');
    await expect.poll(cluster.openConnections).toBe(0);
  });

  test('while the caller waits no longer ends with the reason of the caller', async () => {
    const { cluster, store } = await setting();
    const controller = new AbortController();
    const reason = new Error('enough');
    cluster.hangNext('create');
    const written = store.write(KEY, record(), undefined, { signal: controller.signal });
    await expect.poll(cluster.openConnections).toBe(1);
    controller.abort(reason);
    await expect(written).rejects.toBe(reason);
    await expect.poll(cluster.openConnections).toBe(0);
  });

  test('to a write that was applied leaves what was written', async () => {
    const { cluster, store } = await setting();
    cluster.dropNext('create');
    expect((await failing(store.write(KEY, record(1), undefined))).code).toBe('store-failed');
    const standing = await store.read(KEY);
    cluster.dropNext('update');
    expect((await failing(store.write(KEY, record(2), standing?.version))).code).toBe('store-failed');
    expect((await store.read(KEY))?.record.registeredAt).toBe(2);
    await conflicts(store.write(KEY, record(3), standing?.version));
  });

  test('because nothing listens says so', async () => {
    const { cluster, store } = await setting();
    await cluster.stop();
    const error = await failing(store.read(KEY));
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.message).toContain('Nothing accepts connections');
  });
});

describe('options', () => {
  test.each<[string, object]>([
    ['no api', { namespace: 'apps' }],
    ['another api', { api: {}, namespace: 'apps' }],
    ['no namespace', { api: 'valid' }],
    ['a namespace with a slash', { api: 'valid', namespace: 'apps/secrets' }],
    ['a namePrefix in capitals', { api: 'valid', namespace: 'apps', namePrefix: 'DCR' }],
    ['an empty namePrefix', { api: 'valid', namespace: 'apps', namePrefix: '' }],
    ['labels that are no texts', { api: 'valid', namespace: 'apps', labels: { team: 1 } }],
    ['a timeout of nothing', { api: 'valid', namespace: 'apps', timeoutMs: 0 }],
    ['a misspelt option', { api: 'valid', namespace: 'apps', nameprefix: 'x' }],
  ])('with %s are refused', async (_, options) => {
    const { cluster } = await setting();
    const api = cluster.connect('none');
    const given = { ...options, ...('api' in options && options.api === 'valid' ? { api } : {}) };
    // @ts-expect-error wrong options are the point
    expect(() => kubernetesSecretStore(given)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });

  test('with an api whose methods take a row of arguments, as before 1.0, are refused', () => {
    const old = (_name: string, _namespace: string, _pretty: string) => Promise.resolve();
    const api = {
      readNamespacedSecret: old,
      createNamespacedSecret: old,
      replaceNamespacedSecret: old,
      deleteNamespacedSecret: old,
      listNamespacedSecret: old,
    };
    // @ts-expect-error the old interface is the point
    expect(() => kubernetesSecretStore({ api, namespace: 'apps' })).toThrow(/1\.1 or later/);
  });
});
