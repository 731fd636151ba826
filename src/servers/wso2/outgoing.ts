import { isDeepEqual } from '../../protocol/equality.js';
import type { OutgoingMetadata, SentMetadata } from '../../protocol/server-profile.js';
import type { MetadataMembers } from '../../protocol/types.js';
import { isKept, isKnown, isSince, isStrict, staysWhenAbsent } from './releases.js';

type Members = Record<string, unknown>;

const METHOD = 'token_endpoint_auth_method';
const KEY_REUSE = 'token_endpoint_allow_reuse_pvt_key_jwt';

/** The metadata in this server's words. */
export function outgoingMembers(metadata: OutgoingMetadata, release: string | undefined): SentMetadata {
  return metadata.operation === 'register'
    ? registrationMembers(metadata, release)
    : updateMembers(metadata, release);
}

function registrationMembers(
  { members, asked }: OutgoingMetadata,
  release: string | undefined,
): SentMetadata {
  const sent: Members = { ...members };
  // RFC 7591 section 2 has this default; here a client without a word about grants gets none.
  sent.grant_types ??= ['authorization_code'];
  withoutEmptyLists(sent, ['redirect_uris']);
  sayPublic(sent);
  settleKeyReuse(sent, sent[METHOD], release);
  const names = Object.keys(asked).filter((name) => asked[name] !== undefined && asked[name] !== null);
  const isDropped = (name: string) => !isKept(saidAs(name, asked), 'register', release);
  const secret = sent.ext_param_client_secret;
  return {
    members: onlyKnown(sent, 'register', release),
    notKept: names.filter(isDropped),
    ...(typeof secret === 'string' ? { secrets: [secret] } : {}),
  };
}

/**
 * An update of this server merges, and resets some flags: what RFC 7592 section 2.2 means by it is said as well as it
 * can be. What is left out and cannot be taken away is told.
 */
function updateMembers(
  { members, asked, registered = {} }: OutgoingMetadata,
  release: string | undefined,
): SentMetadata {
  const sent: Members = { ...members };
  // Without the name half of the others are not even looked at.
  if (sent.client_name === undefined && registered.client_name !== undefined)
    sent.client_name = registered.client_name;
  // An empty list would be "no change" anyway; one with an empty text is what answers show.
  withoutEmptyLists(sent, ['redirect_uris', 'grant_types']);
  const method = sent[METHOD] ?? registered[METHOD];
  settlePublic(sent, registered);
  settleKeyReuse(sent, method, release, registered[KEY_REUSE]);
  withoutEchoes(sent, registered);
  const isDropped = (name: string) => !isKept(saidAs(name, asked), 'update', release);
  return {
    members: onlyKnown(sent, 'update', release),
    notKept: changedNames(asked, registered).filter(isDropped),
    notRemoved: Object.keys(registered).filter(
      (name) => registered[name] !== undefined && !(name in members) && !(name in sent) && isLasting(name),
    ),
  };
}

/** Under which name a member travels. */
function saidAs(name: string, asked: MetadataMembers): string {
  return name === METHOD && asked[METHOD] === 'none' ? 'ext_public_client' : name;
}

/** Stays whatever the caller means by leaving it out. What the server fills in by itself was nobody's wish. */
function isLasting(name: string): boolean {
  const isFilledIn = name.startsWith('ext_') || name === 'token_type_extension' || name === 'subject_type';
  return staysWhenAbsent(name) && !isFilledIn;
}

/** Members that say which client it is; nobody means to change them. */
const IDENTITY = [
  'client_id',
  'client_secret',
  'client_secret_expires_at',
  'client_id_issued_at',
  'registration_client_uri',
  'registration_access_token',
];

function changedNames(asked: MetadataMembers, registered: MetadataMembers): string[] {
  return Object.keys(asked).filter(
    (name) =>
      asked[name] !== undefined &&
      asked[name] !== null &&
      !IDENTITY.includes(name) &&
      !isDeepEqual(asked[name], registered[name]),
  );
}

/** `none` is no method here but a flag. PKCE is all that protects such a client (RFC 9700 section 2.1.1). */
function sayPublic(sent: Members): void {
  if (sent[METHOD] !== 'none') return;
  delete sent[METHOD];
  sent.ext_public_client = true;
  const grants = sent.grant_types;
  if (Array.isArray(grants) && grants.includes('authorization_code')) sent.ext_pkce_mandatory ??= true;
}

function settlePublic(sent: Members, registered: MetadataMembers): void {
  if (sent[METHOD] === 'none') {
    delete sent[METHOD];
    sent.ext_public_client = true;
    return;
  }
  // Another method was chosen; the flag is still the one that was answered.
  const isNewMethod = sent[METHOD] !== undefined && registered[METHOD] === 'none';
  if (isNewMethod && registered.ext_public_client === true) sent.ext_public_client = false;
}

/** Must be there with `private_key_jwt`, must not be there otherwise, and is not known before 7.1. */
function settleKeyReuse(
  sent: Members,
  method: unknown,
  release: string | undefined,
  registered: unknown = false,
): void {
  if (method === 'private_key_jwt' && isSince(release, '7.1')) sent[KEY_REUSE] ??= registered;
  else delete sent[KEY_REUSE];
}

/** What answers show and an update does not take, or not in that shape. */
function withoutEchoes(sent: Members, registered: MetadataMembers): void {
  for (const name of Object.keys(sent))
    if (name.startsWith('ext_param_') || name === 'response_types' || name === 'application_type')
      delete sent[name];
  if (sent.ext_token_type !== undefined) delete sent.token_type_extension;
  // Shown with its domain, taken without it.
  if (sent.ext_application_owner === registered.ext_application_owner) delete sent.ext_application_owner;
  // Mostly assumed, not answered; to state it would narrow the client to it.
  if (sent[METHOD] === registered[METHOD] && sent[METHOD] !== 'private_key_jwt') delete sent[METHOD];
}

function withoutEmptyLists(sent: Members, names: readonly string[]): void {
  for (const name of names) {
    const list = sent[name];
    if (Array.isArray(list) && list.length === 0) delete sent[name];
  }
}

/** Older releases refuse what they do not know. */
function onlyKnown(sent: Members, operation: 'register' | 'update', release: string | undefined): Members {
  if (!isStrict(release)) return sent;
  return Object.fromEntries(Object.entries(sent).filter(([name]) => isKnown(name, operation, release)));
}
