import { inspect } from 'node:util';
import {
  type ClientInformation,
  createDcrClient,
  discoverServer,
  findIssuer,
  isDcrError,
  memoryStore,
  readClient,
  registerClient,
  updateClient,
} from 'dcr-client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const ORIGIN = 'https://as.example';
const SERVER = { issuer: ORIGIN, registration_endpoint: `${ORIGIN}/register` };
const METADATA = {
  client_name: 'App',
  redirect_uris: ['https://app.example/cb'],
  grant_types: ['authorization_code', 'refresh_token'],
  scope: 'a b',
} as const;
const REGISTRATION = {
  client_id: 'c1',
  client_secret: 'secret-of-c1',
  client_secret_expires_at: 0,
  registration_client_uri: `${ORIGIN}/c1`,
  registration_access_token: 'token-of-c1',
};

/** Members that are looked at, beside any other. */
const NAMES = [
  'redirect_uris',
  'grant_types',
  'response_types',
  'token_endpoint_auth_method',
  'jwks',
  'scope',
  'scopes',
  'contacts',
  'client_secret',
  'client_secret_expires_at',
  'client_id_issued_at',
  'client_name',
  'client_name#de',
  'require_auth_time',
  'ext_public_client',
  'registration_client_uri',
  'registration_access_token',
  'error',
  'error_description',
  'code',
  'links',
  'issuer',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
];
/** Any text that JSON can hold, half characters and line breaks too. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\ud800', 'a') }),
);
const anything = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }));
const members = fc.dictionary(fc.oneof(text, fc.constantFrom(...NAMES)), anything, { maxKeys: 12 });
/** As text, so that members such as `__proto__` are there as a server would send them. */
const textOf = (entries: object, id?: string) => {
  const parts = Object.entries(entries).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return `{${[...parts, ...(id === undefined ? [] : [`"client_id":${JSON.stringify(id)}`])].join(',')}}`;
};
const body = fc.oneof(
  anything.map((value) => JSON.stringify(value)),
  members.map((entries) => textOf(entries)),
  members.map((entries) => textOf(entries, 'c1')),
  text,
);
const status = fc.constantFrom(200, 201, 202, 204, 301, 400, 401, 403, 404, 405, 409, 429, 500, 503);

const answering = (text: string, code = 200) => ({
  fetch: async () =>
    new Response([204, 304].includes(code) ? null : text, {
      status: code,
      headers: { 'content-type': 'application/json' },
    }),
});

/** What came, or the code of a DcrError; anything else that is thrown fails the test. */
async function outcomeOf<T>(call: Promise<T>): Promise<T | string> {
  return call.catch((error: unknown) => {
    if (isDcrError(error)) return error.code;
    throw error;
  });
}

const register = (text: string, code = 201): Promise<ClientInformation> =>
  registerClient(SERVER, METADATA, answering(text, code));

