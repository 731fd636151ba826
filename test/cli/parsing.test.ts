import { describe, expect, test } from 'vitest';
import { changed, changesOf, parseAssignment } from '../../src/cli/assignments.js';
import { isAccount } from '../../src/cli/connection.js';
import { desiredClients } from '../../src/cli/desired-clients.js';
import { UsageError } from '../../src/cli/failures.js';
import { passwordsIn, storeAddress } from '../../src/cli/store-address.js';

describe('--set and --unset', () => {
  test.each([
    ['client_name=Reports', ['client_name', 'Reports']],
    ['client_name=a=b', ['client_name', 'a=b']],
    ['client_name=', ['client_name', '']],
    ['client_name="2024"', ['client_name', '2024']],
    ['default_max_age=60', ['default_max_age', 60]],
    ['require_auth_time=true', ['require_auth_time', true]],
    ['grant_types=["client_credentials"]', ['grant_types', ['client_credentials']]],
    ['client_name#de=Berichte', ['client_name#de', 'Berichte']],
    ['jwks={"keys":', ['jwks', '{"keys":']],
  ])('%s', (text, expected) => {
    expect(parseAssignment(text)).toEqual(expected);
  });

  test.each([
    'client_name',
    '=x',
    '',
    'client_secret=x',
    'registration_access_token=x',
    'ext_param_client_secret=x',
  ])('%j is refused, and its value is not repeated', (text) => {
    expect(() => parseAssignment(text)).toThrow(UsageError);
  });

  test('become changes, in which null removes', () => {
    expect(changesOf({ set: ['a=1', 'b=x'], unset: ['c'] })).toEqual({ a: 1, b: 'x', c: null });
    expect(changed({ a: 0, c: 2, d: 3 }, { a: 1, c: null })).toEqual({ a: 1, d: 3 });
    expect(() => changesOf({ set: ['a=1'], unset: ['a'] })).toThrow(/both name a/);
  });
});

describe('the address of a store', () => {
  const home = '/users/joe';
  test.each([
    [undefined, {}, { kind: 'files', directory: '/users/joe/.local/share/dcr-client' }],
    ['', {}, { kind: 'files', directory: '/users/joe/.local/share/dcr-client' }],
    [undefined, { XDG_DATA_HOME: '/data' }, { kind: 'files', directory: '/data/dcr-client' }],
    [
      undefined,
      { XDG_DATA_HOME: 'data' },
      { kind: 'files', directory: '/users/joe/.local/share/dcr-client' },
    ],
    ['./oauth', {}, { kind: 'files', directory: './oauth' }],
    ['redis://h:1/2', {}, { kind: 'redis', url: 'redis://h:1/2' }],
    ['rediss://h', {}, { kind: 'redis', url: 'rediss://h' }],
    ['postgres://h/d', {}, { kind: 'postgres', url: 'postgres://h/d' }],
    ['PostgreSQL://h/d', {}, { kind: 'postgres', url: 'PostgreSQL://h/d' }],
  ])('%s with %j', (given, env, expected) => {
    expect(storeAddress(given, { env, home })).toEqual(expected);
  });

  test('of another kind is refused', () => {
    expect(() => storeAddress('mysql://h/d', { env: {}, home })).toThrow(UsageError);
  });

  test('has its password found, as it is and decoded', () => {
    expect(passwordsIn('redis://:p%40ss@h')).toEqual(['p%40ss', 'p@ss']);
    expect(passwordsIn('redis://h')).toEqual([]);
  });
});

test.each([
  ['joe@example.com', true],
  ['acct:joe@example.com', true],
  ['https://as.example.com', false],
  ['https://as.example.com/@tenant', false],
  ['as.example.com', false],
])('%s names an account: %s', (target, expected) => {
  expect(isAccount(target)).toBe(expected);
});

describe('a file of clients', () => {
  const expected = [{ name: 'a', metadata: { client_name: 'A' } }];
  test('may be a list or an object', () => {
    expect(desiredClients(expected)).toEqual(expected);
    expect(desiredClients({ a: { client_name: 'A' } })).toEqual(expected);
    expect(desiredClients({})).toEqual([]);
  });

  test.each([
    [7],
    [null],
    [{ a: 7 }],
    [[7]],
    [[{ name: 'a' }]],
    [[{ name: 7, metadata: {} }]],
    [[{ name: 'a', metadata: {}, x: 1 }]],
  ])('%j is refused', (value) => {
    expect(() => desiredClients(value)).toThrow(UsageError);
  });
});
