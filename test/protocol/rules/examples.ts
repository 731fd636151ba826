import type { ValidateMetadataOptions } from '../../../src/index.js';
import type { RuleId } from '../../../src/protocol/rules/catalogue.js';

type Example =
  | Record<string, unknown>
  | readonly [metadata: Record<string, unknown>, options: ValidateMetadataOptions];

/** What a rule allows, and what it does not; `weight` where an example weighs otherwise than the rule. */
export interface RuleExamples {
  readonly rule: RuleId;
  readonly valid: readonly Example[];
  readonly invalid: readonly Example[];
  /** Broken, but only worth a warning in the default mode, although the rule itself is an error. */
  readonly tolerated?: readonly Example[];
}

const CB = 'https://c.example/cb';
const CIBA = 'urn:openid:params:grant-type:ciba';
const web = (more: Record<string, unknown> = {}) => ({ redirect_uris: [CB], ...more });
const to = (...redirect_uris: unknown[]) => ({ redirect_uris });
const app = (uri: string, more: Record<string, unknown> = {}) => ({
  application_type: 'native',
  redirect_uris: [uri],
  token_endpoint_auth_method: 'none',
  ...more,
});
const service = (more: Record<string, unknown> = {}) => ({
  grant_types: ['client_credentials'],
  response_types: [],
  ...more,
});
const EC = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};
const RSA = { kty: 'RSA', n: 'AQAB', e: 'AQAB' };
const keys = (...jwks: Record<string, unknown>[]) => ({ jwks: { keys: jwks } });
const uri = { jwks_uri: 'https://c.example/jwks' };
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const statement = (claims: Record<string, unknown>, alg = 'RS256') =>
  `${encode({ alg })}.${encode({ iss: 'https://publisher.example', ...claims })}.c2lnbmF0dXJl`;
const server = (more: Record<string, unknown>) => ({ server: { issuer: 'https://as.example', ...more } });
const NOW = 1_900_000_000_000;

/** Bytes that stand for a certificate: what counts is that those of the key are inside. */
const certificateOf = (...parts: string[]) => [
  Buffer.concat([
    Buffer.from('MII'),
    ...parts.map((part) => Buffer.from(part, 'base64url')),
    Buffer.from('end'),
  ]).toString('base64'),
];

const uk = { profiles: ['uk-open-banking'] } as const;
const br = { profiles: ['open-finance-brasil'], now: NOW } as const;
const cdr = { profiles: ['australia-cdr'] } as const;
const cimd = { profiles: ['client-id-metadata-document'] } as const;
const fapi = { profiles: ['fapi-2'] } as const;
const ssa = (claims: Record<string, unknown> = {}, alg = 'PS256') => ({
  software_statement: statement({ iat: NOW / 1000 - 60, ...claims }, alg),
});

/** Nothing that CDR objects to, so that one change shows one demand. */
const atCdr = (more: Record<string, unknown> = {}) =>
  web({
    token_endpoint_auth_method: 'private_key_jwt',
    authorization_signed_response_alg: 'PS256',
    ...uri,
    ...more,
  });

/** One algorithm of the client's, and the list of those that the other side knows (AL-4), or the client itself (RM-1). */
const LISTS = [
  ['token_endpoint_auth_signing_alg', 'token_endpoint_auth_signing_alg_values_supported'],
  ['id_token_signed_response_alg', 'id_token_signing_alg_values_supported'],
  ['id_token_encrypted_response_alg', 'id_token_encryption_alg_values_supported'],
  ['id_token_encrypted_response_enc', 'id_token_encryption_enc_values_supported'],
  ['userinfo_signed_response_alg', 'userinfo_signing_alg_values_supported'],
  ['userinfo_encrypted_response_alg', 'userinfo_encryption_alg_values_supported'],
  ['userinfo_encrypted_response_enc', 'userinfo_encryption_enc_values_supported'],
  ['request_object_signing_alg', 'request_object_signing_alg_values_supported'],
  ['request_object_encryption_alg', 'request_object_encryption_alg_values_supported'],
  ['request_object_encryption_enc', 'request_object_encryption_enc_values_supported'],
  ['authorization_signed_response_alg', 'authorization_signing_alg_values_supported'],
  ['authorization_encrypted_response_alg', 'authorization_encryption_alg_values_supported'],
  ['authorization_encrypted_response_enc', 'authorization_encryption_enc_values_supported'],
  ['introspection_signed_response_alg', 'introspection_signing_alg_values_supported'],
  ['introspection_encrypted_response_alg', 'introspection_encryption_alg_values_supported'],
  ['introspection_encrypted_response_enc', 'introspection_encryption_enc_values_supported'],
  [
    'backchannel_authentication_request_signing_alg',
    'backchannel_authentication_request_signing_alg_values_supported',
  ],
] as const;

