import { discoverServer, isDcrError } from 'dcr-client';
import { type Wso2Options, wso2 } from 'dcr-client/wso2';
import { describe, expect, test } from 'vitest';

const BASE = 'https://is.example';
const CREDENTIALS = { username: 'admin', password: 'pa55word' };

describe('wso2()', () => {
  test.each<[Wso2Options, string, string]>([
    [{ baseUrl: BASE }, '/oauth2/token', '/api/identity/oauth2/dcr/v1.1/register'],
    [{ baseUrl: `${BASE}/oauth2/token` }, '/oauth2/token', '/api/identity/oauth2/dcr/v1.1/register'],
    [
      { baseUrl: BASE, tenant: 'a.example' },
      '/t/a.example/oauth2/token',
      '/t/a.example/api/identity/oauth2/dcr/v1.1/register',
    ],
    [
      { baseUrl: `${BASE}/t/a.example` },
      '/t/a.example/oauth2/token',
      '/t/a.example/api/identity/oauth2/dcr/v1.1/register',
    ],
    [{ baseUrl: BASE, tenant: 'carbon.super' }, '/oauth2/token', '/api/identity/oauth2/dcr/v1.1/register'],
  ])('%j is at its addresses', (options, issuer, endpoint) => {
    const profile = wso2(options);
    expect([profile.issuer, profile.registrationEndpoint]).toEqual([BASE + issuer, BASE + endpoint]);
    expect(profile).not.toHaveProperty('credential');
  });

  test('without an address it says nothing of places and holds no credential', () => {
    const profile = wso2({ version: '7.0' });
    expect(profile.issuer).toBeUndefined();
    expect(profile.configurationAddress?.('c1')).toBeUndefined();
    expect(profile).not.toHaveProperty('credential');
  });

  test.each<[string, object, RegExp]>([
    ['a misspelt option', { baseURL: BASE }, /Did you mean baseUrl/],
    ['credentials for anybody', { credentials: CREDENTIALS }, /need baseUrl/],
    ['a tenant of no server', { tenant: 'a' }, /need baseUrl/],
    ['an address that is none', { baseUrl: 'is.example' }, /absolute/],
    ['two tenants', { baseUrl: `${BASE}/t/a`, tenant: 'b' }, /tenant a/],
    ['a tenant that is an address', { baseUrl: BASE, tenant: 'a/b' }, /domain/],
    ['an organisation by its name', { baseUrl: BASE, organization: 'Sales' }, /UUID/],
    ['a release in words', { version: 'latest' }, /release/],
    ['credentials of no kind', { baseUrl: BASE, credentials: { username: 'a' } }, /credentials are/],
    [
      'credentials of two kinds',
      { baseUrl: BASE, credentials: { ...CREDENTIALS, accessToken: 'x' } },
      /credentials are|no option/,
    ],
    ['a colon in a user name', { baseUrl: BASE, credentials: { username: 'a:b', password: 'c' } }, /colon/],
    [
      'a password for Asgardeo',
      { baseUrl: 'https://api.asgardeo.io/t/acme', credentials: CREDENTIALS },
      /Asgardeo/,
    ],
  ])('refuses %s', (_what, options, words) => {
    let thrown: unknown;
    try {
      wso2(options as Wso2Options);
    } catch (error) {
      thrown = error;
    }
    expect(isDcrError(thrown) && thrown.message).toMatch(words);
    expect(String(thrown)).not.toContain('pa55word');
  });

  test('is for one tenant alone', async () => {
    const fetch = async () => new Response(null, { status: 404 });
    const profile = wso2({ baseUrl: BASE, tenant: 'a.example', credentials: CREDENTIALS });
    for (const issuer of [`${BASE}/oauth2/token`, `${BASE}/t/b.example`])
      await expect(discoverServer(issuer, { fetch, profile })).rejects.toMatchObject({
        code: 'invalid-option',
      });
    await expect(discoverServer(BASE, { fetch, profile })).rejects.toMatchObject({
      code: 'discovery-failed',
    });
  });

  test('shows no credential', () => {
    const profile = wso2({ baseUrl: BASE, credentials: CREDENTIALS });
    expect(JSON.stringify(profile)).not.toContain('pa55word');
  });

  test('is refused by its name where it is none', async () => {
    const profile = 'wso2' as unknown as ReturnType<typeof wso2>;
    await expect(discoverServer(BASE, { profile })).rejects.toMatchObject({ code: 'invalid-option' });
  });
});

test.each([
  [{ username: 'admin', password: 'pässwörd' }, `Basic ${Buffer.from('admin:pässwörd').toString('base64')}`],
  [{ accessToken: 'abc' }, 'Bearer abc'],
  [{ accessToken: async () => 'def' }, 'Bearer def'],
])('the credential %j becomes a header', async (credentials, header) => {
  const profile = wso2({ baseUrl: BASE, credentials });
  const request = {
    operation: 'read',
    url: `${BASE}/api/identity/oauth2/dcr/v1.1/register/c1`,
    timeoutMs: 1000,
    fetch: globalThis.fetch,
  } as const;
  expect(await profile.credential?.(request)).toBe(header);
  const elsewhere = { ...request, url: 'https://other.example/c1' };
  await expect(profile.credential?.(elsewhere)).rejects.toMatchObject({ code: 'url-refused' });
});
