import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { base64url, CompactEncrypt, decodeProtectedHeader } from 'jose';
import { afterAll, describe, expect, test } from 'vitest';
import { createDcrClient } from '../../src/index.js';
import type { StoredRegistration } from '../../src/protocol/record.js';
import type { DcrWarning } from '../../src/protocol/warnings.js';
import {
  type EncryptedStoreOptions,
  type EncryptionKey,
  type EncryptionKeySource,
  encryptedStore,
} from '../../src/stores/encrypted.js';
import { fileStore } from '../../src/stores/file.js';
import { memoryStore } from '../../src/stores/memory.js';
import type { RegistrationStore } from '../../src/stores/types.js';
import { conflicts } from '../../src/testing/expectations.js';
import { createTestServer } from '../../src/testing/index.js';
import { failing } from '../support/failing.js';
import { describeStore } from './contract.js';
import { record } from './increment.js';

const bytes = (fill: number) => new Uint8Array(32).fill(fill);
const KEY = 'https://as.example#default';

const directory = await mkdtemp(join(tmpdir(), 'dcr-encrypted-store-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

const memory = memoryStore();
describeStore('encryptedStore in memory', { open: () => encryptedStore(memory, { key: bytes(1) }) });
describeStore('encryptedStore in files', {
  open: () => encryptedStore(fileStore({ directory }), { key: bytes(1) }),
});

/** A store, and stores around it with this or that key. */
function around(inner: RegistrationStore = memoryStore()) {
  const warnings: DcrWarning[] = [];
  return {
    inner,
    warnings,
    given: { onWarning: (warning: DcrWarning) => warnings.push(warning) },
    open: (key: EncryptionKeySource, more: Omit<EncryptedStoreOptions, 'key'> = {}) =>
      encryptedStore(inner, { key, ...more }),
    sealed: async () => (await inner.read(KEY))?.record.sealed ?? '',
  };
}

const aesKey = (extractable: boolean, usages: ('encrypt' | 'decrypt')[] = ['encrypt', 'decrypt']) =>
  crypto.subtle.importKey('raw', bytes(1), 'AES-GCM', extractable, usages);

/** A server, and apps on one store. The clock is the real one, as encryption takes real time. */
function apps() {
  const server = createTestServer({ rotation: 'on-update' });
  const inner = memoryStore();
  const warnings: DcrWarning[] = [];
  const start = (store: RegistrationStore) =>
    createDcrClient({
      issuer: server.issuer,
      metadata: { client_name: 'App', grant_types: ['client_credentials'] },
      store,
      fetch: (url, init) => server.fetch(url, init),
      onWarning: (warning) => warnings.push(warning),
    });
  return { server, inner, start, warnings };
}

describe('what the inner store is given', () => {
  test('holds no credential, whatever the credentials are', async () => {
    const credential = fc.string({ minLength: 8, maxLength: 200, unit: 'binary' });
    const arbitrary = fc.record({
      client_id: credential,
      client_secret: credential,
      registration_access_token: credential,
      older: credential,
      other: credential,
      retired: credential,
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ older, other, retired, ...information }) => {
        const { inner, open } = around();
        const given: StoredRegistration = {
          ...record(),
          information: { ...information, client_name: 'Report Builder' },
          previous: { client_secret: older, registration_access_token: older },
          otherSecret: other,
          retired: [{ information: { client_id: 'c0', client_secret: retired }, retiredAt: 1 }],
        };
        const store = open(bytes(1));
        await store.write(KEY, given, undefined);
        expect((await store.read(KEY))?.record).toEqual(given);
        const kept = JSON.stringify((await inner.read(KEY))?.record);
        for (const secret of [...Object.values(information), older, other, retired, 'Report Builder'])
          expect(kept).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
      { numRuns: 50 },
    );
  });

  test('holds no credential through the whole life of a client', async () => {
    const { server, start, inner } = apps();
    const written: string[] = [];
    const spied: RegistrationStore = {
      ...inner,
      write: (key, value, ...rest) => {
        written.push(JSON.stringify(value));
        return inner.write(key, value, ...rest);
      },
    };
    const dcr = start(encryptedStore(spied, { key: bytes(1) }));
    const first = await dcr.ensureRegistered();
    const second = await dcr.patch({ client_name: 'Renamed' });
    await dcr.renewCredentials();
    const last = await start(encryptedStore(spied, { key: bytes(1) })).ensureRegistered();
    await dcr.delete();
    expect(written.length).toBeGreaterThan(5);
    const all = written.join('\n');
    for (const { client_id, client_secret, registration_access_token } of [first, second, last])
      for (const secret of [client_id, client_secret, registration_access_token])
        expect(all).not.toContain(secret);
    expect(server.clients()).toHaveLength(1);
  });

  test('is a JWE for this key alone, with one algorithm and the name of the encrypting key', async () => {
    const { open, sealed } = around();
    await open({ kid: '2026-01', key: bytes(1) }).write(KEY, record(), undefined);
    expect(decodeProtectedHeader(await sealed())).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: '2026-01',
      store_key: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test('in files is text without the credentials', async () => {
    const place = await mkdtemp(join(directory, 'read-'));
    await encryptedStore(fileStore({ directory: place }), { key: bytes(1) }).write(KEY, record(), undefined);
    const [name = ''] = await readdir(place);
    const [file = ''] = await readdir(join(place, name));
    const text = await readFile(join(place, name, file), 'utf8');
    expect(text).toContain('"sealed"');
    expect(text).not.toContain('planted-secret');
  });
});

describe('a key', () => {
  const jwk = { kty: 'oct', k: base64url.encode(bytes(1)) };
  const forms: [string, () => EncryptionKeySource | Promise<EncryptionKeySource>][] = [
    ['bytes', () => bytes(1)],
    ['a Buffer', () => Buffer.from(bytes(1))],
    ['a JWK', () => jwk],
    ['a CryptoKey', () => aesKey(true)],
    ['a function', () => () => bytes(1)],
    ['a function that fetches', () => async () => jwk],
  ];

  test.each(forms)('may be %s, and is the same key in each form', async (_, form) => {
    const { inner, open } = around();
    await open(bytes(1)).write(KEY, record(1), undefined);
    const store = encryptedStore(inner, { key: await form() });
    const standing = await store.read(KEY);
    expect(standing?.record).toEqual(record(1));
    await store.write(KEY, record(2), standing?.version);
    expect((await open(bytes(1)).read(KEY))?.record).toEqual(record(2));
  });

  test('that cannot be exported works under a name', async () => {
    const { open, sealed } = around();
    const store = open({ kid: 'mine', key: await aesKey(false) });
    await store.write(KEY, record(1), undefined);
    expect((await store.read(KEY))?.record).toEqual(record(1));
    expect(decodeProtectedHeader(await sealed()).kid).toBe('mine');
  });

  test('is named by its JWK, or by its thumbprint', async () => {
    const { open, sealed } = around();
    const version = await open({ ...jwk, kid: 'own' }).write(KEY, record(), undefined);
    expect(decodeProtectedHeader(await sealed()).kid).toBe('own');
    await open(jwk).write(KEY, record(), version);
    // RFC 7638 section 3, by hand.
    const digest = await crypto.subtle.digest(
      'SHA-256',
      new TextEncoder().encode(`{"k":"${jwk.k}","kty":"oct"}`),
    );
    expect(decodeProtectedHeader(await sealed()).kid).toBe(base64url.encode(new Uint8Array(digest)));
  });

  test('of bytes that the caller clears later still works', async () => {
    const { open } = around();
    const own = bytes(1);
    const store = open(own);
    own.fill(0);
    await store.write(KEY, record(), undefined);
    expect((await open(bytes(1)).read(KEY))?.record).toEqual(record());
  });

  test('that a function gives is fetched once, and again after a failure', async () => {
    const { open } = around();
    let calls = 0;
    const store = open(() => {
      calls += 1;
      if (calls === 1) throw new Error('the vault is sealed, Bearer planted-token');
      return bytes(1);
    });
    const error = await failing(store.write(KEY, record(), undefined));
    expect(error).toMatchObject({ code: 'store-failed', cause: expect.any(Error) });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('planted-token');
    await store.write(KEY, record(), undefined);
    await Promise.all([store.read(KEY), store.read(KEY)]);
    expect(calls).toBe(2);
  });

  test('that a function never gives ends with the patience of the caller', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const store = around().open(() => new Promise<EncryptionKey>(() => {}));
    const written = store.write(KEY, record(), undefined, { signal: controller.signal });
    controller.abort(reason);
    await expect(written).rejects.toBe(reason);
  });

  const unusable: [string, () => unknown][] = [
    ['31 bytes', () => new Uint8Array(31)],
    ['a password', () => 'correct horse battery staple'],
    ['nothing', () => undefined],
    ['a public key', () => ({ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' })],
    ['a JWK of 16 bytes', () => ({ kty: 'oct', k: base64url.encode(new Uint8Array(16)) })],
    ['a JWK for HS256', () => ({ ...jwk, alg: 'HS256' })],
    ['an empty name', () => ({ kid: '', key: bytes(1) })],
    [
      'a CryptoKey for HMAC',
      () => crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']),
    ],
    ['a CryptoKey that only opens', () => aesKey(true, ['decrypt'])],
    ['a nameless CryptoKey that cannot be exported', () => aesKey(false)],
  ];
  test.each(unusable)('of %s is refused at once, and from a function at first use', async (_, given) => {
    const key = await given();
    const refused = expect.objectContaining({ code: 'invalid-option' });
    // @ts-expect-error no keys are the point
    expect(() => encryptedStore(memoryStore(), { key })).toThrow(refused);
    // @ts-expect-error no keys are the point
    const store = encryptedStore(memoryStore(), { key: () => key });
    await expect(store.write(KEY, record(), undefined)).rejects.toEqual(refused);
  });

  test('that only opens may be a previous one', async () => {
    const { inner, open } = around();
    await open(bytes(1)).write(KEY, record(1), undefined);
    const store = encryptedStore(inner, { key: bytes(2), previousKeys: [await aesKey(true, ['decrypt'])] });
    expect((await store.read(KEY))?.record).toEqual(record(1));
  });

  test('shows nowhere', async () => {
    const { open } = around();
    const store = open({ ...jwk, kid: 'own' });
    await store.write(KEY, record(), undefined);
    const shown = inspect(store, { depth: 10, showHidden: true });
    expect(shown).not.toContain(jwk.k);
    expect(() => open({ ...jwk, alg: 'A128KW' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(jwk.k) }),
    );
  });
});

describe('rotation', () => {
  test('reads with the old key and writes with the new one', async () => {
    const { open } = around();
    await open(bytes(1)).write(KEY, record(1), undefined);
    const rotated = open(bytes(3), { previousKeys: [() => bytes(2), bytes(1)] });
    const standing = await rotated.read(KEY);
    expect(standing?.record).toEqual(record(1));
    await rotated.write(KEY, record(2), standing?.version);
    expect((await open(bytes(3)).read(KEY))?.record).toEqual(record(2));
    expect(await failing(open(bytes(1)).read(KEY))).toMatchObject({ code: 'record-unreadable' });
  });

  test('does not ask for previous keys while the present one opens', async () => {
    const { open } = around();
    await open(bytes(1)).write(KEY, record(1), undefined);
    const store = open(bytes(1), {
      previousKeys: [
        () => {
          throw new Error('gone');
        },
      ],
    });
    expect((await store.read(KEY))?.record).toEqual(record(1));
  });

  test('without the old key says which one is missing, and leaves the record alone', async () => {
    const { inner, open } = around();
    await open({ kid: '2025-12', key: bytes(1) }).write(KEY, record(1), undefined);
    const before = await inner.read(KEY);
    const store = open(
      { kid: '2026-02', key: bytes(2) },
      { previousKeys: [{ kid: '2026-01', key: bytes(3) }] },
    );
    const error = await failing(store.read(KEY));
    expect(error.code).toBe('record-unreadable');
    expect(error.message).toContain(
      'with the key "2025-12", which is not given (given: "2026-02", "2026-01")',
    );
    await conflicts(store.write(KEY, record(2), undefined));
    expect(await inner.read(KEY)).toEqual(before);
  });
});

describe('a record', () => {
  test('that was copied from another registration does not open', async () => {
    const { inner, open } = around();
    const store = open(bytes(1));
    await store.write('https://other.example#default', record(1), undefined);
    const copied = (await inner.read('https://other.example#default'))?.record ?? record();
    await inner.write(KEY, copied, undefined);
    const error = await failing(store.read(KEY));
    expect(error.code).toBe('record-unreadable');
    expect(error.message).toContain('was encrypted for another key of a store');
  });

  const forged: [string, (jwe: string) => string | Promise<string>, RegExp][] = [
    ['is no JWE', () => 'sealed', /is no JWE/],
    [
      'was changed',
      (jwe) => jwe.replace(/.(?=.{20}\.[^.]*$)/, (c) => (c === 'A' ? 'B' : 'A')),
      /was changed/,
    ],
    [
      'has a header that was changed',
      (jwe) =>
        jwe.replace(/^[^.]*/, (header) =>
          base64url.encode(
            JSON.stringify({
              ...JSON.parse(new TextDecoder().decode(base64url.decode(header))),
              enc: 'A128GCM',
            }),
          ),
        ),
      /was changed/,
    ],
    [
      'was encrypted by another algorithm with the same key',
      async (jwe) => {
        const header = decodeProtectedHeader(jwe);
        const wrapping = await crypto.subtle.importKey('raw', bytes(1), 'AES-KW', false, ['wrapKey']);
        return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(record(9))))
          .setProtectedHeader({ ...header, alg: 'A256KW', enc: 'A256GCM' })
          .encrypt(wrapping);
      },
      /was changed/,
    ],
    [
      'was encrypted with another key of that name',
      async (jwe) =>
        new CompactEncrypt(new TextEncoder().encode(JSON.stringify(record(9))))
          .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...decodeProtectedHeader(jwe) })
          .encrypt(bytes(2)),
      /another key has that name/,
    ],
    [
      'opens, and is no registration',
      async (jwe) =>
        new CompactEncrypt(new TextEncoder().encode('{"format":1}'))
          .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...decodeProtectedHeader(jwe) })
          .encrypt(bytes(1)),
      /is no registration/,
    ],
    [
      'names a key that forges lines',
      async (jwe) => {
        const header = { ...decodeProtectedHeader(jwe), kid: 'a\nERROR' };
        return new CompactEncrypt(new Uint8Array(1))
          .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...header })
          .encrypt(bytes(1));
      },
      /^[^\n]*which is not given[^\n]*$/,
    ],
  ];
  test.each(forged)('that %s is reported and left alone', async (_, forge, expected) => {
    const { inner, open, sealed } = around();
    const store = open(bytes(1));
    const version = await store.write(KEY, record(1), undefined);
    const standing = (await inner.read(KEY))?.record ?? record();
    await inner.write(KEY, { ...standing, sealed: await forge(await sealed()) }, version);
    const before = await inner.read(KEY);
    const error = await failing(store.read(KEY));
    expect(error.code).toBe('record-unreadable');
    expect(error.message).toMatch(expected);
    expect(await inner.read(KEY)).toEqual(before);
  });

  test('of a newer format is refused, inside as outside', async () => {
    const { inner, open, sealed } = around();
    const version = await open(bytes(1)).write(KEY, record(1), undefined);
    const jwe = await new CompactEncrypt(new TextEncoder().encode('{"format":2}'))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...decodeProtectedHeader(await sealed()) })
      .encrypt(bytes(1));
    await inner.write(KEY, { ...record(), sealed: jwe }, version);
    expect(await failing(open(bytes(1)).read(KEY))).toMatchObject({ code: 'record-too-new' });
  });

  test('that is not encrypted is read with one warning, and encrypted by the next write', async () => {
    const { inner, open, given, warnings, sealed } = around();
    await inner.write(KEY, record(1), undefined);
    const store = open(bytes(1));
    const standing = await store.read(KEY, given);
    await store.read(KEY, given);
    expect(standing?.record).toEqual(record(1));
    expect(warnings.map(({ code }) => code)).toEqual(['record-not-encrypted']);
    await store.write(KEY, record(2), standing?.version);
    expect(await sealed()).not.toBe('');
    expect((await open(bytes(1), { requireEncryption: true }).read(KEY))?.record).toEqual(record(2));
  });

  test('that is not encrypted is refused where encryption is required', async () => {
    const { inner, open } = around();
    await inner.write(KEY, record(1), undefined);
    const store = open(bytes(1), { requireEncryption: true });
    expect(await failing(store.read(KEY))).toMatchObject({ code: 'record-unreadable' });
    expect((await inner.read(KEY))?.record).toEqual(record(1));
  });

  test('may be encrypted twice', async () => {
    const { inner, open } = around();
    const store = encryptedStore(open(bytes(1)), { key: bytes(2) });
    await store.write(KEY, record(1), undefined);
    expect((await store.read(KEY))?.record).toEqual(record(1));
    expect((await inner.read(KEY))?.record.sealed).toBeDefined();
  });
});