export const EXAMPLES: readonly RuleExamples[] = [
  {
    rule: 'shape',
    valid: [web({ client_name: 'App' })],
    invalid: [
      web({ client_name: 7 }),
      web({ grant_types: ['authorization_code', 7] }),
      web({ vp_formats_supported: [], vp_formats: 1, client_name: {} }),
    ],
  },

  {
    rule: 'RU-1',
    valid: [to(CB), to('https://c.example'), to('com.example.app:/cb')],
    invalid: [to('/cb'), to('c.example/cb'), to('https:c.example'), to('https://')],
  },
  {
    rule: 'RU-2',
    valid: [to('https://c.example/cb?x=1')],
    invalid: [to('https://c.example/cb#f'), to('https://c.example/cb#')],
  },
  {
    rule: 'RU-3',
    valid: [app('http://127.0.0.1/cb'), app('http://[::1]:8000/cb')],
    invalid: [
      app('http://c.example/cb'),
      { ...to('http://c.example/cb'), token_endpoint_auth_method: 'none' },
      [to('http://c.example/cb'), { mode: 'strict' }],
    ],
    tolerated: [to('http://c.example/cb')],
  },
  {
    rule: 'RU-5',
    valid: [to('https://a.c.example/cb')],
    invalid: [[to('https://*.c.example/cb'), { mode: 'strict' }]],
    tolerated: [to('https://*.c.example/cb')],
  },
  {
    rule: 'RU-6',
    valid: [app('com.example.app:/cb')],
    invalid: [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc',
      'blob:https://c.example/1',
      'about:blank',
      'vbscript:x',
      'JavaScript:x',
    ].map((value) => to(value)),
  },
  {
    rule: 'RU-7',
    valid: [app('com.example.app:/oauth2redirect')],
    invalid: [[app('myapp:/cb'), { mode: 'strict' }]],
    tolerated: [app('myapp:/cb'), app('myapp://cb')],
  },
  { rule: 'RU-9', valid: [to(CB), to('https://c.example/@joe')], invalid: [to('https://u:p@c.example/cb')] },
  { rule: 'RU-10', valid: [to(CB)], invalid: [{ redirect_uris: CB }, to(1), to(CB, CB)] },
  {
    rule: 'RU-11',
    valid: [app('http://127.0.0.1/cb')],
    invalid: [app('oob'), app('urn:ietf:wg:oauth:2.0:oob'), app('urn:ietf:wg:oauth:2.0:oob:auto')],
  },
  {
    rule: 'RU-13',
    valid: [to('https://xn--bcher-kva.example/cb')],
    invalid: [to('https://bücher.example/cb')],
  },
  {
    rule: 'RU-17',
    valid: [service(), ssa(), web()],
    invalid: [
      { grant_types: ['implicit', 'client_credentials'], response_types: [] },
      {},
      to(),
      { grant_types: ['authorization_code'] },
    ],
  },

  {
    rule: 'AT-1',
    valid: [web({ grant_types: ['implicit'], response_types: ['id_token'] })],
    invalid: [{ ...to('http://c.example/cb'), grant_types: ['implicit'], response_types: ['id_token'] }],
  },
  {
    rule: 'AT-2',
    valid: [
      app('http://localhost/cb', { grant_types: ['implicit'], response_types: ['id_token'] }),
      to('https://localhost/cb'),
      web({ grant_types: ['implicit'], response_types: ['id_token'] }),
    ],
    invalid: ['https://localhost/cb', 'https://127.0.0.1/cb', 'https://[::1]/cb'].map((value) => ({
      ...to(value),
      grant_types: ['implicit'],
      response_types: ['id_token'],
    })),
  },
  {
    rule: 'AT-3',
    valid: [app('http://[::1]:3000/cb'), app('com.example.app:/cb'), app('http://localhost/cb')],
    invalid: [app('http://192.168.0.5/cb')],
  },
  {
    rule: 'AT-4',
    valid: [app('http://127.0.0.1/cb')],
    invalid: [app('https://localhost/cb'), app('https://app.example.com/cb')],
  },
  {
    rule: 'AT-5',
    valid: [web()],
    invalid: [{ ...to('com.example.app:/cb'), application_type: 'web' }, to('com.example.app:/cb')],
  },
  {
    rule: 'AT-6',
    valid: [web(), app('com.example.app:/cb')],
    invalid: [to(CB, 'com.example.app:/cb'), app(CB, to(CB, 'http://127.0.0.1/cb'))],
  },
  { rule: 'AT-7', valid: [web(), app('http://127.0.0.1/cb')], invalid: [to('http://127.0.0.1/cb')] },
  {
    rule: 'AT-8',
    valid: [web({ application_type: 'web' }), [web({ application_type: 'mobile' }), uk]],
    invalid: [web({ application_type: 'spa' })],
  },

  {
    rule: 'GR-1',
    valid: [web({ response_types: ['code'], grant_types: ['authorization_code'] })],
    invalid: [web({ response_types: ['code'], grant_types: ['implicit'] })],
  },
  {
    rule: 'GR-2',
    valid: [web({ response_types: ['id_token'], grant_types: ['implicit'] })],
    invalid: [web({ response_types: ['id_token'] })],
  },
  {
    rule: 'GR-3',
    valid: [web({ response_types: ['id_token token'], grant_types: ['implicit'] })],
    invalid: [web({ response_types: ['token id_token'], grant_types: ['authorization_code'] })],
  },
  {
    rule: 'GR-4',
    valid: [web({ response_types: ['code id_token'], grant_types: ['authorization_code', 'implicit'] })],
    invalid: [web({ response_types: ['code id_token'], grant_types: ['authorization_code'] })],
  },
  {
    rule: 'GR-5',
    valid: [web({ response_types: ['code token'], grant_types: ['authorization_code', 'implicit'] })],
    invalid: [web({ response_types: ['code token'], grant_types: ['implicit'] })],
  },
  {
    rule: 'GR-6',
    valid: [
      web({ response_types: ['code id_token token'], grant_types: ['authorization_code', 'implicit'] }),
    ],
    invalid: [
      web({ response_types: ['code id_token token'], grant_types: ['authorization_code'] }),
      web({ response_types: ['token id_token code'], grant_types: ['implicit'] }),
    ],
  },
  {
    rule: 'GR-7',
    valid: [web({ response_types: ['token'], grant_types: ['implicit'] })],
    invalid: [web({ response_types: ['token'], grant_types: ['authorization_code'] })],
  },
  {
    rule: 'GR-9',
    valid: [{ grant_types: ['implicit'] }, service(), web()],
    invalid: [
      { grant_types: ['client_credentials'] },
      { grant_types: ['urn:ietf:params:oauth:grant-type:device_code'] },
    ],
  },
  {
    rule: 'GR-10',
    valid: [web({ response_types: ['code'] }), { grant_types: [], response_types: [] }],
    invalid: [web({ grant_types: [], response_types: ['code'] })],
  },
  {
    rule: 'GR-11',
    valid: [
      { grant_types: ['client_credentials'], response_types: [] },
      { grant_types: ['refresh_token', 'authorization_code'] },
      web({ grant_types: ['authorization_code', 'refresh_token'] }),
    ],
    invalid: [{ grant_types: ['refresh_token'], response_types: [] }],
  },
  {
    rule: 'GR-12',
    valid: [
      web({ grant_types: ['authorization_code'] }),
      web({ response_types: ['none'] }),
      web({ response_types: ['code'] }),
    ],
    invalid: [
      web({ grant_types: ['authorization_code', 'implicit'], response_types: ['code'] }),
      web({ response_types: ['id_token'], grant_types: ['authorization_code', 'implicit'] }),
    ],
  },
  {
    rule: 'GR-13',
    valid: [web({ response_types: ['code'] })],
    invalid: [web({ response_types: ['code code'] })],
  },
  {
    rule: 'GR-15',
    valid: [
      [web({ grant_types: ['implicit'], response_types: ['id_token'] }), server({})],
      [web(), server({ grant_types_supported: ['authorization_code'], response_types_supported: ['code'] })],
      [
        web({ response_types: ['id_token code'], grant_types: ['authorization_code', 'implicit'] }),
        server({ response_types_supported: ['code id_token'] }),
      ],
    ],
    invalid: [
      [service(), server({ grant_types_supported: ['authorization_code'] })],
      [service(), server({})],
      [web({ response_types: ['code'] }), server({ response_types_supported: ['id_token'] })],
    ],
  },
  {
    rule: 'GR-16',
    valid: [[web({ response_types: ['code'] }), fapi], web(), [web(), fapi]],
    invalid: [
      [web({ response_types: ['none'] }), fapi],
      [
        web({ response_types: ['code id_token token'], grant_types: ['authorization_code', 'implicit'] }),
        fapi,
      ],
      [web({ response_types: ['code id_token'], grant_types: ['authorization_code', 'implicit'] }), fapi],
      [service({ grant_types: ['password'] }), { mode: 'strict' }],
    ],
    tolerated: [
      { redirect_uris: [CB], grant_types: ['implicit'], response_types: ['id_token'] },
      web({ response_types: ['code token'] }),
      service({ grant_types: ['password'] }),
    ],
  },
  {
    rule: 'GR-17',
    valid: [service({ token_endpoint_auth_method: 'private_key_jwt', ...uri })],
    invalid: [service({ token_endpoint_auth_method: 'none' })],
  },

  {
    rule: 'AM-2',
    valid: [web({ token_endpoint_auth_method: 'none' })],
    invalid: [web({ token_endpoint_auth_method: 'none', token_endpoint_auth_signing_alg: 'ES256' })],
  },
  {
    rule: 'AM-3',
    valid: [
      web(),
      web({ token_endpoint_auth_method: 'private_key_jwt', ...uri }),
      { token_endpoint_auth_method: 'private_key_jwt', ...ssa() },
    ],
    invalid: [web({ token_endpoint_auth_method: 'private_key_jwt' })],
  },
  {
    rule: 'AM-4',
    valid: [
      web({ token_endpoint_auth_signing_alg: 'RS256' }),
      web({ token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'HS256' }),
    ],
    invalid: [
      web({ token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'RS256' }),
    ],
  },
  {
    rule: 'AM-5',
    valid: [web({ token_endpoint_auth_signing_alg: 'ES256' })],
    invalid: [web({ token_endpoint_auth_signing_alg: 'none' })],
  },
  {
    rule: 'AM-6',
    valid: [
      web({ token_endpoint_auth_signing_alg: 'HS256' }),
      web({
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'PS256',
        ...uri,
      }),
    ],
    invalid: [
      web({
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'HS256',
        ...uri,
      }),
    ],
  },
  {
    rule: 'AM-7',
    valid: [
      [web({ token_endpoint_auth_method: 'client_secret_basic' }), server({})],
      [
        web({ token_endpoint_auth_method: 'none' }),
        server({ token_endpoint_auth_methods_supported: ['none'] }),
      ],
      [web(), server({})],
    ],
    invalid: [
      [web({ token_endpoint_auth_method: 'none' }), server({})],
      [web(), server({ token_endpoint_auth_methods_supported: ['none'] })],
    ],
  },
  {
    rule: 'AM-8',
    valid: [
      { grant_types: ['client_credentials'], response_types: [] },
      to('https://c.example/cb', 'http://127.0.0.1/cb'),
      app('com.example.app:/cb'),
      web(),
    ],
    invalid: [{ application_type: 'native', ...to('com.example.app:/cb') }, to('http://127.0.0.1/cb')],
  },
  {
    rule: 'AM-9',
    valid: [[web({ client_id: 'https://c.example/client.json', token_endpoint_auth_method: 'none' }), cimd]],
    invalid: [
      [
        web({ client_id: 'https://c.example/client.json', token_endpoint_auth_method: 'client_secret_post' }),
        cimd,
      ],
      [web({ client_id: 'https://c.example/client.json' }), cimd],
    ],
  },
  {
    rule: 'AM-12',
    valid: [
      [ssa({ token_endpoint_auth_method: 'private_key_jwt' }), br],
      [{ ...ssa(), token_endpoint_auth_method: 'private_key_jwt' }, br],
    ],
    invalid: [
      [ssa(), br],
      [web(), fapi],
    ],
  },

  { rule: 'JK-1', valid: [web(uri)], invalid: [web({ ...uri, ...keys(EC) })] },
  {
    rule: 'JK-2',
    valid: [web(uri)],
    invalid: [web({ jwks_uri: 'http://c.example/jwks' })],
    tolerated: [web({ jwks_uri: 'http://localhost:3000/jwks' })],
  },
  {
    rule: 'JK-3',
    valid: [web(keys(EC))],
    invalid: [
      web(keys({ ...EC, d: 'x' })),
      web(keys({ ...RSA, p: 'x', q: 'x' })),
      web(keys({ kty: 'oct', k: 'x' })),
      web(keys({ kty: 'oct' })),
      [web(keys({ ...EC, d: 'x' })), { mode: 'off' }],
    ],
  },
  {
    rule: 'JK-4',
    valid: [
      web(keys({ ...EC, use: 'sig' }, { ...EC, kid: 'a' })),
      web({ ...keys(EC, RSA), token_endpoint_auth_method: 'private_key_jwt' }),
      web({ ...keys(EC, RSA), id_token_encrypted_response_alg: 'RSA-OAEP' }),
      web({
        ...keys(RSA),
        token_endpoint_auth_method: 'private_key_jwt',
        id_token_encrypted_response_alg: 'RSA-OAEP',
      }),
      web(keys({ ...EC, use: 'sig' }, { ...RSA, use: 'enc' })),
    ],
    invalid: [
      web({
        ...keys(EC, RSA),
        request_object_signing_alg: 'ES256',
        id_token_encrypted_response_alg: 'RSA-OAEP',
      }),
      web(keys({ ...EC, use: 'sig' }, { ...EC, use: 'enc', kid: 'a' }, RSA)),
      web({
        ...keys(EC, RSA),
        token_endpoint_auth_method: 'private_key_jwt',
        id_token_encrypted_response_alg: 'RSA-OAEP',
      }),
    ],
  },
  {
    rule: 'JK-5',
    valid: [web(keys({ ...EC, kid: 'k1' }, { ...EC, kid: 'k2' })), web(keys(EC, RSA))],
    invalid: [web(keys({ ...EC, kid: 'k1' }, { ...RSA, kid: 'k1' })), web(keys({ ...EC, kid: 'k1' }, EC))],
  },
  {
    rule: 'JK-6',
    valid: [
      web(keys({ ...RSA, x5c: certificateOf(RSA.n) })),
      web(keys({ ...EC, x5c: certificateOf(EC.x, EC.y) })),
    ],
    invalid: [
      web(keys({ kty: 'EC', crv: EC.crv, x: EC.x, x5c: certificateOf(EC.x, EC.y) })),
      web(keys({ kty: 'RSA', x5c: ['MIIB'] })),
      web(keys({ x5c: ['MIIB'] })),
      web(keys({ ...EC, x5c: certificateOf('b3RoZXI') })),
      web(keys({ ...EC, x5c: ['?'] })),
    ],
  },
  {
    rule: 'JK-7',
    valid: [
      web({ id_token_encrypted_response_alg: 'RSA-OAEP', ...uri }),
      web({ request_object_signing_alg: 'HS256' }),
    ],
    invalid: [
      web({ userinfo_encrypted_response_alg: 'ECDH-ES+A256KW' }),
      web({ id_token_encrypted_response_alg: 'RSA-OAEP' }),
      web({ request_object_signing_alg: 'ES256' }),
      web({ backchannel_authentication_request_signing_alg: 'ES256' }),
    ],
  },
  {
    rule: 'JK-8',
    valid: [
      web({ token_endpoint_auth_signing_alg: 'RS256', ...keys(EC) }),
      web({ request_object_signing_alg: 'ES256', ...keys({ ...EC, kid: 'a' }, RSA) }),
      web({ request_object_signing_alg: 'EdDSA', ...keys({ kty: 'OKP', crv: 'Ed25519', x: 'x' }) }),
      web({ request_object_signing_alg: 'PS256', ...keys(RSA) }),
      web({ request_object_signing_alg: 'HS256', ...keys(EC) }),
      web({
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        ...keys(EC),
      }),
      web({ id_token_encrypted_response_alg: 'ECDH-ES', ...keys(EC) }),
    ],
    invalid: [
      web({ request_object_signing_alg: 'ES384', ...keys(EC) }),
      web({ request_object_signing_alg: 'Ed25519', ...keys({ kty: 'OKP', crv: 'Ed448', x: 'x' }) }),
      web({
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        ...keys(RSA),
      }),
      web({ request_object_signing_alg: 'EdDSA', ...keys(EC) }),
      web({ userinfo_encrypted_response_alg: 'RSA-OAEP', ...keys({ ...RSA, use: 'sig' }) }),
    ],
  },
  {
    rule: 'JK-9',
    valid: [web({ jwks: { keys: [] } })],
    invalid: [
      web({ jwks: [1] }),
      web({ jwks: '{"keys":[]}' }),
      web({ jwks: {} }),
      web({ jwks: { keys: [1] } }),
    ],
  },

  {
    rule: 'TL-1',
    valid: [
      web({ token_endpoint_auth_method: 'tls_client_auth', ...ssa() }),
      web({ token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: 'c.example' }),
    ],
    invalid: [
      web({ token_endpoint_auth_method: 'tls_client_auth' }),
      web({
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_san_dns: 'c.example',
        tls_client_auth_san_ip: '192.0.2.1',
      }),
    ],
  },
  {
    rule: 'TL-2',
    valid: [
      web({
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        ...keys(EC, { ...RSA, x5c: certificateOf(RSA.n) }),
      }),
      web({
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        ...keys({ ...RSA, x5c: certificateOf(RSA.n) }),
      }),
      web({ token_endpoint_auth_method: 'self_signed_tls_client_auth', ...uri }),
    ],
    invalid: [
      web({ token_endpoint_auth_method: 'self_signed_tls_client_auth', ...keys(EC) }),
      web({ token_endpoint_auth_method: 'self_signed_tls_client_auth' }),
    ],
  },
  {
    rule: 'TL-3',
    valid: [web()],
    invalid: [
      web({ token_endpoint_auth_method: 'private_key_jwt', ...uri, tls_client_auth_subject_dn: 'CN=c' }),
    ],
  },
  {
    rule: 'TL-4',
    valid: [
      web({ tls_client_auth_subject_dn: 'CN = c, OU=Unit, 2.5.4.10=O' }),
      web({ tls_client_auth_subject_dn: 'C=' }),
      web({ tls_client_auth_subject_dn: 'CN=c,O=Example\\, Inc.,C=GB' }),
      web({ tls_client_auth_subject_dn: '2.5.4.3=c+OU=x' }),
    ],
    invalid: [
      web({ tls_client_auth_subject_dn: 'CN=c,' }),
      web({ tls_client_auth_subject_dn: 'CN=c,O' }),
      web({ tls_client_auth_subject_dn: '/C=GB/O=Example/CN=c' }),
      web({ tls_client_auth_subject_dn: 'c.example' }),
    ],
  },
  {
    rule: 'TL-5',
    valid: [web({ tls_client_auth_san_ip: '2001:db8::1' }), web({ tls_client_auth_san_ip: '192.0.2.1' })],
    invalid: [
      web({ tls_client_auth_san_ip: '[2001:db8::1]:443' }),
      web({ tls_client_auth_san_ip: '2001:DB8:0::1' }),
      web({ tls_client_auth_san_ip: '192.0.2.1:443' }),
      web({ tls_client_auth_san_ip: '192.0.2.999' }),
    ],
  },
  {
    rule: 'TL-6',
    valid: [web({ dpop_bound_access_tokens: true })],
    invalid: [web({ dpop_bound_access_tokens: true, tls_client_certificate_bound_access_tokens: true })],
  },
  {
    rule: 'TL-7',
    valid: [
      web({ response_types: ['code token'], grant_types: ['authorization_code', 'implicit'] }),
      web({ dpop_bound_access_tokens: true }),
    ],
    invalid: [
      web({
        tls_client_certificate_bound_access_tokens: true,
        response_types: ['code', 'code token'],
        grant_types: ['authorization_code', 'implicit'],
      }),
      web({
        dpop_bound_access_tokens: true,
        response_types: ['code token'],
        grant_types: ['authorization_code', 'implicit'],
      }),
    ],
  },

  {
    rule: 'AL-1',
    valid: [web({ id_token_signed_response_alg: 'none' })],
    invalid: [
      web({
        id_token_signed_response_alg: 'none',
        response_types: ['code', 'id_token'],
        grant_types: ['authorization_code', 'implicit'],
      }),
      web({
        id_token_signed_response_alg: 'none',
        response_types: ['code id_token'],
        grant_types: ['authorization_code', 'implicit'],
      }),
    ],
  },
  {
    rule: 'AL-2',
    valid: [
      web({ id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: 'none' }),
      web({ id_token_signed_response_alg: 'HS256' }),
    ],
    invalid: [
      ...[
        'userinfo_signed_response_alg',
        'request_object_signing_alg',
        'introspection_signed_response_alg',
        'authorization_signed_response_alg',
      ].map((name) => web({ [name]: 'HS256', token_endpoint_auth_method: 'none' })),
      web({ id_token_signed_response_alg: 'HS256', token_endpoint_auth_method: 'none' }),
    ],
  },
  {
    rule: 'AL-3',
    valid: [web({ authorization_signed_response_alg: 'PS256' })],
    invalid: [web({ authorization_signed_response_alg: 'none' })],
  },
  {
    rule: 'AL-4',
    valid: [
      ...LISTS.map(([member, list]) => [web({ [member]: 'a' }), server({ [list]: ['a', 'b'] })] as const),
      web({ id_token_signed_response_alg: 'ES256' }),
      [
        web({ id_token_signed_response_alg: 'ES256' }),
        server({ id_token_signing_alg_values_supported: ['ES256'] }),
      ],
    ],
    invalid: [
      ...LISTS.map(([member, list]) => [web({ [member]: 'a' }), server({ [list]: ['b'] })] as const),
      [
        web({ id_token_signed_response_alg: 'ES256' }),
        server({ id_token_signing_alg_values_supported: ['RS256'] }),
      ],
    ],
  },
  {
    rule: 'AL-6',
    valid: [web({ id_token_signed_response_alg: 'RS256', backchannel_logout_uri: CB })],
    invalid: [web({ id_token_signed_response_alg: 'none', backchannel_logout_uri: CB })],
  },
  {
    rule: 'AL-7',
    valid: [
      [web({ id_token_signed_response_alg: 'EdDSA', ...keys({ kty: 'OKP', crv: 'Ed25519', x: 'x' }) }), fapi],
      [web({ id_token_signed_response_alg: 'PS256' }), uk],
      [web({ id_token_signed_response_alg: 'PS256' }), fapi],
    ],
    invalid: [
      [web({ id_token_signed_response_alg: 'PS256', ...keys({ kty: 'OKP', crv: 'Ed448', x: 'x' }) }), fapi],
      [web({ id_token_signed_response_alg: 'RS256' }), fapi],
      [web({ request_object_signing_alg: 'RS256', ...uri }), uk],
    ],
  },
  {
    rule: 'AL-8',
    valid: [[web({ id_token_signed_response_alg: 'PS256' }), fapi]],
    invalid: [
      [web(), fapi],
      [web(), uk],
    ],
  },

  {
    rule: 'EN-1',
    valid: [
      web(),
      web({
        id_token_encrypted_response_alg: 'RSA-OAEP-256',
        id_token_encrypted_response_enc: 'A256GCM',
        ...uri,
      }),
    ],
    invalid: [web({ id_token_encrypted_response_enc: 'A256GCM' })],
  },
  {
    rule: 'EN-2',
    valid: [web(), web({ userinfo_encrypted_response_alg: 'RSA-OAEP', ...uri })],
    invalid: [web({ userinfo_encrypted_response_enc: 'A256GCM' })],
  },
  {
    rule: 'EN-3',
    valid: [web(), web({ request_object_encryption_alg: 'RSA-OAEP' })],
    invalid: [web({ request_object_encryption_enc: 'A256GCM' })],
  },
  {
    rule: 'EN-4',
    valid: [web(), web({ authorization_encrypted_response_alg: 'RSA-OAEP', ...uri })],
    invalid: [web({ authorization_encrypted_response_enc: 'A256GCM' })],
  },
  {
    rule: 'EN-5',
    valid: [web(), web({ introspection_encrypted_response_alg: 'RSA-OAEP', ...uri })],
    invalid: [web({ introspection_encrypted_response_enc: 'A256GCM' })],
  },
  {
    rule: 'EN-6',
    valid: [
      web({ id_token_encrypted_response_alg: 'RSA-OAEP', token_endpoint_auth_method: 'none', ...uri }),
      web({ request_object_encryption_alg: 'dir', token_endpoint_auth_method: 'none' }),
      web({ id_token_encrypted_response_alg: 'A128KW' }),
    ],
    invalid: [
      web({ id_token_encrypted_response_alg: 'A128KW', token_endpoint_auth_method: 'none' }),
      web({ userinfo_encrypted_response_alg: 'dir', token_endpoint_auth_method: 'none' }),
    ],
  },
  {
    rule: 'EN-7',
    valid: [
      web({ introspection_signed_response_alg: 'ES256' }),
      web({ userinfo_encrypted_response_alg: 'RSA-OAEP', userinfo_signed_response_alg: 'ES256', ...uri }),
    ],
    invalid: [
      web({ introspection_encrypted_response_alg: 'RSA-OAEP', ...uri }),
      web({ authorization_encrypted_response_alg: 'RSA-OAEP', ...uri }),
      web({ userinfo_encrypted_response_alg: 'RSA-OAEP', ...uri }),
    ],
  },
  {
    rule: 'EN-8',
    valid: [
      web(),
      web({
        nfv_token_encrypted_response_alg: 'RSA-OAEP',
        nfv_token_encrypted_response_enc: 'A256GCM',
        ...uri,
      }),
    ],
    invalid: [web({ nfv_token_encrypted_response_enc: 'A256GCM' })],
  },

  {
    rule: 'SI-1',
    valid: [web({ sector_identifier_uri: 'https://s.example/uris.json' })],
    invalid: [web({ sector_identifier_uri: 'http://s.example/uris.json' })],
  },
  {
    rule: 'SI-2',
    valid: [
      {
        ...to('https://a.example/cb', 'https://b.example/cb'),
        subject_type: 'pairwise',
        sector_identifier_uri: 'https://s.example/uris.json',
      },
      { ...to('https://a.example/1', 'https://a.example/2'), subject_type: 'pairwise' },
    ],
    invalid: [{ ...to('https://a.example/cb', 'https://b.example/cb'), subject_type: 'pairwise' }],
  },
  {
    rule: 'SI-3',
    valid: [
      [
        web({ sector_identifier_uri: 'https://s.example/u' }),
        { sectorIdentifier: [CB, 'https://b.example/cb'] },
      ],
    ],
    invalid: [
      [web({ sector_identifier_uri: 'https://s.example/u' }), { sectorIdentifier: [`${CB}/`] }],
      [web({ sector_identifier_uri: 'https://s.example/u' }), { sectorIdentifier: { uris: [CB] } }],
    ],
  },
  {
    rule: 'SI-5',
    valid: [web({ subject_type: 'pairwise' })],
    invalid: [web({ subject_type: 'private' })],
    tolerated: [[web({ subject_type: 'pairwise' }), server({ subject_types_supported: ['public'] })]],
  },
  {
    rule: 'SI-6',
    valid: [
      app('com.example.app:/cb', { subject_type: 'pairwise', sector_identifier_uri: 'https://s.example/u' }),
    ],
    invalid: [app('com.example.app:/cb', { subject_type: 'pairwise' })],
  },
  {
    rule: 'SI-7',
    valid: [
      [
        {
          ...to('https://new.example/cb'),
          subject_type: 'pairwise',
          sector_identifier_uri: 'https://s.example/u',
        },
        { registered: web({ subject_type: 'pairwise', sector_identifier_uri: 'https://s.example/u' }) },
      ],
      [to('https://new.example/cb'), { registered: web({ subject_type: 'pairwise' }) }],
      [web({ subject_type: 'pairwise' }), { registered: { ...web({ subject_type: 'pairwise' }) } }],
    ],
    invalid: [
      [
        web({ subject_type: 'pairwise', sector_identifier_uri: 'https://new.example/u' }),
        { registered: web({ subject_type: 'pairwise', sector_identifier_uri: 'https://s.example/u' }) },
      ],
      [
        { ...to(CB, 'https://new.example/cb'), subject_type: 'pairwise' },
        { registered: web({ subject_type: 'pairwise' }) },
      ],
      [
        { ...to('https://new.example/cb'), subject_type: 'pairwise' },
        { registered: web({ subject_type: 'pairwise' }) },
      ],
    ],
  },

  {
    rule: 'RQ-1',
    valid: [
      web({ request_uris: ['https://c.example/ro.jwt'] }),
      web({ request_uris: ['http://c.example/ro.jwt'], request_object_signing_alg: 'ES256', ...uri }),
    ],
    invalid: [
      web({ request_uris: ['http://c.example/ro.jwt'] }),
      web({ request_uris: ['http://c.example/ro.jwt'], request_object_signing_alg: 'none' }),
    ],
  },
  {
    rule: 'RQ-2',
    valid: [
      web({ require_signed_request_object: true }),
      web({ require_signed_request_object: true, request_object_signing_alg: 'PS256', ...uri }),
    ],
    invalid: [web({ require_signed_request_object: true, request_object_signing_alg: 'none' })],
  },
  {
    rule: 'RQ-3',
    valid: [web({ request_uris: ['https://c.example/rf.txt#qpXaRLh_n93TTR9F252ValdatUQvQiJi5BDub2BeznA'] })],
    invalid: [
      web({ request_uris: [`https://c.example/rf.txt#${'ab'.repeat(32)}`] }),
      web({ request_uris: ['https://c.example/rf.txt#qpXaRLh_n93TTR9F252ValdatUQvQiJi5BDub2BeznA='] }),
    ],
  },
  {
    rule: 'RQ-5',
    valid: [
      web({ request_uris: [`https://c.example/${'x'.repeat(494)}`] }),
      web({ request_uris: ['https://c.example/ro'] }),
    ],
    invalid: [
      web({ request_uris: [`https://c.example/${'x'.repeat(495)}`] }),
      web({ request_uris: [`https://c.example/${'x'.repeat(2000)}`] }),
    ],
  },
  {
    rule: 'RQ-6',
    valid: [web({ request_uris: ['https://c.example/ro'] })],
    invalid: [web({ request_uris: ['urn:ietf:params:oauth:request_uri:abc'] })],
  },
  {
    rule: 'RQ-7',
    valid: [
      [
        web({ require_pushed_authorization_requests: true }),
        server({ pushed_authorization_request_endpoint: 'https://as.example/par' }),
      ],
    ],
    invalid: [[web({ require_pushed_authorization_requests: true }), server({})]],
  },

  {
    rule: 'CB-1',
    valid: [{ grant_types: [CIBA], response_types: [], backchannel_token_delivery_mode: 'poll' }],
    invalid: [
      { grant_types: [CIBA], response_types: [] },
      { grant_types: [CIBA], response_types: [], backchannel_token_delivery_mode: 'callback' },
    ],
    tolerated: [
      [
        { grant_types: [CIBA], response_types: [], backchannel_token_delivery_mode: 'poll' },
        server({ backchannel_token_delivery_modes_supported: ['ping'] }),
      ],
    ],
  },
  {
    rule: 'CB-2',
    valid: [
      service({
        grant_types: [CIBA],
        backchannel_token_delivery_mode: 'ping',
        backchannel_client_notification_endpoint: CB,
      }),
      service({ backchannel_token_delivery_mode: 'push', backchannel_client_notification_endpoint: CB }),
    ],
    invalid: [
      service({ backchannel_token_delivery_mode: 'poll' }),
      service({ backchannel_token_delivery_mode: 'ping', backchannel_client_notification_endpoint: CB }),
    ],
  },
  {
    rule: 'CB-3',
    valid: [
      service({ grant_types: [CIBA], backchannel_token_delivery_mode: 'poll' }),
      service({
        grant_types: [CIBA],
        backchannel_token_delivery_mode: 'ping',
        backchannel_client_notification_endpoint: 'https://c.example/ciba',
      }),
    ],
    invalid: [
      service({ backchannel_token_delivery_mode: 'push' }),
      service({ grant_types: [CIBA], backchannel_token_delivery_mode: 'ping' }),
      service({
        grant_types: [CIBA],
        backchannel_token_delivery_mode: 'push',
        backchannel_client_notification_endpoint: 'http://c.example/ciba',
      }),
    ],
  },
  {
    rule: 'CB-4',
    valid: [web(uri), web({ backchannel_authentication_request_signing_alg: 'ES256', ...uri })],
    invalid: [
      web({ backchannel_authentication_request_signing_alg: 'HS256', ...uri }),
      web({ backchannel_authentication_request_signing_alg: 'none', ...uri }),
      web({ backchannel_authentication_request_signing_alg: 'HS256' }),
      web({ backchannel_authentication_request_signing_alg: 'ES256' }),
    ],
  },
  {
    rule: 'CB-5',
    valid: [
      service({ grant_types: [CIBA], backchannel_token_delivery_mode: 'poll' }),
      service({ subject_type: 'pairwise' }),
      service({
        grant_types: [CIBA],
        backchannel_token_delivery_mode: 'poll',
        subject_type: 'pairwise',
        sector_identifier_uri: 'https://s.example/u',
      }),
      service({
        grant_types: [CIBA],
        backchannel_token_delivery_mode: 'poll',
        subject_type: 'pairwise',
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        ...uri,
      }),
      service({
        grant_types: [CIBA],
        backchannel_token_delivery_mode: 'poll',
        subject_type: 'pairwise',
        backchannel_authentication_request_signing_alg: 'ES256',
        ...uri,
      }),
      service({
        grant_types: [CIBA],
        backchannel_token_delivery_mode: 'poll',
        subject_type: 'pairwise',
        token_endpoint_auth_method: 'private_key_jwt',
        ...uri,
      }),
    ],
    invalid: [
      service({
        grant_types: [CIBA],
        backchannel_token_delivery_mode: 'ping',
        backchannel_client_notification_endpoint: CB,
        subject_type: 'pairwise',
      }),
      service({ grant_types: [CIBA], backchannel_token_delivery_mode: 'poll', subject_type: 'pairwise' }),
      service({
        grant_types: [CIBA],
        backchannel_token_delivery_mode: 'poll',
        subject_type: 'pairwise',
        ...uri,
      }),
      [
        service({
          grant_types: [CIBA],
          backchannel_token_delivery_mode: 'poll',
          subject_type: 'pairwise',
          token_endpoint_auth_method: 'private_key_jwt',
          sector_identifier_uri: 'https://s.example/u',
          ...uri,
        }),
        { sectorIdentifier: [] },
      ],
    ],
  },
  {
    rule: 'CB-6',
    valid: [
      [service({ subject_type: 'pairwise' }), { sectorIdentifier: [] }],
      [
        service({ backchannel_token_delivery_mode: 'push', backchannel_client_notification_endpoint: CB }),
        { sectorIdentifier: [] },
      ],
      [
        service({
          grant_types: [CIBA],
          backchannel_token_delivery_mode: 'push',
          backchannel_client_notification_endpoint: CB,
          subject_type: 'pairwise',
        }),
        { sectorIdentifier: [CB] },
      ],
    ],
    invalid: [
      [
        service({
          grant_types: [CIBA],
          backchannel_token_delivery_mode: 'push',
          backchannel_client_notification_endpoint: CB,
          subject_type: 'pairwise',
        }),
        { sectorIdentifier: [] },
      ],
    ],
  },
  {
    rule: 'CB-7',
    valid: [
      [
        web({ backchannel_user_code_parameter: true }),
        server({ backchannel_user_code_parameter_supported: true }),
      ],
    ],
    invalid: [
      [
        web({ backchannel_user_code_parameter: true }),
        server({ backchannel_user_code_parameter_supported: false }),
      ],
    ],
  },
  {
    rule: 'CB-8',
    valid: [
      [web({ backchannel_user_code_parameter: false }), uk],
      web({ backchannel_token_delivery_mode: 'push' }),
      [
        web({
          backchannel_token_delivery_mode: 'ping',
          backchannel_authentication_request_signing_alg: 'PS256',
          ...uri,
        }),
        fapi,
      ],
    ],
    invalid: [
      [web({ backchannel_authentication_request_signing_alg: 'RS256', ...uri }), fapi],
      [web({ backchannel_token_delivery_mode: 'push' }), uk],
      [web({ backchannel_token_delivery_mode: 'push' }), fapi],
      [web({ backchannel_user_code_parameter: true }), uk],
    ],
  },
  {
    rule: 'CB-9',
    valid: [service({ grant_types: [CIBA], backchannel_token_delivery_mode: 'poll' })],
    invalid: [{ grant_types: [CIBA], backchannel_token_delivery_mode: 'poll' }],
  },

  {
    rule: 'LO-1',
    valid: [web({ post_logout_redirect_uris: ['https://c.example/bye'] })],
    invalid: [
      web({ post_logout_redirect_uris: ['http://c.example/bye'], token_endpoint_auth_method: 'none' }),
    ],
    tolerated: [
      web({ post_logout_redirect_uris: ['http://c.example/bye'] }),
      web({ post_logout_redirect_uris: ['http://localhost/bye'], token_endpoint_auth_method: 'none' }),
    ],
  },
  {
    rule: 'LO-2',
    valid: [app('com.example.app:/cb', { post_logout_redirect_uris: ['com.example.app:/bye'] })],
    invalid: [
      web({ post_logout_redirect_uris: ['https://c.example/bye#x'] }),
      web({ post_logout_redirect_uris: ['/bye'] }),
    ],
  },
  {
    rule: 'LO-3',
    valid: [
      service({ frontchannel_logout_uri: 'https://c.example/fc' }),
      web({ frontchannel_logout_uri: 'https://c.example/fc' }),
    ],
    invalid: [
      web({ frontchannel_logout_uri: 'https://c.example:8443/fc' }),
      web({ frontchannel_logout_uri: 'https://d.example/fc' }),
    ],
  },
  {
    rule: 'LO-4',
    valid: [web({ frontchannel_logout_uri: 'https://c.example/fc?t=1' })],
    invalid: [
      web({ frontchannel_logout_uri: '/fc' }),
      web({ frontchannel_logout_uri: 'https://c.example/fc#x' }),
    ],
  },
  {
    rule: 'LO-5',
    valid: [web({ backchannel_logout_uri: 'https://hooks.c.example/bc' })],
    invalid: [
      web({ backchannel_logout_uri: 'http://c.example/bc', token_endpoint_auth_method: 'none' }),
      web({ backchannel_logout_uri: 'https://c.example/bc#x' }),
    ],
    tolerated: [web({ backchannel_logout_uri: 'http://c.example/bc' })],
  },
  {
    rule: 'LO-6',
    valid: [
      [
        web({ frontchannel_logout_session_required: true }),
        server({ frontchannel_logout_session_supported: true }),
      ],
    ],
    invalid: [
      [web({ frontchannel_logout_session_required: true }), server({})],
      [
        web({ backchannel_logout_session_required: true }),
        server({ backchannel_logout_session_supported: false }),
      ],
    ],
  },
  {
    rule: 'LO-7',
    valid: [web({ backchannel_logout_uri: CB, backchannel_logout_session_required: true })],
    invalid: [web({ backchannel_logout_session_required: true })],
  },

  {
    rule: 'DM-1',
    valid: [web({ default_max_age: 3600 }), web({ default_max_age: 0 })],
    invalid: [web({ default_max_age: '3600' }), web({ default_max_age: -1 }), web({ default_max_age: 1.5 })],
  },
  {
    rule: 'DM-2',
    valid: [web({ require_auth_time: true })],
    invalid: [web({ require_auth_time: 'true' }), web({ require_auth_time: 1 })],
  },
  {
    rule: 'DM-3',
    valid: [web({ initiate_login_uri: 'https://c.example/login' })],
    invalid: [web({ initiate_login_uri: 'http://c.example/login' })],
  },
  {
    rule: 'DM-4',
    valid: [web({ contacts: ['ops@c.example'] })],
    invalid: [web({ contacts: 'ops@c.example' })],
    tolerated: [
      web({ contacts: ['joe'] }),
      web({ contacts: ['joe@c.example, ann@c.example'] }),
      web({ contacts: ['https://c.example'] }),
    ],
  },
  {
    rule: 'DM-5',
    valid: [
      web({ scope: 'a' }),
      web({ scope: 'openid profile https://c.example/read' }),
      web({ scope: 'openid profile' }),
    ],
    invalid: [
      web({ scope: ['openid'] }),
      web({ scope: 'a  b' }),
      web({ scope: '' }),
      web({ scope: 'a"b' }),
      web({ scope: ' a' }),
    ],
  },
  {
    rule: 'DM-6',
    valid: [web({ client_name: 'x', 'client_name#pt-BR': 'x' })],
    invalid: [
      web({ 'redirect_uris#en': [CB] }),
      web({ 'client_name#': 'x' }),
      web({ 'client_name#_x': 'x' }),
    ],
  },
  {
    rule: 'DM-7',
    valid: [
      web({ logo_uri: 'http://c.example/l' }),
      web({ tos_uri: 'https://c.example/tos', 'tos_uri#de': 'https://c.example/agb' }),
    ],
    invalid: [
      web({ tos_uri: 'c.example/tos' }),
      web({ client_uri: 'not a url' }),
      web({ policy_uri: '/policy' }),
      web({ logo_uri: 'ftp://c.example/logo' }),
      web({ 'tos_uri#de': 'agb' }),
    ],
  },
  {
    rule: 'DM-8',
    valid: [[web({ default_acr_values: ['urn:a'] }), server({ acr_values_supported: ['urn:a'] })]],
    invalid: [[web({ default_acr_values: ['urn:b'] }), server({ acr_values_supported: ['urn:a'] })]],
  },
  {
    rule: 'DM-9',
    valid: [web(), service()],
    invalid: [web({ logo_uri: null }), web({ logo_uri: '' }), web({ contacts: [] })],
  },
  {
    rule: 'DM-10',
    valid: [[web({ response_modes: ['jwt'] }), server({ response_modes_supported: ['jwt'] })]],
    invalid: [
      [web({ response_modes: ['jwt'] }), server({ response_modes_supported: ['query'] })],
      [
        web({ authorization_details_types: ['payment'] }),
        server({ authorization_details_types_supported: ['account'] }),
      ],
    ],
  },
  {
    rule: 'DM-11',
    valid: [web({ software_statement: statement({ client_name: 'App' }) })],
    invalid: [
      web({ software_statement: `${encode({})}.${encode({ iss: 'x' })}.c2ln` }),
      web({ software_statement: `${statement({})}.x` }),
      web({ software_statement: statement({}, 'none') }),
      web({ software_statement: 'a.b' }),
      web({ software_statement: 'a.b.c' }),
    ],
    tolerated: [
      web({ software_statement: statement({ iss: undefined }) }),
      web({ client_name: 'Mine', software_statement: statement({ client_name: 'Theirs' }) }),
    ],
  },
  {
    rule: 'DM-12',
    valid: [web({ client_name: 'App', client_uri: 'https://c.example' })],
    invalid: [web({ client_uri: 'https://c.example' }), web({ client_name: 'App' })],
  },
  {
    rule: 'DM-13',
    valid: [
      app('com.example.app:/cb', { logo_uri: 'https://cdn.example/logo' }),
      web({ logo_uri: 'https://c.example/logo' }),
    ],
    invalid: [web({ logo_uri: 'https://cdn.example/logo' })],
  },
  {
    rule: 'DM-14',
    valid: [web({ client_name: 'x', 'client_name#de-CH': 'x' })],
    invalid: [web({ client_name: 'x', 'client_name#EN-us': 'x' }), web({ 'client_name#fr': 'x' })],
  },
  {
    rule: 'DM-15',
    valid: [
      [web({ client_id: 'https://c.example/c' }), cimd],
      [web({ client_id: 'c1' }), { registered: { client_id: 'c1' } }],
      web(),
      [web({ client_id: 'c1' }), uk],
    ],
    invalid: [
      web({ client_id: 'mine' }),
      web({ client_secret: 'x' }),
      web({ registration_access_token: 'x' }),
    ],
  },
  {
    rule: 'DM-16',
    valid: [
      web({ ext_public_client: true }),
      web({ client_id: 'c1' }),
      web({ key: 'x', name: 'x' }),
      [web({ tos_url: 'https://c.example/tos' }), { registered: { tos_url: 'https://c.example/tos' } }],
    ],
    invalid: [
      web({ client_nam: 'x' }),
      web({ redirectUris: ['https://c.example/cb'] }),
      web({ 'redirect-uris': ['https://c.example/cb'] }),
      web({ tos_url: 'https://c.example/tos' }),
      web({ scopes: 'a b' }),
    ],
  },
  {
    rule: 'RM-1',
    valid: [
      ...LISTS.map(([member, list]) => web({ [member]: 'a', [list]: ['a', 'b'] })),
      web({
        id_token_signing_alg_values_supported: ['ES256', 'RS256'],
        id_token_signed_response_alg: 'RS256',
      }),
    ],
    invalid: [
      ...LISTS.map(([member, list]) => web({ [member]: 'a', [list]: ['b'] })),
      web({ token_endpoint_auth_method: 'none', token_endpoint_auth_methods_supported: ['private_key_jwt'] }),
      web({ subject_type: 'public', subject_types_supported: ['pairwise'] }),
      web({ id_token_signing_alg_values_supported: ['ES256'], id_token_signed_response_alg: 'RS256' }),
    ],
  },
  {
    rule: 'FD-1',
    valid: [web({ client_registration_types: ['explicit'] })],
    invalid: [web({ client_registration_types: 'explicit' })],
  },

  {
    rule: 'UP-2',
    valid: [
      [web({ client_name: 'New' }), { registered: { client_id: 'c1' } }],
      [web({ client_id: 'c1' }), { registered: { client_id: 'c1' } }],
    ],
    invalid: [[web({ client_id: 'c2' }), { registered: { client_id: 'c1' } }]],
  },
  {
    rule: 'UP-3',
    valid: [[web({ client_secret: 's1' }), { registered: { client_id: 'c1', client_secret: 's1' } }]],
    invalid: [[web({ client_secret: 's2' }), { registered: { client_id: 'c1', client_secret: 's1' } }]],
  },
  {
    rule: 'UP-4',
    valid: [
      [
        web(),
        {
          registered: {
            ...web(),
            client_id: 'c1',
            client_secret: 's',
            registration_access_token: 't',
            vendor: 1,
          },
        },
      ],
      [web({ client_name: 'New' }), { registered: web({ client_name: 'Old' }) }],
    ],
    invalid: [[{ client_name: 'New' }, { registered: web({ client_name: 'Old' }) }]],
  },
  {
    rule: 'UP-6',
    valid: [[web(uri), { registered: web({ ...uri, ...keys(EC) }) }]],
    invalid: [[web({ ...uri, ...keys(EC) }), { registered: web({ ...uri, ...keys(EC) }) }]],
  },

  {
    rule: 'EC-UK-1',
    valid: [[web({ ...ssa({ software_redirect_uris: [CB] }) }), uk]],
    invalid: [
      [to('https://localhost/cb'), uk],
      [to(`https://c.example/${'x'.repeat(256)}`), uk],
      [web({ ...ssa({ software_redirect_uris: ['https://c.example/other'] }) }), uk],
    ],
  },
  {
    rule: 'EC-UK-2',
    valid: [
      [web({ iss: 'abc123', aud: '0015800001041RHAAY', jti: '9A2C0B1E-7C1D-4F3A-8B2E-0123456789AB' }), uk],
    ],
    invalid: [
      [web({ jti: '9A2C0B1E-7C1D-4F3A-8B2E-0123456789ABC' }), uk],
      [web({ jti: 'X9A2C0B1E-7C1D-4F3A-8B2E-0123456789AB' }), uk],
      [web({ jti: '9a2c0b1e-7c1d-4f3a-8b2e-0123456789ab' }), uk],
      [web({ iss: 'https://tpp.example' }), uk],
      [web({ aud: 'x'.repeat(19) }), uk],
    ],
  },
  {
    rule: 'EC-UK-3',
    valid: [
      [
        web({ response_types: ['code id_token'], grant_types: ['authorization_code', 'client_credentials'] }),
        uk,
      ],
    ],
    invalid: [[web({ grant_types: ['implicit'] }), uk]],
  },
  {
    rule: 'EC-UK-4',
    valid: [[web({ software_id: 's1', ...ssa({ software_id: 's1' }) }), uk]],
    invalid: [[web({ software_id: 's2', ...ssa({ software_id: 's1' }) }), uk]],
  },
  {
    rule: 'EC-BR-1',
    valid: [[ssa(), br]],
    invalid: [
      [{ software_statement: statement({ iat: 'now' }, 'PS256') }, br],
      [web(), br],
      [ssa({ iat: NOW / 1000 - 600 }), br],
      [ssa({}, 'RS256'), br],
    ],
  },
  {
    rule: 'EC-BR-2',
    valid: [[{ ...uri, ...ssa({ software_jwks_uri: uri.jwks_uri }) }, br]],
    invalid: [
      [{ ...keys(EC), ...ssa() }, br],
      [{ ...uri, ...ssa({ software_jwks_uri: 'https://other.example/jwks' }) }, br],
    ],
  },
  {
    rule: 'EC-BR-3',
    valid: [[web(ssa({ software_redirect_uris: [CB] })), br]],
    invalid: [[{ ...to(CB, 'https://c.example/extra'), ...ssa({ software_redirect_uris: [CB] }) }, br]],
  },
  {
    rule: 'EC-BR-4',
    valid: [[{ token_endpoint_auth_method: 'private_key_jwt', ...ssa() }, br]],
    invalid: [[{ token_endpoint_auth_method: 'client_secret_basic', ...ssa() }, br]],
  },
  {
    rule: 'EC-BR-5',
    valid: [[{ tls_client_auth_subject_dn: 'CN=c', ...ssa() }, br]],
    invalid: [[{ tls_client_auth_san_dns: 'c.example', ...ssa() }, br]],
  },
  {
    rule: 'EC-BR-6',
    valid: [
      [{ request_object_encryption_alg: 'RSA-OAEP', request_object_encryption_enc: 'A256GCM', ...ssa() }, br],
    ],
    invalid: [
      [{ request_object_encryption_alg: 'RSA-OAEP', request_object_encryption_enc: 'A128GCM', ...ssa() }, br],
      [{ request_object_encryption_alg: 'RSA1_5', ...ssa() }, br],
    ],
  },
  {
    rule: 'EC-CDR-1',
    valid: [
      [atCdr(), cdr],
      [atCdr({ response_types: ['code'], application_type: 'web' }), cdr],
    ],
    invalid: [
      [atCdr({ token_endpoint_auth_method: undefined }), cdr],
      [atCdr({ token_endpoint_auth_method: 'client_secret_basic' }), cdr],
      [atCdr({ response_types: ['code id_token'] }), cdr],
      [atCdr({ application_type: 'native' }), cdr],
    ],
  },
  {
    rule: 'EC-CDR-2',
    valid: [[atCdr(), cdr]],
    invalid: [
      [atCdr({ authorization_signed_response_alg: undefined }), cdr],
      [atCdr({ id_token_encrypted_response_alg: 'RSA-OAEP' }), cdr],
      [atCdr({ id_token_encrypted_response_enc: 'A256GCM' }), cdr],
    ],
  },
  {
    rule: 'EC-CDR-3',
    valid: [
      [
        web({
          authorization_encrypted_response_alg: 'RSA-OAEP',
          authorization_encrypted_response_enc: 'A256GCM',
          ...uri,
        }),
        cdr,
      ],
    ],
    invalid: [
      [web({ authorization_encrypted_response_alg: 'RSA1_5', ...uri }), cdr],
      [web({ authorization_encrypted_response_enc: 'A192GCM' }), cdr],
    ],
  },
  {
    rule: 'EC-CM-1',
    valid: [
      [web({ client_id: 'https://c.example/client.json' }), cimd],
      [web({ client_id: 'https://c.example/a/b?x=1' }), cimd],
    ],
    invalid: [
      undefined,
      'xhttps://c.example/c',
      'https://c.example/./c',
      'https://c.example/..',
      'https://c.example/a/b/../c',
      'https://c.example',
      'https://c.example/',
      'https://c.example/a/../b',
      'http://c.example/c',
      'https://c.example/c#x',
      'https://u@c.example/c',
      'https://c.example/a/..',
    ].map((client_id) => [web({ client_id }), cimd] as const),
  },
  {
    rule: 'EC-CM-2',
    valid: [
      [web({ client_id: 'https://c.example/c' }), { documentUrl: 'https://c.example/d' }],
      [web({ client_id: 'https://c.example/c' }), { ...cimd, documentUrl: 'https://c.example/c' }],
    ],
    invalid: [[web({ client_id: 'https://c.example/c' }), { ...cimd, documentUrl: 'https://c.example/c/' }]],
  },
  {
    rule: 'EC-CM-3',
    valid: [web({ client_id: 'https://other.example/c' }), [web({ client_id: 'https://c.example/c' }), cimd]],
    invalid: [[web({ client_id: 'https://other.example/c' }), cimd]],
  },
];

