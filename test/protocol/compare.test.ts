import { describe, expect, test } from 'vitest';
import { type CompareMetadataOptions, compareMetadata, registerClient } from '../../src/index.js';
import { outcomeOf } from '../../src/protocol/outcome.js';

describe('what became of one field', () => {
  test.each([
    ['client_name', 'App', 'App', 'granted'],
    ['client_name', 'App', 'Other', 'replaced'],
    ['client_name', 'App', undefined, 'ignored'],
    ['client_name', undefined, 'App', 'added'],
    ['client_name', null, '', 'granted'],
    ['grant_types', ['a', 'b'], ['b', 'a'], 'granted'],
    ['grant_types', ['a', 'b'], ['a'], 'narrowed'],
    ['grant_types', ['a'], ['a', 'b'], 'widened'],
    ['grant_types', ['a'], ['b'], 'replaced'],
    ['grant_types', ['a', 'b'], ['b', 'c'], 'replaced'],
    ['response_types', [], ['code'], 'widened'],
    ['response_types', [], undefined, 'granted'],
    ['response_types', ['code id_token'], ['id_token code'], 'granted'],
    ['scope', 'a b', 'b a', 'granted'],
    ['scope', 'a b', 'b', 'narrowed'],
    ['scope', 'a b', 'b c', 'replaced'],
    ['scope', 'a', 'a b', 'widened'],
    ['client_name', 'a b', 'b a', 'replaced'],
    ['default_acr_values', ['a', 'b'], ['b', 'a'], 'replaced'],
    // Two spellings of the same letter: compared by code point.
    ['redirect_uris', ['https://c.example/\u00e9'], ['https://c.example/e\u0301'], 'replaced'],
    ['default_max_age', 0, 0, 'granted'],
    ['require_auth_time', true, false, 'replaced'],
    ['jwks', { keys: [{ kty: 'EC' }] }, { keys: [{ kty: 'EC' }] }, 'granted'],
    ['jwks', { keys: [{ kty: 'EC' }] }, { keys: [] }, 'replaced'],
  ])('%s: %j asked and %j granted is %s', (name, requested, granted, outcome) => {
    expect(outcomeOf(name, requested, granted)).toBe(outcome);
  });
});

