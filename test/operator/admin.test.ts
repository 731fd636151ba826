import { describe, expect, test } from 'vitest';
import { failing } from '../support/failing.js';
import { operators as setting } from '../support/operators.js';

const BATCH = { client_name: 'Batch', grant_types: ['client_credentials'] } as const;

describe('one client by hand', () => {
  test('is created, found, read, changed and deleted, by any process that shares the store', async () => {
    const { open, living } = setting({ rotation: 'on-both' });
    const { client_id } = await open().create(BATCH);
    expect(await open().findByName('Batch')).toMatchObject({ client_id });
    expect(await open().read(client_id)).toMatchObject({ client_name: 'Batch' });
    expect(await open().patch(client_id, { client_uri: 'https://app.example' })).toMatchObject({
      client_uri: 'https://app.example',
    });
    const changed = await open().update(client_id, { ...BATCH, client_name: 'Batch 2' });
    expect(changed).not.toHaveProperty('client_uri');
    expect(living()).toMatchObject([{ client_id, metadata: { client_name: 'Batch 2' } }]);
    await open().delete(client_id);
    expect(living()).toEqual([]);
    expect(await failing(open().read(client_id))).toMatchObject({ code: 'not-registered' });
  });

  test('is not made twice under one name, and two of one client_name have names of their own', async () => {
    const { open, living } = setting();
    await open().create(BATCH);
    expect(await failing(open().create(BATCH))).toMatchObject({ code: 'client-exists' });
    await open().create(BATCH, { name: 'second' });
    expect(living()).toHaveLength(2);
    const names: string[] = [];
    for await (const name of open().names()) names.push(name);
    expect(names.sort()).toEqual(['Batch', 'second']);
  });

  test('must be named', async () => {
    const { open } = setting();
    expect(await failing(open().create({ grant_types: ['client_credentials'] }))).toMatchObject({
      code: 'invalid-option',
    });
    expect(await failing(open().read(''))).toMatchObject({ code: 'invalid-option' });
  });

  test('that exists is taken over, and then only what is desired is changed', async () => {
    const { open, server, living } = setting();
    const { registration_endpoint = '' } = server.metadata();
    const answer = await server.fetch(registration_endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...BATCH, response_types: [], tos_uri: 'https://app.example/tos' }),
    });
    await open().adopt('batch', await answer.json());
    const desired = [{ name: 'batch', metadata: { ...BATCH, client_name: 'Renamed' } }];
    const plan = await open().plan(desired);
    expect(plan.steps).toMatchObject([
      { action: 'update', fields: { client_name: { from: 'Batch', to: 'Renamed' } } },
    ]);
    expect(await open().apply(plan)).toMatchObject({ updated: 1, open: [] });
    expect(living()).toMatchObject([
      { metadata: { client_name: 'Renamed', tos_uri: 'https://app.example/tos' } },
    ]);
    expect((await open().plan(desired)).steps).toMatchObject([{ action: 'unchanged' }]);
  });
});

describe("an administrator's credential", () => {
  test('is sent to the registration endpoint and the clients below it, and nowhere else', async () => {
    const seen: [string, string | null][] = [];
    const { open, server } = setting();
    const fetch = (url: string, init: RequestInit) => {
      seen.push([url, new Headers(init.headers).get('authorization')]);
      return server.fetch(url, init);
    };
    const admin = open({ auth: async () => 'SSWS planted-secret', fetch });
    const made = await admin.create(BATCH);
    expect(seen).toEqual([[server.metadata().registration_endpoint, 'SSWS planted-secret']]);
    await admin.adopt('elsewhere', { client_id: 'c', registration_client_uri: 'https://evil.example/c' });
    const error = await failing(admin.read('c'));
    expect(error.code).toBe('url-refused');
    expect(`${error.message}${JSON.stringify(error)}`).not.toContain('planted-secret');
    expect(made.registration_access_token).toBeDefined();
  });

  test('of Basic that somebody forgot to encode is for the server to refuse, and its password is not shown', async () => {
    const { open, server } = setting();
    const error_description = 'No such account: root:planted-secret';
    server.failNext({ status: 401, body: { error: 'invalid_token', error_description } });
    const error = await failing(open({ auth: 'Basic root:planted-secret' }).create(BATCH));
    expect(error.code).toBe('unauthorized');
    expect(error.message).not.toContain('planted-secret');
  });
});

describe('a credential that no header can carry', () => {
  test.each([
    ['with a trailing newline', 'Bearer planted-secret\n'],
    ['without a scheme', 'planted-secret'],
    ['that is none', undefined],
  ])('%s is refused before anything is sent, and not shown', async (_what, credential) => {
    const { open, server } = setting();
    const error = await failing(open({ auth: () => credential as string }).create(BATCH));
    expect(error.code).toBe('credential-failed');
    expect(error.message).not.toContain('planted-secret');
    expect(server.requests()).toEqual([]);
  });
});

describe('an auth function', () => {
  test('that gives nothing ends with the limit of a request, and the error names it', async () => {
    const { open, server } = setting();
    const signals: (AbortSignal | undefined)[] = [];
    const auth = ({ signal }: { readonly signal?: AbortSignal | undefined }) => {
      signals.push(signal);
      return new Promise<string>(() => undefined);
    };
    const error = await failing(open({ auth }).create(BATCH));
    expect(error.code).toBe('credential-failed');
    expect(error.message).toMatch(/the function given as auth/);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
    expect(server.requests()).toEqual([]);
  });

  test('that throws is named as well', async () => {
    const { open } = setting();
    const error = await failing(open({ auth: () => Promise.reject(new Error('vault')) }).create(BATCH));
    expect(error).toMatchObject({
      code: 'credential-failed',
      message: expect.stringContaining('auth function'),
    });
  });
});

describe('options that cannot work', () => {
  test.each([
    ['a fetch that is none', { fetch: 'fetch' }, /fetch must be a function/],
    ['a claim that is dead at once', { claimTtlMs: 0 }, /claimTtlMs must be a positive/],
  ])('such as %s are refused where they are given', (_what, options, words) => {
    const { open } = setting();
    expect(() => open(options as never)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(words) }),
    );
  });
});

describe('an issuer or a name that cannot be', () => {
  test('is refused where it is given', async () => {
    const { open } = setting();
    expect(() => open({ server: undefined, issuer: 'nonsense' } as never)).toThrow(
      expect.objectContaining({ code: 'invalid-issuer' }),
    );
    const long = 'x'.repeat(201);
    for (const name of ['', long, undefined as never]) {
      expect(await failing(open().findByName(name))).toMatchObject({ code: 'invalid-option' });
      expect(await failing(open().adopt(name, { client_id: 'c' }))).toMatchObject({ code: 'invalid-option' });
    }
    expect(await failing(open().create(BATCH, { name: long }))).toMatchObject({ code: 'invalid-option' });
  });
});

describe('options that cannot work', () => {
  const { open, server, store } = setting();
  test.each<[string, object]>([
    ['neither issuer nor server', { server: undefined }],
    ['both', { issuer: 'https://as.example' }],
    ['no store and nothing that could do without', { store: undefined }],
    ['a credential that is none', { auth: 'no-scheme' }],
    ['an unknown name', { stroe: store }],
    ['a time that is none', { claimTtlMs: Number.NaN }],
    ['a limit that is none', { timeoutMs: -1 }],
    ['a header that cannot be sent', { headers: { 'x-key': 'a\n' } }],
  ])('%s: refused', (_what, options) => {
    expect(server.issuer).toBeDefined();
    expect(() => open(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});