describe('everything else', () => {
  test('is that of the inner store, also where it is a class', async () => {
    class Inner {
      #keys = ['a', 'b'];
      read = async () => undefined;
      write = async () => '1';
      async delete() {
        this.#keys.pop();
      }
      async *list() {
        yield* this.#keys;
      }
      async owner() {
        return this.#keys.join();
      }
    }
    const store = encryptedStore(new Inner(), { key: bytes(1) });
    await store.delete('b', '1');
    const keys: string[] = [];
    for await (const key of store.list?.('') ?? []) keys.push(key);
    expect(keys).toEqual(['a']);
    expect(await store.owner?.()).toBe('a');
    expect([store.watch, store.ownerIsGone]).toEqual([undefined, undefined]);
  });
});

describe('a store that keeps no secrets', () => {
  test('gets none in encrypted form either, and says so to the lifecycle', async () => {
    const inner: RegistrationStore = { ...memoryStore(), keepsSecrets: false };
    const store = encryptedStore(inner, { key: bytes(1) });
    expect(store.keepsSecrets).toBe(false);
    expect(await failing(store.write(KEY, record(), undefined))).toMatchObject({
      code: 'secret-not-allowed',
    });
    const { information: _, ...withoutSecret } = record();
    await store.write(KEY, { ...withoutSecret, information: { client_id: 'c1' } }, undefined);
  });
});

