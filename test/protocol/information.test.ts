import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type InformationInput, readInformation } from '../../src/protocol/information.js';

const read = (body: unknown, more: Partial<InformationInput> = {}) =>
  readInformation({
    answer: {
      status: 201,
      contentType: 'application/json',
      text: typeof body === 'string' ? body : JSON.stringify(body),
    },
    call: 'register',
    known: {},
    endpoint: 'https://as.example/register',
    ...more,
  });

const information = (body: unknown, more: Partial<InformationInput> = {}) => {
  const reading = read(body, more);
  if (reading.failure !== undefined) throw new Error(reading.failure);
  return reading;
};

const DEFAULTS = {
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

describe('any JSON value as an answer', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const answer = fc
    .record({ client_id: fc.string({ minLength: 1 }) })
    .chain((id) =>
      fc
        .dictionary(
          fc.oneof(
            fc.string(),
            fc.constantFrom(
              'redirect_uris',
              'grant_types',
              'jwks',
              'scope',
              'client_secret',
              'client_secret_expires_at',
              'client_name#de',
              'registration_client_uri',
              '__proto__',
              'constructor',
              'toString',
            ),
          ),
          json,
        )
        .map((members) => ({ ...members, ...id })),
    );

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(json, fc.string()), (value) => {
        read(value);
      }),
    );
  });

  test('never loses a client_id', () => {
    fc.assert(
      fc.property(answer, (value) => {
        expect(information(value).information.client_id).toBe(value.client_id);
      }),
    );
  });

  test('never pollutes a prototype', () => {
    const text =
      '{"client_id":"c1","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    expect(Object.getPrototypeOf(information(text).information)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  test('read twice changes nothing', () => {
    fc.assert(
      fc.property(answer, (value) => {
        const once = information(value).information;
        expect(information({ ...once }, { known: { ...once } }).information).toEqual(once);
      }),
    );
  });

  test('takes time in proportion to its size', () => {
    const list = information({
      client_id: 'c1',
      contacts: Array.from({ length: 1_000_000 }, (_, n) => (n % 2 === 0 ? null : 'x')),
    });
    expect(list.information.contacts).toHaveLength(500_000);
    const deep = `{"client_id":"c1","jwks":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    expect(information(deep).information).toEqual({ client_id: 'c1', ...DEFAULTS });
    const digits = `{"a":"${'"client_id":1'.replaceAll('"', '').repeat(50_000)}","client_id":12345678901234567890}`;
    expect(information(digits).information.client_id).toBe('12345678901234567890');
  });
});

describe('credentials and addresses', () => {
  test('an answer without a client_id is no answer', () => {
    expect(read({}).failure).toBe('no-client-id');
    expect(read({ client_id: '' }).failure).toBe('no-client-id');
    expect(read({ client_id: null }).failure).toBe('no-client-id');
  });

  const previous = {
    client_id: 'c1',
    client_secret: 's1',
    client_secret_expires_at: 0,
    registration_access_token: 't1',
    registration_client_uri: 'https://as.example/c1',
  };

  test('a configuration address on a foreign origin is dropped, unless its origin is allowed', () => {
    const body = {
      client_id: 'c1',
      registration_access_token: 't1',
      registration_client_uri: 'https://elsewhere.example/c1',
    };
    expect(information(body).information).not.toHaveProperty('registration_client_uri');
    expect(information(body).warnings.map(({ code }) => code)).toContain('foreign-uri');
    const allowed = information(body, { allowedOrigins: ['https://elsewhere.example'] });
    expect(allowed.information.registration_client_uri).toBe('https://elsewhere.example/c1');
  });

  test('an answer for another client is no answer', () => {
    expect(read({ client_id: 'c2' }, { call: 'read', previous }).failure).toBe('client-mismatch');
  });

  test('what a management answer leaves out stays as stored', () => {
    expect(information({ client_id: 'c1' }, { call: 'update', previous }).information).toMatchObject(
      previous,
    );
  });

  test('a secret that a read shows without a new token is kept beside the stored one', () => {
    const reading = information(
      { client_id: 'c1', client_secret: 's2' },
      { call: 'read', previous, known: previous },
    );
    expect([reading.information.client_secret, reading.otherSecret]).toEqual(['s1', 's2']);
  });

  test('an empty list of scopes is no scope', () => {
    const reading = information({ client_id: 'c1', scope: [] });
    expect(reading.information).not.toHaveProperty('scope');
    expect(reading.warnings.map(({ code }) => code)).toContain('empty-member');
  });

  test('times in milliseconds become seconds', () => {
    const reading = information({
      client_id: 'c1',
      client_secret: 's',
      client_secret_expires_at: 1_900_000_000_000,
    });
    expect(reading.information.client_secret_expires_at).toBe(1_900_000_000);
    expect(reading.warnings.map(({ code }) => code)).toContain('time-in-milliseconds');
  });
});