describe('any answer at all', () => {
  test('is understood or refused by a DcrError, by every function', async () => {
    await fc.assert(
      fc.asyncProperty(body, status, async (text, code) => {
        const { fetch } = answering(text, code);
        await outcomeOf(register(text, code));
        await outcomeOf(readClient(REGISTRATION, { fetch }));
        await outcomeOf(updateClient(REGISTRATION, METADATA, { fetch }));
        await outcomeOf(discoverServer(ORIGIN, { fetch }));
        await outcomeOf(findIssuer('joe@example.com', { fetch }));
      }),
      { numRuns: 400 },
    );
  });

  test('is understood or refused by the facade, too, and what is kept can be kept', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        const client = () =>
          createDcrClient({ server: SERVER, metadata: METADATA, store, fetch: answering(text, 201).fetch });
        const store = memoryStore();
        const first = await outcomeOf(client().ensureRegistered());
        if (typeof first === 'string') return;
        expect(await client().ensureRegistered()).toEqual(first);
      }),
      { numRuns: 200 },
    );
  });

  test('leaves a client that is managed or refused by a DcrError, whatever token was issued', async () => {
    await fc.assert(
      fc.asyncProperty(text, status, body, async (token, code, later) => {
        const issued = { ...REGISTRATION, registration_access_token: token };
        const answers = [answering(JSON.stringify(issued), 201), answering(later, code)];
        const fetch = async (_url: string, init: RequestInit) => {
          // What the platform's fetch does first, and throws at.
          new Headers(init.headers);
          return (answers.shift() ?? answering(later, code)).fetch();
        };
        const app = createDcrClient({ server: SERVER, metadata: METADATA, store: memoryStore(), fetch });
        await app.ensureRegistered();
        await outcomeOf(app.read());
        await outcomeOf(app.patch({ client_name: 'New' }));
        await outcomeOf(app.delete());
        await outcomeOf(readClient(issued, { fetch }));
      }),
      { numRuns: 200 },
    );
  });

  test('never loses a client_id, nor a secret or a token', async () => {
    const something = text.filter((value) => value !== '');
    const credentials = fc.record({ client_secret: something, registration_access_token: something });
    await fc.assert(
      fc.asyncProperty(members, credentials, something, async (entries, secrets, id) => {
        const held = await register(textOf({ ...entries, ...secrets }, id)).catch((error: unknown) => {
          // The client exists, but not as asked: the error holds it.
          if (isDcrError(error) && 'registration' in error) return error.registration as ClientInformation;
          throw error;
        });
        expect(held).toMatchObject({ client_id: id, ...secrets });
      }),
      { numRuns: 300 },
    );
  });

  test('never pollutes a prototype', async () => {
    await fc.assert(
      fc.asyncProperty(members, anything, async (entries, value) => {
        const poison = `{"__proto__":{"polluted":${JSON.stringify(value)}},"constructor":{"prototype":{"polluted":1}},`;
        const text = poison + textOf(entries, 'c1').slice(1);
        const information = await outcomeOf(register(text));
        if (typeof information !== 'string') {
          expect(Object.getPrototypeOf(information)).toBe(Object.prototype);
        }
        expect('polluted' in {}).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('understood twice changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(members, async (entries) => {
        const once = await outcomeOf(readClient({ ...REGISTRATION }, answering(textOf(entries, 'c1'))));
        if (typeof once === 'string') return;
        const twice = await outcomeOf(readClient({ ...once }, answering(JSON.stringify(once))));
        // The token that was answered may be one that no header can carry.
        expect(twice).toEqual(twice === 'not-manageable' ? twice : once);
      }),
      { numRuns: 300 },
    );
  });

  test('shows no secret that was sent, whatever it repeats', async () => {
    await fc.assert(
      fc.asyncProperty(members, status, async (entries, code) => {
        const echo = textOf({
          ...entries,
          error_description: `you sent ${REGISTRATION.registration_access_token}`,
        });
        const error = await readClient(REGISTRATION, answering(echo, code)).catch(
          (reason: unknown) => reason,
        );
        if (isDcrError(error)) expect(inspect(error, { depth: 9 })).not.toContain('token-of-c1');
      }),
      { numRuns: 200 },
    );
  });
});

/** As much as an answer may hold. */
const MEBIBYTE = 1024 * 1024;
const fill = (entry: string, separator = ',') => {
  const times = Math.floor((MEBIBYTE - 200) / (entry.length + separator.length));
  return Array.from({ length: times }, () => entry).join(separator);
};

