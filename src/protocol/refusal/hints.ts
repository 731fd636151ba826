import type { ClientOperation } from '../client-operation.js';
import type { DcrErrorCode } from '../errors.js';
import { readChallenges } from './challenge.js';

/** What is known of a refusal when its remedy is looked for. */
export interface RefusalClues {
  readonly kind: DcrErrorCode;
  readonly operation: ClientOperation;
  readonly authorizedBy?: 'token' | 'administrator' | undefined;
  readonly error: string | undefined;
  /** Everything the server said, its `error` too. */
  readonly said: string;
  readonly challenge: string | null;
}

/** A cause that is known by its marks, and what to do about it. */
interface Cause {
  readonly isMeant: (clues: RefusalClues) => boolean;
  readonly hint: string;
}

const says = (pattern: RegExp) => (clues: RefusalClues) => pattern.test(clues.said);
const isError = (name: string) => (clues: RefusalClues) => clues.error === name;

/** The first that is meant counts. */
const CAUSES: readonly Cause[] = [
  // Keycloak's client registration policies name themselves.
  {
    isMeant: says(/trusted hosts/i),
    hint:
      'This is Keycloak\'s policy "Trusted Hosts": add this machine and the hosts of the redirect URIs to it, or use an ' +
      'initial access token.',
  },
  {
    isMeant: says(/max clients limit/i),
    hint:
      'This is Keycloak\'s policy "Max Clients Limit": the realm is full. Delete clients that nobody uses, or have the limit ' +
      'raised, and keep registrations in a store that lasts.',
  },
  {
    isMeant: says(/allowed client scopes|not permitted to use specified clientscope/i),
    hint: 'This is Keycloak\'s policy "Allowed Client Scopes": leave scope out of the metadata, or have its scopes allowed.',
  },
  {
    isMeant: says(/allowed protocol mapper|allowed registration web origins|policy '[^']{1,80}' rejected/i),
    hint: "This is one of Keycloak's client registration policies: change what it names, or use an initial access token.",
  },
  {
    isMeant: says(/client identifier included/i),
    hint: 'The server chooses the client_id: leave it out of the metadata.',
  },
  {
    isMeant: isError('invalid_software_statement'),
    hint: 'The software statement is not good: check its signature, issuer and age, and get a new one.',
  },
  {
    isMeant: isError('unapproved_software_statement'),
    hint: 'The server does not accept statements of this issuer or for this software: ask its operator.',
  },
  {
    isMeant: (clues) =>
      clues.error === 'invalid_redirect_uri' &&
      /redirect_uris (?:is|are) (?:a )?(?:mandatory|required)/i.test(clues.said),
    hint:
      'Give redirect_uris. For a client without users, such as one of client_credentials, give response_types: [], since servers ' +
      'assume ["code"] where it is left out.',
  },
  {
    isMeant: isError('invalid_redirect_uri'),
    hint: 'The server does not allow one of the redirect_uris: check scheme, host and application_type against its policy.',
  },
  {
    isMeant: isError('insufficient_scope'),
    hint:
      'The token is good but not for this: its scopes are not those that the server wants (some want exactly one, such as ' +
      'client.create or dcr). Get one that fits.',
  },
  {
    isMeant: ({ kind, operation, challenge }) =>
      kind === 'unauthorized' && operation === 'register' && wantsOnlyBasic(challenge),
    hint:
      'The server asks for a user name and password, so this is an interface for administrators. Use the registration endpoint ' +
      'that the server metadata names, or ask the operator for an account.',
  },
  {
    isMeant: says(/titled "[^"]*(?:sign in|log ?in|anmeld)/i),
    hint: 'A login page stands in front of the endpoint: it must be open to clients without a session. Ask its operator.',
  },
];

function wantsOnlyBasic(challenge: string | null): boolean {
  const schemes = readChallenges(challenge).map(({ scheme }) => scheme);
  return schemes.includes('basic') && !schemes.includes('bearer');
}

/** What to do where no cause is known. */
const HINTS: Readonly<Record<string, string>> = {
  'rate-limited':
    'Too many requests were made. Wait as long as retryAfterMs says, and keep registrations in a store that lasts.',
  'blocked-by-edge':
    'A firewall in front of the server blocked the request; its operator must let this client through. Some look at the ' +
    'User-Agent header, which headers can set.',
  gone: 'The client does not exist there any more. Forget it by delete(), and register a new one.',
  'token-refused':
    'The registration access token is not valid, or the client is gone: the server does not say which. If the client is ' +
    'still needed, ask its operator for a new token and adopt() it.',
  unsupported:
    'The server does not offer this operation. Register a new client instead, or ask its operator.',
  unauthorized:
    'Registering here needs an initial access token, or the one given is not valid any more. Get one from the operator ' +
    'and pass it as initialAccessToken; where each serves once, pass a function.',
  forbidden:
    'A policy of the server does not allow this registration. Ask its operator which clients may register.',
  'wrong-endpoint':
    'There is no registration endpoint at this address, or it is switched off. Check the server metadata.',
  conflict:
    'Something of that name exists already. Choose another client_name, or adopt() the existing client.',
  'server-error': 'The server failed. Whether it acted on the request is unknown; try again later.',
  rejected: 'Change what the server objects to.',
};

/** What the reader of the error is to do. */
export function hintFor(clues: RefusalClues): string {
  const { kind, operation } = clues;
  const known = CAUSES.find(({ isMeant }) => isMeant(clues));
  if (known !== undefined) return known.hint;
  if (clues.authorizedBy === 'administrator' && kind === 'unauthorized')
    return "The administrator's credential was not accepted: it may be wrong, have ended, or belong elsewhere.";
  if (clues.authorizedBy === 'administrator' && kind === 'forbidden')
    return "The administrator's credential is good, but may not do this: it lacks a scope, or a role for this client.";
  if (kind === 'server-error' && (operation === 'read' || operation === 'find'))
    return 'The server failed. Try again later.';
  return HINTS[kind] ?? 'See docs/errors.md.';
}
