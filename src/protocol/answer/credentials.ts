import { canParse, parseAddress } from '../can-parse.js';
import { isLoopbackHost } from '../issuer.js';
import type { ServerProfile } from '../server-profile.js';
import type { ClientInformation } from '../types.js';
import type { Notes } from './notes.js';

/** What decides about credentials and configuration address. */
export interface CredentialSetting {
  readonly call: 'register' | 'read' | 'update';
  readonly previous?: ClientInformation | undefined;
  /** The address that was asked. */
  readonly endpoint: string;
  readonly issuer?: string | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly profile?: ServerProfile | undefined;
}

type Members = Record<string, unknown>;

/**
 * Secret, token and configuration address: what a management answer leaves out stays as stored. Returns a secret that
 * a read showed without a sign that it replaced the stored one: some servers answer a hash.
 */
export function keepCredentials(
  members: Members,
  setting: CredentialSetting,
  notes: Notes,
): string | undefined {
  const { call, previous } = setting;
  const { client_secret: shown, registration_access_token: token } = members;
  const stored = previous?.client_secret;
  adoptAddress(members, setting, notes);
  if (token === undefined && previous?.registration_access_token !== undefined) {
    members.registration_access_token = previous.registration_access_token;
  }
  // A read shows what is stored, which may be a hash; an update may have renewed it, unless this server never does.
  const shows = call === 'read' || setting.profile?.habits?.update?.secret === 'no';
  const newToken = token !== undefined && token !== previous?.registration_access_token;
  if (shown === undefined && stored !== undefined) {
    members.client_secret = stored;
    members.client_secret_expires_at = previous?.client_secret_expires_at ?? 0;
  } else if (shows && typeof shown === 'string' && stored !== undefined && shown !== stored && !newToken) {
    notes.add('secret-differs', 'client_secret');
    members.client_secret = stored;
    members.client_secret_expires_at = previous?.client_secret_expires_at ?? 0;
    return shown;
  } else if (shown !== undefined && shown === stored && members.client_secret_expires_at === undefined) {
    members.client_secret_expires_at = previous?.client_secret_expires_at;
  }
  return undefined;
}

/** With a secret, its end is a number, 0 for never; without one it says nothing (RFC 7591 section 3.2.1). */
export function completeExpiry(members: Members, notes: Notes): void {
  if (members.client_secret === undefined) {
    delete members.client_secret_expires_at;
  } else if (members.client_secret_expires_at === undefined) {
    notes.add('missing-expiry', 'client_secret_expires_at');
    members.client_secret_expires_at = 0;
  }
}

const ADDRESS = 'registration_client_uri';

function adoptAddress(members: Members, setting: CredentialSetting, notes: Notes): void {
  const { call, previous, endpoint } = setting;
  const given = members[ADDRESS];
  if (typeof given === 'string') {
    const address = absolute(given, endpoint);
    if (address !== given) notes.add('relative-uri', ADDRESS);
    const refused = address === undefined ? 'value-ignored' : refusal(address, setting);
    if (refused !== undefined) notes.add(refused, ADDRESS);
    if (address === undefined || refused !== undefined) delete members[ADDRESS];
    else members[ADDRESS] = address;
    if (refused === undefined && call === 'register' && members.registration_access_token === undefined) {
      notes.add('management-incomplete', ADDRESS);
    }
  } else if (call === 'register' && members.registration_access_token !== undefined) {
    notes.add('management-incomplete', ADDRESS);
  }
  const stored = previous?.registration_client_uri;
  if (stored === undefined) return;
  // The stored address has answered just now; another one may be a mistake of the server's.
  if (members[ADDRESS] !== undefined && members[ADDRESS] !== stored) notes.add('uri-changed', ADDRESS);
  members[ADDRESS] = stored;
}

/** The address as it came if it is absolute, since it is used verbatim (RFC 7592 section 3); else resolved. */
function absolute(given: string, endpoint: string): string | undefined {
  if (canParse(given)) return given;
  return parseAddress(given, endpoint)?.href;
}

/** The token is sent there, so it must be a place that has something to do with the server. */
function refusal(address: string, setting: CredentialSetting): 'insecure-uri' | 'foreign-uri' | undefined {
  // Mostly it is the address that is used already.
  if (address === setting.previous?.registration_client_uri) return undefined;
  const { origin, protocol, hostname } = new URL(address);
  const origins = [
    setting.endpoint,
    setting.issuer,
    setting.previous?.registration_client_uri,
    ...(setting.allowedOrigins ?? []),
  ].map((known) => (known === undefined ? undefined : parseAddress(known)?.origin));
  if (origins.includes(origin)) return undefined;
  return protocol === 'http:' && !isLoopbackHost(hostname) ? 'insecure-uri' : 'foreign-uri';
}
