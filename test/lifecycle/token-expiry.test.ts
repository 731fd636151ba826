import { describe, expect, test } from 'vitest';
import { tokenDueAt, tokenExpiry } from '../../src/lifecycle/token-expiry.js';
import { emptyRecord } from '../../src/lifecycle/transitions.js';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 60 * 60 * 1000;
const jwt = (claims: object | string) => {
  const text = typeof claims === 'string' ? claims : JSON.stringify(claims);
  const encoded = btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `e30.${encoded}.c2ln`;
};

describe('the end of a registration access token', () => {
  test.each<[string, string, object, number | undefined]>([
    ['an opaque token has none', 'opaque', {}, undefined],
    ['two dots do not make a JWT', 'a.b.c', {}, undefined],
    ['a JWT without exp has none', jwt({ sub: 'c' }), {}, undefined],
    ['a JWT has its exp', jwt({ exp: (NOW + HOUR) / 1000 }), {}, NOW + HOUR],
    ['an exp that is no number says nothing', jwt({ exp: 'soon' }), {}, undefined],
    ['a payload that is no object says nothing', jwt('null'), {}, undefined],
    ['a stated lifetime', 'opaque', { registration_access_token_expires_in: 3600 }, NOW + HOUR],
    ['as a text', 'opaque', { registration_access_token_expires_in: '3600' }, NOW + HOUR],
    ['0 states nothing', 'opaque', { registration_access_token_expires_in: 0 }, undefined],
  ])('%s', (_rule, registration_access_token, rawAnswer, expected) => {
    expect(tokenExpiry({ client_id: 'c', registration_access_token, rawAnswer }, NOW)).toBe(expected);
  });
});

describe('when a token is due', () => {
  const record = { ...emptyRecord('https://as.example'), tokenIssuedAt: NOW };
  test.each<[string, object, number | undefined, number | undefined]>([
    ['without a known end: never', {}, undefined, undefined],
    ['a tenth of its lifetime early', { tokenExpiresAt: NOW + 10 * HOUR }, undefined, NOW + 9 * HOUR],
    ['at its maximum age', {}, 5 * HOUR, NOW + 5 * HOUR],
    ['at whichever comes first', { tokenExpiresAt: NOW + 10 * HOUR }, HOUR, NOW + HOUR],
    [
      'by our clock, if that of the server is ahead',
      { tokenExpiresAt: NOW + 11 * HOUR, serverAheadMs: HOUR },
      undefined,
      NOW + 9 * HOUR,
    ],
    ['after a try in vain: an hour later', { tokenTriedAt: NOW + 6 * HOUR }, 5 * HOUR, NOW + 7 * HOUR],
  ])('%s', (_rule, times, maxTokenAgeMs, expected) => {
    expect(tokenDueAt({ ...record, ...times }, maxTokenAgeMs)).toBe(expected);
  });
});