const asked = {
  client_name: 'App',
  redirect_uris: ['https://c.example/cb'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
};
const granted = {
  ...asked,
  client_id: 'c1',
  client_secret: 's'.repeat(43),
  client_secret_expires_at: 0,
  token_endpoint_auth_method: 'client_secret_basic',
};
const service = { grant_types: ['client_credentials'], response_types: [] };
const judged = (more: object, wish: object = asked, options?: CompareMetadataOptions) => {
  const { usable, reasons } = compareMetadata(wish, { ...granted, ...more }, options);
  return [usable, reasons.map(({ rule, path, severity }) => `${severity} ${rule} ${path}`)] as const;
};

describe('compareMetadata', () => {
  test('every field says what became of it', () => {
    const { fields, usable, reasons } = compareMetadata(
      { ...asked, scope: 'a b', logo_uri: 'https://c.example/l' },
      {
        ...granted,
        scope: 'a',
        grant_types: ['authorization_code', 'refresh_token', 'implicit'],
        vendor: true,
      },
    );
    expect(fields).toEqual({
      client_name: { outcome: 'granted', requested: 'App', granted: 'App' },
      redirect_uris: { outcome: 'granted', requested: asked.redirect_uris, granted: asked.redirect_uris },
      grant_types: {
        outcome: 'widened',
        requested: asked.grant_types,
        granted: ['authorization_code', 'refresh_token', 'implicit'],
      },
      response_types: { outcome: 'granted', requested: ['code'], granted: ['code'] },
      scope: { outcome: 'narrowed', requested: 'a b', granted: 'a' },
      logo_uri: { outcome: 'ignored', requested: 'https://c.example/l' },
      token_endpoint_auth_method: { outcome: 'added', granted: 'client_secret_basic' },
      vendor: { outcome: 'added', granted: true },
    });
    expect([usable, reasons]).toEqual([true, []]);
  });

  test('credentials are in no field', () => {
    const text = JSON.stringify(compareMetadata(asked, { ...granted, registration_access_token: 'token-1' }));
    expect(text).not.toContain(granted.client_secret);
    expect(text).not.toContain('token-1');
  });

  test('an answer without an id makes nothing usable', () => {
    expect(judged({ client_id: '' })).toEqual([false, ['error RS-1 client_id']]);
  });

  test('a secret that is missing makes a client unusable', () => {
    expect(judged({ client_secret: undefined })).toEqual([false, ['error AM-1 client_secret']]);
    expect(judged({ client_secret: undefined, token_endpoint_auth_method: 'none' })).toEqual([true, []]);
  });

  test('a method that cannot be performed makes a client unusable', () => {
    const tls = { token_endpoint_auth_method: 'tls_client_auth' };
    const jwt = { token_endpoint_auth_method: 'private_key_jwt' };
    expect(judged(tls)).toEqual([false, ['error RS-4 token_endpoint_auth_method']]);
    expect(judged(tls, asked, { methods: ['tls_client_auth'] })).toEqual([true, []]);
    expect(judged(tls, { ...asked, ...tls })).toEqual([true, []]);
    expect(judged(jwt)).toEqual([false, ['error RS-4 token_endpoint_auth_method']]);
    expect(judged(jwt, { ...asked, jwks_uri: 'https://c.example/jwks' })).toEqual([true, []]);
    expect(judged({ ...service, token_endpoint_auth_method: 'none' }, { ...asked, ...service })).toEqual([
      false,
      ['error RS-4 token_endpoint_auth_method'],
    ]);
  });

  test('a secret that has ended makes a client unusable', () => {
    expect(judged({ client_secret_expires_at: 1_000 }, asked, { now: 1_000_001 })).toEqual([
      false,
      ['error RS-2 client_secret_expires_at'],
    ]);
    expect(judged({ client_secret_expires_at: 1_000 }, asked, { now: 999_999 })).toEqual([true, []]);
    expect(judged({ client_secret_expires_at: undefined })).toEqual([
      true,
      ['warning RS-2 client_secret_expires_at'],
    ]);
  });

  test('a secret too short for its algorithm makes a client unusable', () => {
    expect(judged({ id_token_signed_response_alg: 'HS256' })).toEqual([true, []]);
    expect(judged({ id_token_signed_response_alg: 'HS512' })).toEqual([
      false,
      ['error RS-5 id_token_signed_response_alg'],
    ]);
    expect(judged({ client_secret: 'x'.repeat(16), id_token_signed_response_alg: 'HS256' })[0]).toBe(false);
    expect(judged({ client_secret: 'ä'.repeat(16), id_token_signed_response_alg: 'HS256' })[0]).toBe(true);
    expect(
      judged({ token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'HS384' }),
    ).toEqual([false, ['error RS-5 token_endpoint_auth_signing_alg']]);
  });

  test('a redirect URI that is missing or was added makes a client unusable', () => {
    expect(judged({ redirect_uris: ['https://c.example/other'] })).toEqual([
      false,
      ['error RU-14 redirect_uris', 'error RU-14 redirect_uris'],
    ]);
    expect(judged({ redirect_uris: [...asked.redirect_uris, 'https://evil.example/cb'] })).toEqual([
      false,
      ['error RU-14 redirect_uris'],
    ]);
    expect(judged({ redirect_uris: asked.redirect_uris })).toEqual([true, []]);
    expect(
      judged(
        { redirect_uris: ['https://from.statement.example/cb'], software_statement: 'x' },
        { ...asked, redirect_uris: undefined, software_statement: 'x' },
      ),
    ).toEqual([true, []]);
  });

  test('a redirect URI that the server added is seen although the granted view leaves it out', async () => {
    const answer = async () =>
      Response.json(
        { ...granted, redirect_uris: [...asked.redirect_uris, 'https://evil.example/cb'] },
        { status: 201 },
      );
    const server = { issuer: 'https://as.example', registration_endpoint: 'https://as.example/register' };
    const wish = {
      redirect_uris: ['https://c.example/cb'],
      grant_types: ['authorization_code', 'refresh_token'],
    } as const;
    const information = await registerClient(server, wish, { fetch: answer });
    expect(information.redirect_uris).toEqual(asked.redirect_uris);
    expect(compareMetadata(wish, information)).toMatchObject({ usable: false, reasons: [{ rule: 'RU-14' }] });
  });

  test('a grant that was dropped makes a client unusable', () => {
    expect(judged({ grant_types: ['refresh_token'] })).toEqual([false, ['error RS-7 grant_types']]);
    expect(judged({ grant_types: ['authorization_code'] })).toEqual([true, ['warning RS-7 grant_types']]);
    expect(judged({ response_types: ['none'] })).toEqual([false, ['error RS-7 response_types']]);
  });

  test('a new duty that the server added is told', () => {
    expect(judged({ require_pushed_authorization_requests: true })).toEqual([
      true,
      ['warning RS-8 require_pushed_authorization_requests'],
    ]);
    expect(judged({ dpop_bound_access_tokens: true }, { ...asked, dpop_bound_access_tokens: true })).toEqual([
      true,
      [],
    ]);
  });

  test('half an access to the registration is told', () => {
    expect(judged({ registration_client_uri: 'https://as.example/c1' })).toEqual([
      true,
      ['warning RS-3 registration_access_token'],
    ]);
    expect(judged({ registration_access_token: 't' })).toEqual([
      true,
      ['warning RS-3 registration_client_uri'],
    ]);
  });

  test('a software statement that came back altered or not at all is told', () => {
    expect(judged({ software_statement: 'y' }, { ...asked, software_statement: 'x' })).toEqual([
      true,
      ['warning DM-11 software_statement'],
    ]);
    expect(judged({}, { ...asked, software_statement: 'x' })).toEqual([
      true,
      ['warning DM-11 software_statement'],
    ]);
  });

  test('keys from two sources are told', () => {
    const both = { jwks: { keys: [] }, jwks_uri: 'https://c.example/jwks' };
    expect(judged(both, { ...asked, jwks_uri: both.jwks_uri })).toEqual([true, ['warning JK-1 jwks']]);
  });

  test('what the server could also do is no substitution', () => {
    const { fields, usable } = compareMetadata(asked, {
      ...granted,
      id_token_signing_alg_values_supported: ['ES256'],
    });
    expect([fields.id_token_signing_alg_values_supported?.outcome, usable]).toEqual(['added', true]);
  });
});
