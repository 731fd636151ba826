import type { ServerMetadata } from '../protocol/types.js';
import type { Refusal } from './answer.js';
import { canParse } from './can-parse.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Members that only the server gives (RFC 7591 section 3.2.1, RFC 7592 section 3). */
const GIVEN_BY_SERVER = [
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_client_uri',
];

const LISTS = ['redirect_uris', 'grant_types', 'response_types', 'contacts'];
const TEXTS = ['token_endpoint_auth_method', 'client_name', 'scope', 'jwks_uri', 'software_statement'];

type Judgement = { readonly metadata: JsonObject } | { readonly refusal: Refusal };

/** What will be stored for a body that was sent, or why it is refused (RFC 7591 section 2). */
export function judgeMetadata(body: JsonObject, server: ServerMetadata): Judgement {
  const sent = Object.fromEntries(
    // RFC 7592 section 2.2: null means the same as leaving out. Empty text is treated alike.
    Object.entries(body).filter(
      ([name, value]) => !GIVEN_BY_SERVER.includes(name) && value !== null && value !== '',
    ),
  );
  const wrongType = checkTypes(sent);
  if (wrongType !== undefined) return { refusal: wrongType };
  const metadata = withDefaultValues(sent);
  const refusal =
    checkRedirectUris(metadata) ??
    checkSupported(metadata, server) ??
    checkGrantsAndResponses(metadata) ??
    checkKeys(metadata);
  return refusal === undefined ? { metadata } : { refusal };
}

function withDefaultValues(sent: JsonObject): JsonObject {
  const grant_types = 'grant_types' in sent ? listOf(sent.grant_types) : ['authorization_code'];
  return {
    ...sent,
    grant_types,
    // The default of the RFC is `code`. For grants without a front channel that would be inconsistent,
    // and section 2.1 lets a server put that right.
    response_types:
      'response_types' in sent
        ? sent.response_types
        : grant_types.includes('authorization_code')
          ? ['code']
          : grant_types.includes('implicit')
            ? ['token']
            : [],
    token_endpoint_auth_method: sent.token_endpoint_auth_method ?? 'client_secret_basic',
  };
}

function checkTypes(metadata: JsonObject): Refusal | undefined {
  for (const name of LISTS) {
    const value = metadata[name];
    if (value === undefined || (Array.isArray(value) && value.every((item) => typeof item === 'string'))) {
      continue;
    }
    const error = name === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata';
    return { error, error_description: `${name} must be an array of strings` };
  }
  for (const name of TEXTS) {
    const value = metadata[name];
    if (value !== undefined && typeof value !== 'string') return invalid(`${name} must be a string`);
  }
  return undefined;
}

function checkRedirectUris(metadata: JsonObject): Refusal | undefined {
  const uris = listOf(metadata.redirect_uris);
  const grants = listOf(metadata.grant_types);
  if (uris.length === 0 && grants.some((grant) => grant === 'authorization_code' || grant === 'implicit')) {
    return {
      error: 'invalid_redirect_uri',
      error_description: 'redirect_uris is required for the authorization_code and implicit grants',
    };
  }
  const bad = uris.find((uri) => !canParse(uri) || uri.includes('#'));
  if (bad === undefined) return undefined;
  return {
    error: 'invalid_redirect_uri',
    error_description: 'every redirect URI must be absolute and without a fragment',
  };
}

/** What the metadata document lists is what is accepted; a list that is not there restricts nothing. */
function checkSupported(metadata: JsonObject, server: ServerMetadata): Refusal | undefined {
  const offers: JsonObject = { ...server };
  const wanted: readonly (readonly [string, string, readonly string[]])[] = [
    ['grant_types', 'grant_types_supported', listOf(metadata.grant_types)],
    ['response_types', 'response_types_supported', listOf(metadata.response_types)],
    [
      'token_endpoint_auth_method',
      'token_endpoint_auth_methods_supported',
      [String(metadata.token_endpoint_auth_method)],
    ],
  ];
  for (const [member, list, values] of wanted) {
    const offered = offers[list];
    if (!Array.isArray(offered)) continue;
    const known = listOf(offered).map(sorted);
    if (!values.every((value) => known.includes(sorted(value)))) {
      return invalid(`${member} has a value that ${list} does not list`);
    }
  }
  return undefined;
}

/** The table of RFC 7591 section 2.1, in both directions. */
function checkGrantsAndResponses(metadata: JsonObject): Refusal | undefined {
  const grants = listOf(metadata.grant_types);
  const parts = listOf(metadata.response_types).flatMap((type) => type.split(' '));
  const pairs: readonly (readonly [string, boolean])[] = [
    ['authorization_code', parts.includes('code')],
    ['implicit', parts.includes('token') || parts.includes('id_token')],
  ];
  for (const [grant, answered] of pairs) {
    if (grants.includes(grant) === answered) continue;
    return invalid(`grant_types and response_types do not agree about ${grant}`);
  }
  return undefined;
}

function checkKeys(metadata: JsonObject): Refusal | undefined {
  const { jwks, jwks_uri, token_endpoint_auth_method: method } = metadata;
  if (jwks !== undefined && jwks_uri !== undefined) return invalid('jwks and jwks_uri exclude each other');
  if (jwks !== undefined && !(isObject(jwks) && Array.isArray(jwks.keys))) {
    return invalid('jwks must be an object with an array of keys');
  }
  if (method === 'private_key_jwt' && jwks === undefined && jwks_uri === undefined) {
    return invalid('private_key_jwt needs jwks or jwks_uri');
  }
  return undefined;
}

/** Whether clients of this method are given a secret. */
export function needsSecret(metadata: JsonObject): boolean {
  return String(metadata.token_endpoint_auth_method).startsWith('client_secret_');
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The parts of a response type have no order (OAuth 2.0 Multiple Response Types, section 3). */
function sorted(value: string): string {
  return value.split(' ').sort().join(' ');
}

function invalid(error_description: string): Refusal {
  return { error: 'invalid_client_metadata', error_description };
}
