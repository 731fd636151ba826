import { describe, expect, test } from 'vitest';
import {
  issuerAddress,
  placeOf,
  registrationEndpoint,
  wellKnownAddresses,
} from '../../../src/servers/wso2/addresses.js';

const ORGANIZATION = '10084a8d-113f-4211-a0d5-efe36b082211';

describe('the place that an address belongs to', () => {
  test.each([
    ['https://is.example', 'https://is.example', undefined],
    ['https://is.example:9443/', 'https://is.example:9443', undefined],
    ['https://is.example/oauth2/token', 'https://is.example', undefined],
    ['https://is.example/oauth2/token/', 'https://is.example', undefined],
    ['https://is.example/oauth2/oidcdiscovery', 'https://is.example', undefined],
    ['https://is.example/t/wso2.com', 'https://is.example', 'wso2.com'],
    ['https://is.example/t/wso2.com/oauth2/token', 'https://is.example', 'wso2.com'],
    ['https://is.example/t/carbon.super/oauth2/token', 'https://is.example', undefined],
    ['https://is.example/auth/t/wso2.com/oauth2/token', 'https://is.example/auth', 'wso2.com'],
    ['https://is.example/auth', 'https://is.example/auth', undefined],
    ['https://api.asgardeo.io/t/acme', 'https://api.asgardeo.io', 'acme'],
    ['https://is.example/api/identity/oauth2/dcr/v1.0/register', 'https://is.example', undefined],
    ['https://is.example/t/a.b/api/identity/oauth2/dcr/v1.1/register', 'https://is.example', 'a.b'],
  ])('%s', (address, base, tenant) => {
    expect(placeOf(address)).toEqual({ base, tenant, organization: undefined });
  });

  test('an organisation is told from its tenant', () => {
    const address = `https://is.example/t/acme/o/${ORGANIZATION}/api/identity/oauth2/dcr/v1.1/register`;
    expect(placeOf(address)).toEqual({
      base: 'https://is.example',
      tenant: 'acme',
      organization: ORGANIZATION,
    });
    expect(registrationEndpoint(placeOf(address))).toBe(address);
  });
});

const base = 'https://is.example';

test.each([
  [{ base }, '/oauth2/token', '/api/identity/oauth2/dcr/v1.1/register'],
  [
    { base, tenant: 'wso2.com' },
    '/t/wso2.com/oauth2/token',
    '/t/wso2.com/api/identity/oauth2/dcr/v1.1/register',
  ],
  [
    { base, tenant: 'wso2.com', organization: ORGANIZATION },
    '/t/wso2.com/oauth2/token',
    `/t/wso2.com/o/${ORGANIZATION}/api/identity/oauth2/dcr/v1.1/register`,
  ],
  [
    { base, organization: ORGANIZATION },
    '/oauth2/token',
    `/t/carbon.super/o/${ORGANIZATION}/api/identity/oauth2/dcr/v1.1/register`,
  ],
])('%j has its issuer and its registration endpoint', (place, issuer, endpoint) => {
  expect([issuerAddress(place), registrationEndpoint(place)]).toEqual([base + issuer, base + endpoint]);
});

test('metadata is first asked for where all releases have it', () => {
  expect(wellKnownAddresses('https://is.example/auth/t/wso2.com/oauth2/token')).toEqual([
    'https://is.example/auth/t/wso2.com/oauth2/token/.well-known/openid-configuration',
    'https://is.example/.well-known/oauth-authorization-server/auth/t/wso2.com/oauth2/token',
    'https://is.example/auth/t/wso2.com/oauth2/oidcdiscovery/.well-known/openid-configuration',
    'https://is.example/auth/t/wso2.com/.well-known/openid-configuration',
  ]);
});
