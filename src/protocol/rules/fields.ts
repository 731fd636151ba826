import * as z from 'zod/mini';
import { parseAddress } from '../can-parse.js';
import type { RuleId, Weight } from './catalogue.js';
import * as uri from './uri.js';

// The members with rules of their own, as zod schemas. A check carries the id of its rule, and its weight where that
// differs from the rule's.

/** One rule about one text. */
function rule(id: RuleId, holds: (text: string) => boolean, message: string, weight?: Weight) {
  return z.refine<string>(holds, { error: message, params: { rule: id, weight } });
}

const text = (...checks: readonly ReturnType<typeof rule>[]) => z.string().check(...checks);

const https = (id: RuleId) =>
  text(
    rule(id, (value) => uri.isHttps(value) || uri.isLoopbackHttp(value), 'must be an https address'),
    rule(id, (value) => !uri.isLoopbackHttp(value), 'is plain http; real servers will want https', 'advice'),
  );

const page = text(rule('DM-7', uri.isWeb, 'must be an absolute http or https address'));

const redirectUri = text(
  rule('RU-1', uri.isAbsolute, 'must be absolute, with its scheme, such as https://app.example.com/callback'),
  rule(
    'RU-2',
    (value) => !uri.hasFragment(value),
    'must not have a fragment, not even an empty one: take away # and all behind it',
  ),
  rule(
    'RU-5',
    (value) => !uri.hasWildcard(value),
    'must be one address, not a pattern: list every redirect URI',
  ),
  rule(
    'RU-6',
    (value) => !uri.isDangerous(value),
    "has a scheme that runs or opens something at the user's machine: use https or a scheme of the app",
  ),
  rule(
    'RU-7',
    (value) => !uri.hasPrivateScheme(value) || uri.isOutOfBand(value) || uri.isReverseDomain(value),
    'has a scheme that any other app could claim: use a domain name backwards, such as com.example.app:/callback',
  ),
  rule('RU-9', (value) => !uri.hasUserinfo(value), 'must not carry a user name or password'),
  rule(
    'RU-11',
    (value) => !uri.isOutOfBand(value),
    'is a retired way to hand over codes: use http://127.0.0.1/callback for an app without a web server',
  ),
  rule('RU-13', uri.isAscii, 'must be ASCII: write the host as xn--… and percent-encode the rest'),
);

const distinct = z.refine<readonly string[]>((list) => new Set(list).size === list.length, {
  error: 'must not name an address twice',
  params: { rule: 'RU-10' },
});

const logoutUri = (id: RuleId) =>
  text(
    rule(id, uri.isWeb, 'must be an absolute http or https address'),
    rule(id, (value) => !uri.hasFragment(value), 'must not have a fragment'),
  );

const requestUri = text(
  rule(
    'RQ-6',
    (value) => uri.schemeOf(value) !== 'urn:',
    'is the answer to one pushed request and is not registered: leave it out',
  ),
  rule(
    'RQ-3',
    (value) => !value.includes('#') || /#[\w-]{43}$/.test(value),
    'has a fragment that is no SHA-256 digest in base64url without padding',
  ),
  rule('RQ-5', (value) => value.length <= 512, 'is longer than 512 characters, which servers may refuse'),
);

const ADDRESS_OF_MACHINE = (value: string) =>
  !value.includes('[') &&
  (/^\d+(?:\.\d+){3}$/.test(value)
    ? parseAddress(`http://${value}`)?.hostname === value
    : parseAddress(`http://[${value}]`)?.hostname === `[${value}]`);

/** Attributes with values, by commas or pluses; order and escaping are left alone. */
const DISTINGUISHED_NAME = (value: string) =>
  /^(?:[a-z][a-z\d-]*|\d+(?:\.\d+)*)\s*=(?:[^,+\\]|\\.)*(?:[,+]\s*(?:[a-z][a-z\d-]*|\d+(?:\.\d+)*)\s*=(?:[^,+\\]|\\.)*)*$/i.test(
    value,
  );

const oneOf = (id: RuleId, values: readonly string[], weight?: Weight) =>
  text(
    rule(
      id,
      (value) => values.includes(value),
      `must be ${values.join(', ').replace(/, ([^,]*)$/, ' or $1')}`,
      weight,
    ),
  );

/** Members whose values have rules. The others only have a JSON type. */
export const FIELDS: Readonly<Record<string, z.ZodMiniType>> = {
  redirect_uris: z.array(redirectUri).check(distinct),
  response_types: z.array(
    text(
      rule(
        'GR-13',
        (value) => new Set(value.split(' ')).size === value.split(' ').length,
        'must not have a word twice',
      ),
    ),
  ),
  token_endpoint_auth_signing_alg: text(
    rule('AM-5', (value) => value !== 'none', 'must not be none: the client has to sign'),
  ),
  authorization_signed_response_alg: text(
    rule('AL-3', (value) => value !== 'none', 'must not be none: these answers are always signed'),
  ),
  application_type: oneOf('AT-8', ['web', 'native']),
  subject_type: oneOf('SI-5', ['public', 'pairwise']),
  backchannel_token_delivery_mode: oneOf('CB-1', ['poll', 'ping', 'push']),
  jwks_uri: https('JK-2'),
  sector_identifier_uri: https('SI-1'),
  initiate_login_uri: https('DM-3'),
  backchannel_client_notification_endpoint: https('CB-3'),
  request_uris: z.array(requestUri),
  client_uri: page,
  logo_uri: page,
  tos_uri: page,
  policy_uri: page,
  contacts: z.array(
    text(
      rule(
        'DM-4',
        (value) => /^(?:mailto:)?[^\s@]+@[^\s@]+$/i.test(value),
        'is no e-mail address, which OpenID providers expect',
        'advice',
      ),
    ),
  ),
  scope: text(
    rule(
      'DM-5',
      (value) => /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/.test(value),
      'must be scopes with one space between them, such as "openid profile"; leave it out for none',
    ),
  ),
  default_max_age: z.number().check(
    z.refine<number>((value) => Number.isSafeInteger(value) && value >= 0, {
      error: 'must be a whole number of seconds, 0 or more',
      params: { rule: 'DM-1' },
    }),
  ),
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
  tls_client_auth_subject_dn: text(
    rule(
      'TL-4',
      DISTINGUISHED_NAME,
      'must be a distinguished name as in RFC 4514, such as CN=client,O=Example,C=DE',
    ),
  ),
  tls_client_auth_san_ip: text(
    rule(
      'TL-5',
      ADDRESS_OF_MACHINE,
      'must be an IPv4 address in dots or an IPv6 address in its short form (RFC 5952), without brackets and port',
    ),
  ),
  post_logout_redirect_uris: z.array(
    text(
      rule('LO-2', uri.isAbsolute, 'must be absolute, with its scheme'),
      rule('LO-2', (value) => !uri.hasFragment(value), 'must not have a fragment'),
    ),
  ),
  frontchannel_logout_uri: logoutUri('LO-4'),
  backchannel_logout_uri: logoutUri('LO-5'),
};