describe('an answer as large as may be', () => {
  const large: Record<string, string> = {
    'a long list': `{"client_id":"c1","contacts":[${fill('"x"')}]}`,
    'a list of nothings': `{"client_id":"c1","contacts":[${fill('null')}]}`,
    'a list of numbers': `{"client_id":"c1","redirect_uris":[${fill('1')}]}`,
    'a long list of scopes': `{"client_id":"c1","scope":[${fill('"a"')}]}`,
    'a long scope': `{"client_id":"c1","scope":"${fill('a', ' ')}"}`,
    'a long text': `{"client_id":"c1","client_name":"${fill('x', '')}"}`,
    'a long client_id': `{"client_id":"${fill('x', '')}"}`,
    'many digits': `{"client_id":12345678901234567890,"x":${fill('1', '')}}`,
    'many members': `{${fill('"a":1')},"client_id":"c1"}`,
    'many numeric ids': `{${fill('"client_id":12345678901234567890')}}`,
    'a folded pattern': `{"client_id":"c1","redirect_uris":["regexp=(${fill('a', '|')})"]}`,
    'many brackets': `{"client_id":"c1","vendor":${'['.repeat(500_000)}${']'.repeat(500_000)}}`,
    'many braces': `{"client_id":"c1","jwks":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}}`,
    'a refusal of one long word': `{"error":"${fill('x', '')}"}`,
    'a refusal full of colons': `{"error":"x","error_description":"${fill('client_secret:', ' ')}"}`,
    'a refusal full of spaces': `{"error":"x","error_description":"${fill(' ', '')}"}`,
    'a page without an end': `<html><title${fill(' ', '')}`,
    'a page full of beginnings': `<html>${fill('<title', '')}`,
  };

  test.each(Object.entries(large))('%s is read or refused, at once, and can be kept', async (_name, text) => {
    const started = performance.now();
    await outcomeOf(register(text));
    await outcomeOf(register(text, 400));
    const store = memoryStore();
    const client = createDcrClient({
      server: SERVER,
      metadata: METADATA,
      store,
      fetch: answering(text, 201).fetch,
    });
    const kept = await outcomeOf(client.ensureRegistered());
    expect(typeof kept === 'string' || kept.client_id.length > 0).toBe(true);
    // Far from what a quadratic reading of a megabyte takes, and far above what a slow machine needs.
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

/** As many as fit, all different. */
const series = (entry: (index: number) => string, bytes = MEBIBYTE - 500) => {
  const entries: string[] = [];
  for (let index = 0, length = 0; length < bytes; index += 1) {
    entries.push(entry(index));
    length += (entries.at(-1)?.length ?? 0) + 1;
  }
  return entries.join(',');
};

describe('what was answered at such length', () => {
  const managed = JSON.stringify(REGISTRATION).slice(1, -1);
  const bytes = (times: number) => 'AAAA'.repeat(times);
  const long: Record<string, string> = {
    'many keys': `"jwks":{"keys":[${series((index) => `{"kty":"RSA","x":${index}}`)}]}`,
    'many keys of one name': `"jwks":{"keys":[${fill('{"kid":"a","kty":"EC"}')}]}`,
    'a key and a certificate of equal bytes': `"jwks":{"keys":[{"kty":"RSA","e":"AQAB","n":"${bytes(50_000)}AQAB","x5c":["${bytes(150_000)}"]}]}`,
    'many grants and response types': `"grant_types":[${series((index) => `"g${index}"`, 500_000)}],"response_types":[${series(() => '"code"', 500_000)}]`,
    'many languages': `${series((index) => `"client_name#x${index}":"x"`)}`,
    'a long distinguished name': `"tls_client_auth_subject_dn":"CN=${series(() => 'CN=x')}"`,
  };
  const advertised = {
    ...SERVER,
    grant_types_supported: Array.from({ length: 80_000 }, (_, index) => `s${index}`),
    response_types_supported: Array.from({ length: 80_000 }, (_, index) => `s${index}`),
  };

  test.each(Object.entries(long))(
    '%s: registered, judged and updated, at once',
    async (_name, entries) => {
      const started = performance.now();
      const text = `{${managed},${entries}}`;
      expect(text.length).toBeLessThan(MEBIBYTE);
      const store = memoryStore();
      const start = (client_name: string) =>
        createDcrClient({
          server: advertised,
          metadata: { ...METADATA, client_name },
          store,
          fetch: answering(text).fetch,
        });
      await outcomeOf(start('App').ensureRegistered());
      // What is registered is judged beside what is to be sent.
      await outcomeOf(start('New').ensureRegistered());
      await outcomeOf(start('New').patch({ client_name: 'Newer' }));
      // A quadratic look takes minutes.
      expect(performance.now() - started).toBeLessThan(20_000);
    },
    40_000,
  );

  test('a list of a million entries is refused', async () => {
    const text = `{"client_id":"c1","contacts":[${Array.from({ length: 1_000_000 }, () => '1').join(',')}]}`;
    expect(await outcomeOf(register(text))).toBe('response-too-large');
  });

  test('server metadata with nothing in many members is read at once', async () => {
    const started = performance.now();
    const text = `{"issuer":"${ORIGIN}",${series((index) => `"a${index}":""`)}}`;
    expect(await outcomeOf(discoverServer(ORIGIN, answering(text)))).toEqual({ issuer: ORIGIN });
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