/** Rules that are not about what is sent, and where they are kept instead; or why nobody can keep them before sending. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'RU-4': 'test/protocol/outgoing.test.ts: redirect URIs are sent as they are written',
  'RU-8': 'what a server matches when a login starts; a port may be left out, which RU-1 and AT-3 allow',
  'RU-12': 'what a server matches when a login starts; a query is allowed by RU-1',
  'RU-14':
    'test/protocol/compare.test.ts: a redirect URI that is missing or was added makes a client unusable',
  'RU-15': 'about two registrations, and one does not know the other',
  'RU-16': 'about the authorization request, which is made elsewhere',
  'GR-8': 'servers differ, so nothing is checked',
  'GR-14': 'test/protocol/compare.test.ts: every field says what became of it',
  'GR-18': 'only the server knows; its refusal is told',
  'AM-1': 'test/protocol/compare.test.ts: a secret that is missing makes a client unusable',
  'AM-10': 'about other endpoints than registration',
  'AM-11': 'test/protocol/compare.test.ts: a method that cannot be performed makes a client unusable',
  'TL-8': 'about the calls of the registered client',
  'AL-5': 'test/protocol/compare.test.ts: a secret too short for its algorithm makes a client unusable',
  'SI-4': 'allows something: an example of SI-2',
  'SI-8': 'only the server sees whether the file can be fetched; its content is checked by SI-3',
  'RQ-4': 'about the authorization request, which is made elsewhere',
  'RQ-8': 'about the authorization request, which is made elsewhere',
  'LO-8': 'about the logout request, which is made elsewhere',
  'RM-2': 'test/protocol/compare.test.ts: what the server could also do is no substitution',
  'RS-1': 'test/protocol/information.test.ts: an answer without a client_id is no answer',
  'RS-2': 'test/protocol/compare.test.ts: a secret that has ended makes a client unusable',
  'RS-3': 'test/protocol/compare.test.ts: half an access to the registration is told',
  'RS-4': 'test/protocol/compare.test.ts: a method that cannot be performed makes a client unusable',
  'RS-5': 'test/protocol/compare.test.ts: a secret too short for its algorithm makes a client unusable',
  'RS-6': 'test/protocol/information.test.ts: times in milliseconds become seconds',
  'RS-7': 'test/protocol/compare.test.ts: a grant that was dropped makes a client unusable',
  'RS-8': 'test/protocol/compare.test.ts: a new duty that the server added is told',
  'UP-1': 'test/protocol/outgoing.test.ts: an update leaves out what the server issues',
  'UP-5': 'test/lifecycle/validation.test.ts: a patch is judged by the registration that comes of it',
  'EC-UK-5': 'allows something: an example of DM-15',
  'EC-BR-7': 'about earlier registrations, which the server knows',
  'EC-CDR-4': 'about earlier registrations, which the server knows',
};
