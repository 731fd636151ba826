/**
 * Where the duties of a client are shown: RFC 7591, RFC 7592, OpenID Connect Registration and Discovery, RFC 7033,
 * RFC 8414, RFC 9728, RFC 6750. An id names the specification, the section and a count within it.
 *
 * `tests` are `file: title`, `rule X` for the examples of a rule of metadata, and `answer X` for a row of the real
 * answers. `deviation` says where we do otherwise on purpose, `elsewhere` whose part of the work it is.
 */
export interface Clause {
  readonly tests?: readonly string[];
  readonly deviation?: string;
  readonly elsewhere?: string;
}

const WIRE =
  'wire.test.ts: a registration is one POST of JSON with all members at the top, and nothing that was not given';
const EXACT =
  'wire.test.ts: texts go out character by character: names, redirect URIs, the software statement, and lists in their order';
const MANAGEMENT =
  'wire.test.ts: a read is a GET, an update a PUT of JSON, a deletion a DELETE, each at the very address that was issued';
const TOKEN = 'wire.test.ts: a token travels in the header alone, as Bearer, to the endpoint that it is for';
const GET = 'wire.test.ts: discovery is a GET, without a body, a cookie or a credential';
const CERTIFICATE = 'interop/network.test.ts: a certificate that nobody vouches for';
const VECTORS = 'answers/webfinger.test.ts: every identifier, through the public function';
const UPDATE = 'protocol/outgoing.test.ts: an update leaves out what the server issues';
const RESOURCES =
  'The metadata of a protected resource is read by who calls that resource; this package begins at the issuer that it names.';
const LOGINS =
  'Logins and the checking of tokens are done by openid-client, to which the registration is handed over.';

