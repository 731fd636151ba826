import { describe, expect, test } from 'vitest';
import { outgoingMembers } from '../../../src/servers/wso2/outgoing.js';

type Members = Record<string, unknown>;

const registering = (asked: Members, release?: string, defaults: Members = {}) =>
  outgoingMembers({ operation: 'register', members: { ...defaults, ...asked }, asked }, release);

const updating = (asked: Members, registered: Members, release?: string) =>
  outgoingMembers({ operation: 'update', members: asked, asked, registered }, release);

describe('what a registration sends', () => {
  test.each<[string, Members, string | undefined, Members]>([
    [
      'the default of RFC 7591, since this server has none',
      { client_name: 'a', redirect_uris: ['https://a.example/cb'] },
      undefined,
      {
        client_name: 'a',
        redirect_uris: ['https://a.example/cb'],
        grant_types: ['authorization_code'],
      },
    ],
    [
      'no empty list of redirect URIs',
      { client_name: 'a', redirect_uris: [], grant_types: ['client_credentials'] },
      undefined,
      { client_name: 'a', grant_types: ['client_credentials'] },
    ],
    [
      'a flag for the method none, with PKCE',
      { grant_types: ['authorization_code'], token_endpoint_auth_method: 'none' },
      '7.0',
      { grant_types: ['authorization_code'], ext_public_client: true, ext_pkce_mandatory: true },
    ],
    [
      'no PKCE where there is no code, and none that was declined',
      { grant_types: ['implicit'], token_endpoint_auth_method: 'none' },
      '7.3',
      { grant_types: ['implicit'], ext_public_client: true },
    ],
    [
      'PKCE as it was chosen',
      {
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
        ext_pkce_mandatory: false,
      },
      '7.3',
      { grant_types: ['authorization_code'], ext_public_client: true, ext_pkce_mandatory: false },
    ],
    [
      'the word on reuse that private_key_jwt needs since 7.1',
      { grant_types: ['password'], token_endpoint_auth_method: 'private_key_jwt' },
      '7.1',
      {
        grant_types: ['password'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_allow_reuse_pvt_key_jwt: false,
      },
    ],
    [
      'the same for a release that is not known',
      {
        grant_types: ['password'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_allow_reuse_pvt_key_jwt: true,
      },
      undefined,
      {
        grant_types: ['password'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_allow_reuse_pvt_key_jwt: true,
      },
    ],
    [
      'not that word where it is not known',
      { grant_types: ['password'], token_endpoint_auth_method: 'private_key_jwt' },
      '7.0',
      { grant_types: ['password'], token_endpoint_auth_method: 'private_key_jwt' },
    ],
    [
      'not that word with another method',
      {
        grant_types: ['password'],
        token_endpoint_auth_method: 'client_secret_post',
        token_endpoint_allow_reuse_pvt_key_jwt: false,
      },
      '7.3',
      { grant_types: ['password'], token_endpoint_auth_method: 'client_secret_post' },
    ],
    [
      'to 7.0 only what it knows',
      { client_name: 'a', grant_types: ['password'], logo_uri: 'https://a.example', application_type: 'web' },
      '7.0',
      { client_name: 'a', grant_types: ['password'], application_type: 'web' },
    ],
    [
      'to 5.11 less',
      { client_name: 'a', grant_types: ['password'], ext_public_client: true, subject_type: 'public' },
      '5.11',
      { client_name: 'a', grant_types: ['password'] },
    ],
    [
      'to 7.1 what an extension may want',
      { client_name: 'a', grant_types: ['password'], software_id: 's' },
      '7.1',
      { client_name: 'a', grant_types: ['password'], software_id: 's' },
    ],
  ])('%s', (_rule, asked, release, members) => {
    expect(registering(asked, release).members).toEqual(members);
  });

  test.each<[string, Members, string | undefined, readonly string[]]>([
    [
      'what no release keeps',
      { client_name: 'a', scope: 'a', contacts: ['x'] },
      undefined,
      ['scope', 'contacts'],
    ],
    [
      'what this release does not keep yet',
      { jwks_uri: 'https://a.example', client_name: 'a' },
      '6.1',
      ['jwks_uri'],
    ],
    [
      'a method before there were any',
      { token_endpoint_auth_method: 'none' },
      '6.1',
      ['token_endpoint_auth_method'],
    ],
    ['not a method that is a flag', { token_endpoint_auth_method: 'none' }, '7.0', []],
    ['nothing that was not asked for', {}, undefined, []],
  ])('names as not kept %s', (_rule, asked, release, names) => {
    expect(registering(asked, release, { response_types: ['code'] }).notKept).toEqual(names);
  });

  test('names a chosen secret as one', () => {
    expect(registering({ ext_param_client_secret: 'chosen' }).secrets).toEqual(['chosen']);
  });
});

const REGISTERED = {
  client_id: 'c1',
  client_secret: 's1',
  client_name: 'a',
  redirect_uris: ['https://a.example/cb'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
  ext_application_owner: 'admin@carbon.super',
  ext_token_type: 'JWT',
  token_type_extension: 'JWT',
  ext_public_client: false,
};

describe('what an update sends', () => {
  test.each<[string, Members, Members, string | undefined, Members]>([
    [
      'the name, without which the rest is not looked at',
      { client_id: 'c1', jwks_uri: 'https://a.example/jwks' },
      REGISTERED,
      undefined,
      { client_id: 'c1', client_name: 'a', jwks_uri: 'https://a.example/jwks' },
    ],
    [
      'of a whole view only what an update takes',
      { ...REGISTERED, client_secret: undefined, client_name: 'b' },
      REGISTERED,
      '7.0',
      {
        client_id: 'c1',
        client_name: 'b',
        redirect_uris: REGISTERED.redirect_uris,
        grant_types: REGISTERED.grant_types,
        ext_token_type: 'JWT',
        ext_public_client: false,
      },
    ],
    [
      'another owner than the one that is shown',
      { client_name: 'a', ext_application_owner: 'joe' },
      REGISTERED,
      undefined,
      { client_name: 'a', ext_application_owner: 'joe' },
    ],
    [
      'no chosen id or secret: they are for registering',
      { client_name: 'a', ext_param_client_id: 'x', ext_param_client_secret: 'y' },
      REGISTERED,
      undefined,
      { client_name: 'a' },
    ],
    [
      'no empty list, which would change nothing',
      { client_name: 'a', redirect_uris: [], grant_types: [] },
      REGISTERED,
      undefined,
      { client_name: 'a' },
    ],
    [
      'the word on reuse to every client with private_key_jwt',
      { client_name: 'b' },
      {
        client_name: 'a',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_allow_reuse_pvt_key_jwt: true,
      },
      '7.3',
      { client_name: 'b', token_endpoint_allow_reuse_pvt_key_jwt: true },
    ],
    [
      'a flag for the method none',
      { client_name: 'a', token_endpoint_auth_method: 'none' },
      REGISTERED,
      undefined,
      { client_name: 'a', ext_public_client: true },
    ],
    [
      'the flag away with a new method',
      { client_name: 'a', token_endpoint_auth_method: 'client_secret_post', ext_public_client: true },
      { client_name: 'a', token_endpoint_auth_method: 'none', ext_public_client: true },
      undefined,
      { client_name: 'a', token_endpoint_auth_method: 'client_secret_post', ext_public_client: false },
    ],
  ])('%s', (_rule, asked, registered, release, members) => {
    expect(updating(asked, registered, release).members).toEqual(
      Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
    );
  });

  test('names what is left out and stays, but not what the server fills in by itself', () => {
    const registered = { ...REGISTERED, jwks_uri: 'https://a.example/jwks', ext_user_token_lifetime: 3600 };
    const { notRemoved } = updating({ client_name: 'a' }, registered);
    expect(notRemoved).toEqual(['redirect_uris', 'grant_types', 'token_endpoint_auth_method', 'jwks_uri']);
  });

  test('names what is changed and not kept, but not what merely comes back', () => {
    const asked = { ...REGISTERED, scope: 'a', client_secret: 'other', software_statement: 'x.y.z' };
    expect(updating(asked, REGISTERED).notKept).toEqual(['scope', 'software_statement']);
  });

  test('says what it can where nothing is known', () => {
    const asked = { client_name: 'b', grant_types: ['password'] };
    expect(outgoingMembers({ operation: 'update', members: asked, asked }, undefined)).toEqual({
      members: asked,
      notKept: [],
      notRemoved: [],
    });
  });
});
