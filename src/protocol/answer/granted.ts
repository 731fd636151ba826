import { parseAddress } from '../can-parse.js';
import { needsSecret } from '../needs-secret.js';
import { outcomeOf } from '../outcome.js';
import type { ServerMetadata } from '../types.js';
import type { Notes } from './notes.js';

type Members = Record<string, unknown>;

/** Members that say how to reach the client as a resource; nobody asks for them. */
const NOT_ASKED_FOR = new Set([
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_client_uri',
]);

/** Fills what the answer leaves out from what was asked, and from the defaults of RFC 7591 section 2. */
export function fillKnown(members: Members, known: Members, notes: Notes): void {
  for (const name of ['redirect_uris', 'grant_types', 'response_types', 'scope']) {
    const asked = known[name];
    if (members[name] !== undefined || asked === undefined || asked === null || asked === '') continue;
    if (name === 'redirect_uris' && Array.isArray(asked) && asked.length === 0) continue;
    members[name] = asked;
    notes.add('assumed-values', name);
  }
  members.grant_types ??= ['authorization_code'];
  members.response_types ??= includes(members.grant_types, 'authorization_code') ? ['code'] : [];
}

/** The method in force: as answered, else as known if it fits the secret that came or did not, else by the secret. */
export function settleMethod(members: Members, known: Members, notes: Notes): void {
  const hasSecret = members.client_secret !== undefined;
  if (members.token_endpoint_auth_method === undefined) {
    const asked = known.token_endpoint_auth_method;
    if (members.ext_public_client === true) {
      members.token_endpoint_auth_method = 'none';
    } else if (typeof asked === 'string' && asked !== '' && fits(asked, hasSecret)) {
      members.token_endpoint_auth_method = asked;
      notes.add('assumed-values', 'token_endpoint_auth_method');
    } else {
      if (typeof asked === 'string' && asked !== '')
        notes.add('server-changed-values', 'token_endpoint_auth_method');
      members.token_endpoint_auth_method = hasSecret ? 'client_secret_basic' : 'none';
    }
  }
  if (hasSecret && members.token_endpoint_auth_method === 'none')
    notes.add('secret-for-public-client', 'client_secret');
}

function fits(method: string, hasSecret: boolean): boolean {
  if (method === 'none') return !hasSecret;
  return hasSecret || !needsSecret(method);
}

/**
 * What the server granted wins, except redirect URIs: one that we did not send would let somebody else receive our
 * codes. Returns whether one of ours is missing.
 */
export function settleRedirectUris(members: Members, known: Members, notes: Notes): boolean {
  const granted = members.redirect_uris;
  if (!Array.isArray(granted)) return false;
  const asked: unknown[] = Array.isArray(known.redirect_uris) ? known.redirect_uris : [];
  const ours = asked.filter((uri) => granted.includes(uri));
  if (granted.some((uri) => !asked.includes(uri))) notes.add('redirect-uris-changed', 'redirect_uris');
  if (ours.length > 0) members.redirect_uris = ours;
  else delete members.redirect_uris;
  return ours.length < asked.length;
}

/** Notes where the server decided otherwise than asked. The order of lists and of words is no difference. */
export function compareGranted(members: Members, known: Members, notes: Notes): void {
  for (const [name, asked] of Object.entries(known)) {
    if (NOT_ASKED_FOR.has(name) || name === 'redirect_uris' || asked === null || asked === '') continue;
    const granted = members[name];
    if (granted === undefined || asked === undefined) continue;
    if (outcomeOf(name, asked, granted) !== 'granted') notes.add('server-changed-values', name);
  }
}

/** Notes what looks wrong although it does no harm yet. */
export function lookOver(members: Members, server: ServerMetadata | undefined, notes: Notes): void {
  const supported: unknown = server?.grant_types_supported;
  if (Array.isArray(supported) && Array.isArray(members.grant_types)) {
    const advertised = new Set(supported);
    if (members.grant_types.some((grant) => !advertised.has(grant)))
      notes.add('not-advertised', 'grant_types');
  }
  const home = hostOf(members.client_uri);
  const elsewhere = ['logo_uri', 'tos_uri', 'policy_uri'].filter((name) => {
    const host = hostOf(members[name]);
    return home !== undefined && host !== undefined && host !== home;
  });
  if (elsewhere.length > 0) notes.add('host-mismatch', ...elsewhere);
}

function hostOf(value: unknown): string | undefined {
  return typeof value === 'string' ? parseAddress(value)?.host : undefined;
}

function includes(list: unknown, value: string): boolean {
  return Array.isArray(list) && list.includes(value);
}
