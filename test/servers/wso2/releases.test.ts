import { describe, expect, test } from 'vitest';
import { isKept, isKnown, isSince, isStrict, staysWhenAbsent } from '../../../src/servers/wso2/releases.js';

test.each([
  ['7.0', '7.0', true],
  ['7.0.0', '7.1', false],
  ['7.10', '7.9', true],
  ['6.1', '7.0', false],
  ['5.11', '5.7', true],
  ['5.7', '5.10', false],
  ['8.0', '7.4', true],
  [undefined, '7.4', true],
])('release %s is since %s: %s', (release, since, expected) => {
  expect(isSince(release, since)).toBe(expected);
});

test.each([
  ['5.11', true],
  ['7.0', true],
  ['7.1', false],
  [undefined, false],
])('release %s refuses what it does not know: %s', (release, expected) => {
  expect(isStrict(release)).toBe(expected);
});

describe('what a release knows and keeps', () => {
  test.each([
    // Member, operation, release, known, kept.
    ['client_name', 'register', '5.7', true, true],
    ['token_endpoint_auth_method', 'register', '6.1', false, false],
    ['token_endpoint_auth_method', 'register', '7.0', true, true],
    ['jwks_uri', 'register', '6.1', true, false],
    ['jwks_uri', 'register', '7.0', true, true],
    ['jwks_uri', 'update', '6.1', false, false],
    ['application_type', 'register', '7.0', true, false],
    ['application_type', 'register', '7.1', false, false],
    ['application_type', 'register', undefined, false, false],
    ['application_type', 'update', '7.0', false, false],
    ['contacts', 'register', '7.3', true, false],
    ['scope', 'register', undefined, false, false],
    ['constructor', 'register', undefined, false, false],
    ['ext_application_version', 'register', '7.1', false, false],
    ['ext_application_version', 'update', '7.1', true, true],
    ['frontchannel_logout_uri', 'update', '7.1', false, false],
    ['ext_param_client_secret_expires_at', 'register', '7.3', false, false],
    ['ext_param_client_secret_expires_at', 'register', undefined, true, true],
    ['client_secret', 'update', '7.3', true, false],
    ['ext_pkce_mandatory', 'update', '7.3', true, true],
  ] as const)('%s in %s at %s: known %s, kept %s', (name, operation, release, known, kept) => {
    expect([isKnown(name, operation, release), isKept(name, operation, release)]).toEqual([known, kept]);
  });
});

test('an update cannot take away what it merges, and resets flags', () => {
  expect(['redirect_uris', 'jwks_uri', 'subject_type'].every(staysWhenAbsent)).toBe(true);
  expect(['ext_pkce_mandatory', 'client_secret', 'scope'].some(staysWhenAbsent)).toBe(false);
});