describe('an app', () => {
  test('without the key says so, and registers nothing over what it cannot read', async () => {
    const { server, start, inner } = apps();
    const sealed = encryptedStore(inner, { key: bytes(1) });
    const { client_id } = await start(sealed).ensureRegistered();
    for (const other of [inner, encryptedStore(inner, { key: bytes(2) })]) {
      const dcr = start(other);
      const calls = [
        () => dcr.ensureRegistered(),
        () => dcr.status(),
        () => dcr.delete(),
        () => dcr.adopt({ client_id: 'x' }),
      ];
      for (const call of calls) expect(await failing(call())).toMatchObject({ code: 'record-unreadable' });
    }
    expect(server.clients().map((client) => client.client_id)).toEqual([client_id]);
    expect((await start(sealed).ensureRegistered()).client_id).toBe(client_id);
  });

  test('that turns encryption on keeps its client', async () => {
    const { server, start, inner, warnings } = apps();
    const { client_id } = await start(inner).ensureRegistered();
    const dcr = start(encryptedStore(inner, { key: bytes(1) }));
    expect((await dcr.ensureRegistered()).client_id).toBe(client_id);
    expect(warnings.map(({ code }) => code)).toContain('record-not-encrypted');
    await dcr.patch({ client_uri: 'https://app.example' });
    const strict = start(encryptedStore(inner, { key: bytes(1), requireEncryption: true }));
    expect((await strict.ensureRegistered()).client_id).toBe(client_id);
    expect(server.clients()).toHaveLength(1);
  });
});

describe('options', () => {
  test.each<[string, unknown, unknown]>([
    ['no store', undefined, { key: bytes(1) }],
    ['no options', memoryStore(), undefined],
    ['no key', memoryStore(), {}],
    ['previousKeys that are no list', memoryStore(), { key: bytes(1), previousKeys: bytes(2) }],
    ['a previous key that is none', memoryStore(), { key: bytes(1), previousKeys: [new Uint8Array(8)] }],
    ['requireEncryption that is a text', memoryStore(), { key: bytes(1), requireEncryption: 'yes' }],
    ['a misspelt option', memoryStore(), { key: bytes(1), previouskeys: [] }],
  ])('with %s are refused', (_, inner, options) => {
    // @ts-expect-error wrong options are the point
    expect(() => encryptedStore(inner, options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});
