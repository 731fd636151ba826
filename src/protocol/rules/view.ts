import { jsonObject } from '../json.js';
import { sortedWords } from '../outcome.js';
import type { MetadataMembers } from '../types.js';
import type { ValidateMetadataOptions } from './options.js';
import { readStatement, type Statement } from './statement.js';

/** Metadata as the rules over several members look at it: well-typed members, with the defaults that servers apply. */
export interface View {
  /** The caller's own members, of the right JSON type, without empty ones. */
  readonly given: MetadataMembers;
  /** The same with the claims of the software statement, which win (RFC 7591 section 2.3). */
  readonly inForce: MetadataMembers;
  readonly statement: Statement | undefined;
  readonly redirectUris: readonly string[];
  /** Default: `authorization_code` (RFC 7591 section 2). */
  readonly grantTypes: readonly string[];
  /** As unordered words, sorted. Default: `code` where there is a grant for it. */
  readonly responseTypes: readonly string[];
  /** Default: `client_secret_basic` (RFC 7591 section 2). */
  readonly method: string;
  /** Default: `web` (OpenID Connect Registration 1.0 section 2). */
  readonly applicationType: string;
  /** The public keys, where they are given by value. */
  readonly keys: readonly Jwk[];
  /** False only if the server has no way to get the client's public keys. */
  readonly hasKeys: boolean;
  readonly options: ValidateMetadataOptions;
}

export type Jwk = Readonly<Record<string, unknown>>;

/** Puts together what the rules look at. `members` have been checked for their shape. */
export function viewOf(members: MetadataMembers, options: ValidateMetadataOptions): View {
  const given = Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
  const statement = readStatement(given.software_statement);
  const inForce = { ...given, ...statement?.claims };
  const grantTypes = listOf(inForce.grant_types) ?? ['authorization_code'];
  const assumed = grantTypes.includes('authorization_code') ? ['code'] : [];
  return {
    given,
    inForce,
    statement,
    redirectUris: listOf(inForce.redirect_uris) ?? [],
    grantTypes,
    responseTypes: (listOf(inForce.response_types) ?? assumed).map(sortedWords),
    method: textOf(inForce.token_endpoint_auth_method) ?? 'client_secret_basic',
    applicationType: textOf(inForce.application_type) ?? 'web',
    keys: keysOf(inForce.jwks),
    // A statement may bring keys under a name of its ecosystem.
    hasKeys: inForce.jwks !== undefined || inForce.jwks_uri !== undefined || statement !== undefined,
    options,
  };
}

export function listOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((entry): entry is string => typeof entry === 'string');
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function keysOf(jwks: unknown): readonly Jwk[] {
  const keys = jsonObject(jwks)?.keys;
  return Array.isArray(keys) ? keys.map(jsonObject).filter((key) => key !== undefined) : [];
}

/** Whether the client can only prove itself by a secret, or not at all. */
export function isPublic({ method }: View): boolean {
  return method === 'none';
}

export function isSymmetric(alg: string): boolean {
  return /^HS\d+$/.test(alg);
}

/** A signature algorithm of a key pair. */
export function isAsymmetric(alg: string): boolean {
  return alg !== 'none' && !isSymmetric(alg);
}
