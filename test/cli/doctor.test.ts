import { describe, expect, test } from 'vitest';
import { diagnoseMetadata } from '../../src/cli/doctor/from-metadata.js';
import { diagnoseObservations, type Observations } from '../../src/cli/doctor/observations.js';
import { vendorOf } from '../../src/cli/doctor/vendors.js';
import { DcrError, type ServerMetadata } from '../../src/index.js';

const GOOD = {
  issuer: 'https://as.example.com',
  registration_endpoint: 'https://as.example.com/register',
  token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
  grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
  code_challenge_methods_supported: ['S256'],
};

describe('what metadata tells', () => {
  test('a server with all that is wanted has nothing against it', () => {
    expect(diagnoseMetadata(GOOD).map(({ level }) => level)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  test.each([
    ['no registration endpoint', { registration_endpoint: undefined }, 'problem', /switched off/],
    ['an endpoint that is no address', { registration_endpoint: 'register' }, 'problem', /no address/],
    ['another origin', { registration_endpoint: 'https://dcr.example.com/r' }, 'note', /another origin/],
    [
      'no public clients',
      { token_endpoint_auth_methods_supported: ['client_secret_basic'] },
      'note',
      /Public clients/,
    ],
    ['no methods', { token_endpoint_auth_methods_supported: undefined }, 'ok', /the default/],
    [
      'assertions without algorithms',
      { token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'] },
      'note',
      /algorithms/,
    ],
    [
      'no grants',
      { grant_types_supported: undefined },
      'note',
      /refresh_token and client_credentials are not/,
    ],
    [
      'one grant missing',
      { grant_types_supported: ['authorization_code', 'refresh_token'] },
      'note',
      /client_credentials is not/,
    ],
    ['PKCE not announced', { code_challenge_methods_supported: undefined }, 'note', /Not announced/],
    ['PKCE by plain alone', { code_challenge_methods_supported: ['plain'] }, 'problem', /Only plain/],
  ] as const)('%s', (_, change, level, says) => {
    const server: ServerMetadata = JSON.parse(JSON.stringify({ ...GOOD, ...change }));
    const found = diagnoseMetadata(server);
    expect(found).toContainEqual(expect.objectContaining({ level, says: expect.stringMatching(says) }));
  });

  test('what discovery noticed is among it', () => {
    const found = diagnoseMetadata(GOOD, [{ code: 'issuer-trailing-slash', message: 'a slash' }]);
    expect(found.at(-1)).toMatchObject({
      level: 'note',
      about: 'metadata (issuer-trailing-slash)',
      says: 'a slash',
    });
  });

  test.each([
    ['https://h:9443/t/a.example/api/identity/oauth2/dcr/v1.1/register', 'WSO2 Identity Server or Asgardeo'],
    ['https://h/auth/realms/r/clients-registrations/openid-connect', 'Keycloak'],
    ['https://h/oauth2/v1/clients', 'Okta'],
    ['https://h/oidc/register', 'Auth0'],
    ['https://h/oauth2/register', 'Ory Hydra'],
    ['https://h/connect/register', 'Spring Authorization Server'],
    ['https://h/register', undefined],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('%s is that of %s', (endpoint, name) => {
    expect(vendorOf(endpoint)?.name).toBe(name);
  });
});

const failed = (code: ConstructorParameters<typeof DcrError>[0]) => ({
  error: new DcrError(code, 'It failed.'),
});
const refusedByWso2 = {
  error: new DcrError('unauthorized', 'No. Pass wso2({ baseUrl, credentials }) as profile.'),
};
const CALM: Observations = {
  registered: { differences: [] },
  isManageable: true,
  read: {},
  updated: {},
  deleted: {},
  afterwards: 'token-refused',
};

describe('what a probe tells', () => {
  test('a server that does everything by the book has nothing against it', () => {
    expect(new Set(diagnoseObservations(CALM).map(({ level }) => level))).toEqual(new Set(['ok']));
  });

  test.each([
    ['a registration that is refused', { registered: failed('unauthorized') }, 'problem', /No client could/],
    [
      'metadata granted otherwise',
      { registered: { differences: ['client_name (changed)'] } },
      'note',
      /client_name/,
    ],
    ['secrets that end', { expiresAt: 1_700_000_000 }, 'note', /2023-11-14T22:13:20/],
    [
      'no management',
      { isManageable: false, read: failed('not-manageable'), deleted: failed('not-manageable') },
      'problem',
      /still there/,
    ],
    ['no updates', { updated: failed('unsupported') }, 'note', /Updating failed/],
    ['reads that fail', { read: failed('server-error') }, 'problem', /Reading failed/],
    [
      'tokens replaced by updates',
      { updated: { tokenChanged: true } },
      'note',
      /token is replaced by an update\./,
    ],
    [
      'all replaced by both',
      {
        read: { tokenChanged: true, secretChanged: true },
        updated: { tokenChanged: true, secretChanged: true },
      },
      'note',
      /secret is replaced by a read and an update/,
    ],
    ['a deletion that fails', { deleted: failed('server-error') }, 'problem', /still there/],
    ['a client that outlives its deletion', { afterwards: 'still there' }, 'problem', /can still be read/],
  ] as const)('%s', (_, change, level, says) => {
    const found = diagnoseObservations({ ...CALM, ...change });
    expect(found).toContainEqual(expect.objectContaining({ level, says: expect.stringMatching(says) }));
  });

  test('names what this server takes to register a client', () => {
    const settingsFor = (registered: Observations['registered']) =>
      diagnoseObservations({ ...CALM, registered }).map(({ set }) => set);
    expect(settingsFor(failed('unauthorized'))).toEqual([
      'DCR_INITIAL_ACCESS_TOKEN, or --ask-initial-access-token',
    ]);
    expect(settingsFor(refusedByWso2)).toEqual([expect.stringContaining('DCR_WSO2_USERNAME')]);
  });
});