export const CLAUSES: Readonly<Record<string, Clause>> = {
  '7591-2-2': { tests: ['rule RU-17'] },
  '7591-2-3': {
    tests: [
      'answer S04-mcp-sdk-minimal',
      'integrations/openid-client.test.ts: issued credentials get a real token by %s',
    ],
  },
  '7591-2-4': {
    tests: [
      'answer T13-none-with-secret',
      'integrations/openid-client.test.ts: a public client builds an authorization address',
    ],
  },
  '7591-2-6': { tests: ['answer T16-only-client-id', 'answer T17-read-without-grants'] },
  '7591-2-7': { tests: ['rule GR-15'], elsewhere: LOGINS },
  '7591-2-8': { tests: ['answer T16-only-client-id'] },
  '7591-2-9': { tests: ['rule GR-15', 'answer T35-order-changed'], elsewhere: LOGINS },
  '7591-2-13': {
    tests: ['rule DM-7'],
    deviation: 'The picture is not fetched: an app that registers need not reach its own pages.',
  },
  '7591-2-14': {
    tests: ['rule DM-7'],
    deviation: 'The pages are not fetched: an app that registers need not reach its own pages.',
  },
  '7591-2-17': {
    tests: ['rule JK-2'],
    deviation: 'The keys behind jwks_uri are not fetched; those in jwks are checked.',
  },
  '7591-2-18': { tests: ['rule JK-9', 'rule JK-3', 'bad-input.test.ts: a private key in jwks'] },
  '7591-2-19': {
    tests: [
      'rule JK-1',
      'protocol/compare.test.ts: keys from two sources are told',
      'lifecycle/validation.test.ts: a patch of a client whose keys were answered twice sends the one that it manages',
    ],
  },
  '7591-2-24': { tests: ['rule DM-11'] },
  '7591-2.1-2': {
    tests: ['rule GR-9', 'protocol/outgoing.test.ts: an empty list goes out only where it means something'],
  },
  '7591-2.2-4': { tests: [EXACT] },
  '7591-2.3-1': { tests: ['rule DM-11'] },
  '7591-2.3-2': { tests: ['rule DM-11'] },
  '7591-3-1': { tests: ['bad-input.test.ts: an endpoint in plain http', 'answer D08-plain-http-endpoint'] },
  '7591-3.1-1': { tests: [WIRE] },
  '7591-3.1.1-1': { tests: [EXACT] },
  '7591-3.2.2-5': {
    tests: [
      'protocol/refusal.test.ts: RFC 7591 with members that nobody knows',
      'answer E04-400-code-message',
    ],
  },
  '7591-5-1': { tests: [CERTIFICATE] },
  '7591-5-2': { tests: ['rule RU-3', 'rule AT-3'] },
  '7591-6-1': { tests: ['rule DM-15'] },

  '7592-2-1': { tests: [MANAGEMENT] },
  '7592-2-2': { tests: [TOKEN] },
  '7592-2-3': {
    tests: ['answer T20-uri-plain-http', 'http/send.test.ts: plain http is refused before anything is sent'],
  },
  '7592-2.1-1': { tests: [MANAGEMENT] },
  '7592-2.1-3': {
    tests: [
      'lifecycle/manage.test.ts: many at once lose none, under every habit of rotation',
      'interop/oidc-provider.test.ts: a hundred patches in a row with rotation: the last token works',
    ],
  },
  '7592-2.2-1': { tests: [MANAGEMENT] },
  '7592-2.2-2': {
    tests: [
      'lifecycle/manage.test.ts: changes some members, removes what is null, keeps the rest and the rotated token',
      UPDATE,
      'rule UP-4',
    ],
  },
  '7592-2.2-3': { tests: [UPDATE] },
  '7592-2.2-4': {
    tests: [
      'lifecycle/manage.test.ts: changes some members, removes what is null, keeps the rest and the rotated token',
    ],
  },
  '7592-2.2-6': {
    tests: [
      'rule UP-2',
      'lifecycle/validation.test.ts: an update for another client, or with a secret of its own, is refused',
    ],
  },
  '7592-2.2-7': { tests: [UPDATE] },
  '7592-2.2-8': {
    tests: [
      'rule UP-3',
      'lifecycle/validation.test.ts: an update for another client, or with a secret of its own, is refused',
    ],
  },
  '7592-2.3-1': { tests: [MANAGEMENT, 'lifecycle/manage.test.ts: keeps no credential'] },
  '7592-5-2': { tests: ['secrets.test.ts: no secret shows', TOKEN] },
  '7592-A-1': {
    tests: [TOKEN],
    deviation:
      'All three are texts, so types do not tell them apart; each has one place where it can be given, and goes to one endpoint.',
  },
  '7592-B-1': { tests: [MANAGEMENT] },

  'OIDCR-2-1': { tests: ['rule RU-17'] },
  'OIDCR-2-2': {
    tests: [
      'protocol/outgoing.test.ts: redirect URIs are sent as they are written',
      'answer R18-loopback-verbatim',
    ],
  },
  'OIDCR-2-3': { tests: ['rule GR-1', 'rule GR-2', 'rule GR-3', 'rule GR-4', 'rule GR-5', 'rule GR-6'] },
  'OIDCR-2-4': { tests: ['rule AT-5', 'rule AT-8'] },
  'OIDCR-2-5': { tests: ['rule AT-1', 'rule AT-2'] },
  'OIDCR-2-6': { tests: ['rule AT-3', 'rule AT-4'] },
  'OIDCR-2-9': {
    tests: ['rule JK-2'],
    deviation: 'Plain http on the own machine is a warning: it cannot work anywhere else.',
  },
  'OIDCR-2-10': { tests: ['rule JK-4'] },
  'OIDCR-2-12': { tests: ['rule JK-6'] },
  'OIDCR-2-13': { tests: ['rule JK-3'] },
  'OIDCR-2-14': {
    deviation:
      'Whether a client can host its keys is not to be seen; the documentation of jwks names jwks_uri first.',
  },
  'OIDCR-2-15': { tests: ['rule SI-1', 'rule SI-3'] },
  'OIDCR-2-17': { tests: ['rule AL-1'] },
  'OIDCR-2-18': { tests: ['rule AL-8'], elsewhere: LOGINS },
  'OIDCR-2-19': { tests: ['rule EN-1', 'rule EN-2', 'rule EN-3'] },
  'OIDCR-2-21': { elsewhere: LOGINS },
  'OIDCR-2-22': { elsewhere: LOGINS },
  'OIDCR-2-24': { tests: ['rule AM-5', 'rule AM-2', 'rule AM-6'] },
  'OIDCR-2-25': { elsewhere: LOGINS },
  'OIDCR-2-26': { elsewhere: LOGINS },
  'OIDCR-2-27': { tests: [EXACT, 'protocol/compare.test.ts: what became of one field'] },
  'OIDCR-2-28': { tests: ['rule DM-3'], elsewhere: 'The page that starts a login belongs to the app.' },
  'OIDCR-2-29': { tests: ['rule RQ-1'] },
  'OIDCR-2.1-1': { tests: ['rule DM-6', 'rule DM-14', EXACT, 'answer T36-language-tags'] },
  'OIDCR-4.1-1': { tests: [MANAGEMENT] },
  'OIDCR-6-1': {
    tests: [
      'protocol/compare.test.ts: what became of one field',
      'discovery/server-metadata.test.ts: issuers are compared by code point',
    ],
  },
  'OIDCR-7-1': {
    tests: [
      'lifecycle/validation.test.ts: what breaks a rule writes no claim and asks nobody',
      'protocol/information.test.ts: an answer for another client is no answer',
    ],
  },
  'OIDCR-9-1': { tests: ['http/send.test.ts: plain http is refused before anything is sent'] },

  'OIDCD-2-2': { elsewhere: 'Web forms belong to the app.' },
  'OIDCD-2-3': { tests: [GET, VECTORS] },
  'OIDCD-2-5': {
    tests: [
      'discovery/find-issuer.test.ts: asks over https even for a plain http identifier, unless it is on loopback',
    ],
    deviation: 'An identifier that is itself plain http on the own machine is asked there, for tests.',
  },
  'OIDCD-2-8': { tests: ['discovery/find-issuer.test.ts: a link to %s is no issuer'] },
  'OIDCD-2-9': { tests: ['discovery/find-issuer.test.ts: asks the host of the account, once'] },
  'OIDCD-2.1-1': { tests: [VECTORS] },
  'OIDCD-2.1.1-1': { tests: [VECTORS] },
  'OIDCD-2.1.2-1': { tests: [VECTORS] },
  'OIDCD-2.1.2-2': { tests: [VECTORS] },
  'OIDCD-2.1.2-3': { tests: [VECTORS] },
  'OIDCD-2.1.2-4': { tests: [VECTORS] },
  'OIDCD-2.1.2-5': { tests: [VECTORS] },
  'OIDCD-3-1': {
    tests: ['answer D06-other-host', 'answer D05-slash-added', 'bad-input.test.ts: an issuer with a query'],
    deviation: 'One slash at the end is forgiven, with a warning: many servers add one.',
  },
  'OIDCD-3-4': { tests: ['rule GR-15', 'rule AM-7'], elsewhere: LOGINS },
  'OIDCD-3-5': { elsewhere: LOGINS },
  'OIDCD-4-1': {
    tests: [
      'answer D01-appended-openid',
      'discovery/server-metadata.test.ts: every form of the well-known address is found',
    ],
  },
  'OIDCD-4.3-1': {
    tests: ['answer D06-other-host', 'answer W71-discovery-other-issuer'],
    deviation: 'One slash at the end is forgiven, with a warning: many servers add one.',
  },
  'OIDCD-5-1': { tests: ['discovery/server-metadata.test.ts: issuers are compared by code point'] },
  'OIDCD-7.1-1': { tests: [CERTIFICATE] },
  'OIDCD-7.2-1': {
    tests: ['answer D06-other-host', 'lifecycle/claim.test.ts: of another issuer reads as absent'],
    elsewhere: LOGINS,
  },

  '7033-4.1-1': { tests: [VECTORS] },
  '7033-4.2-1': { tests: [VECTORS, 'discovery/find-issuer.test.ts: asks the host of the account, once'] },
  '7033-4.2-3': {
    tests: ['discovery/find-issuer.test.ts: a failure over https is not tried again over http'],
  },
  '7033-4.2-6': {
    tests: ['http/send.test.ts: discovery does not follow a redirect to plain http', CERTIFICATE],
  },
  '7033-4.4-1': { tests: [GET] },

  '8414-2-1': {
    tests: [
      'bad-input.test.ts: an issuer with a query',
      'bad-input.test.ts: an issuer with a fragment',
      'bad-input.test.ts: an http issuer',
    ],
  },
  '8414-2-4': { tests: ['rule GR-15', 'rule AM-7'] },
  '8414-2.1-1': {
    tests: ['discovery/server-metadata.test.ts: signed metadata that nobody verified changes nothing'],
  },
  '8414-3-1': {
    tests: [
      'answer D01-first-form',
      'discovery/server-metadata.test.ts: every form of the well-known address is found',
    ],
  },
  '8414-3-2': { tests: [GET] },
  '8414-3.3-1': {
    tests: ['answer D06-other-host', 'answer D06-wrong-then-right'],
    deviation: 'One slash at the end is forgiven, with a warning: many servers add one.',
  },
  '8414-6.1-1': { tests: [CERTIFICATE] },
  '8414-6.2-1': {
    tests: [
      'answer D06-other-host',
      'discovery/server-metadata.test.ts: expectedIssuer accepts the metadata of a server that calls itself otherwise',
    ],
  },

  '9728-3.1-1': { elsewhere: RESOURCES },
  '9728-3.1-2': { elsewhere: RESOURCES },
  '9728-3.2-1': { elsewhere: RESOURCES },
  '9728-3.3-1': { elsewhere: RESOURCES },
  '9728-3.3-2': { elsewhere: RESOURCES },
  '9728-3.3-3': { elsewhere: RESOURCES },

  '6750-2.1-2': {
    tests: [
      'bad-input.test.ts: a token with a line break',
      'bad-input.test.ts: a registration access token with a line break',
      'answer R17-token-verbatim',
    ],
  },
  '6750-2-1': { tests: [TOKEN] },
  '6750-5.3-1': { tests: ['secrets.test.ts: no secret shows', TOKEN, CERTIFICATE] },
  '6750-5.3-2': {
    tests: [
      'http/send.test.ts: a 307 to another origin is refused, and the message names where it points',
      'answer D11-307-other-origin',
    ],
  },
};
