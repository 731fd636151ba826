import { isDeepEqual } from '../equality.js';
import { isLocalizable, kindOf, memberNames } from '../members.js';
import { nearName } from '../near-name.js';
import type { CrossFieldRule } from './catalogue.js';
import { hostOf, isHttps } from './uri.js';
import { listOf, textOf } from './view.js';

/** DM-6, DM-14: languages, where a member has them (RFC 7591 section 2.2). */
const languageTagsAreSound: CrossFieldRule = ({ given }) =>
  Object.keys(given).flatMap((path) => {
    if (!path.includes('#')) return [];
    const [base = '', tag = ''] = path.split(/#(.*)/s);
    if (kindOf(base) === undefined) return [];
    const issue = (rule: 'DM-6' | 'DM-14', message: string) => [{ rule, path, message }];
    if (!isLocalizable(base)) return issue('DM-6', `has a language, and ${base} comes in none`);
    const canonical = canonicalTag(tag);
    if (canonical === undefined) {
      return issue('DM-6', 'has no language tag as in BCP 47, such as de or pt-BR, behind the #');
    }
    if (canonical !== tag) {
      return issue('DM-14', `is spelt ${base}#${canonical} by the registry of languages`);
    }
    if (given[base] !== undefined) return [];
    return issue('DM-14', `stands without ${base}, which people of other languages would see`);
  });

function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** DM-12: what users see when they are asked to agree (RFC 7591 section 2). */
const peopleSeeWhoAsks: CrossFieldRule = ({ inForce }) =>
  ['client_name', 'client_uri']
    .filter((name) => inForce[name] === undefined)
    .map((path) => ({
      rule: 'DM-12',
      path,
      message: 'is left out: people then see a bare id and cannot look who it is',
    }));

const PAGES = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri'];

/** DM-13: pages on a foreign host look like somebody else's client (RFC 7591 section 5). */
const pagesAreOnTheClient: CrossFieldRule = ({ inForce, redirectUris }) => {
  const home = new Set(redirectUris.filter(isHttps).map(hostOf));
  if (home.size === 0) return [];
  return PAGES.flatMap((path) => {
    const page = textOf(inForce[path]);
    const host = page === undefined ? undefined : hostOf(page);
    if (host === undefined || home.has(host)) return [];
    return [
      {
        rule: 'DM-13' as const,
        path,
        message: 'is on another host than the redirect URIs, which servers may refuse',
      },
    ];
  });
};

/** Members that the server decides (RFC 7591 section 3.2.1, RFC 7592 section 3). */
const ISSUED = [
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_client_uri',
];

/** DM-15: nobody chooses these for himself (RFC 7591 section 6). */
const issuedMembersAreNotAsked: CrossFieldRule = ({ given, options }) => {
  const { registered, profiles = [] } = options;
  if (registered !== undefined || profiles.includes('client-id-metadata-document')) return [];
  return ISSUED.filter((name) => given[name] !== undefined).map((path) => ({
    rule: 'DM-15',
    path,
    message: 'is issued by the server: leave it out',
  }));
};

/** DM-16: servers ignore what they do not know (RFC 7591 section 2), so a misspelt member is lost without a word. */
const membersAreSpelt: CrossFieldRule = ({ given, options: { registered } }) =>
  Object.keys(given)
    .filter((name) => kindOf(name) === undefined && !ISSUED.includes(name))
    // Between short names two letters are no distance.
    .filter((name) => name.length > 4 && registered?.[name] === undefined)
    .flatMap((path) => {
      const near = nearName(path, memberNames);
      if (near === undefined) return [];
      return [{ rule: 'DM-16', path, message: `is no member that a registry knows: is ${near} meant?` }];
    });

/** A member, and the list of what the client could also do (OpenID Connect RP Metadata Choices 1.0 section 2). */
const CHOICES: readonly (readonly [member: string, list: string])[] = [
  ['subject_type', 'subject_types_supported'],
  ['id_token_signed_response_alg', 'id_token_signing_alg_values_supported'],
  ['id_token_encrypted_response_alg', 'id_token_encryption_alg_values_supported'],
  ['id_token_encrypted_response_enc', 'id_token_encryption_enc_values_supported'],
  ['userinfo_signed_response_alg', 'userinfo_signing_alg_values_supported'],
  ['userinfo_encrypted_response_alg', 'userinfo_encryption_alg_values_supported'],
  ['userinfo_encrypted_response_enc', 'userinfo_encryption_enc_values_supported'],
  ['request_object_signing_alg', 'request_object_signing_alg_values_supported'],
  ['request_object_encryption_alg', 'request_object_encryption_alg_values_supported'],
  ['request_object_encryption_enc', 'request_object_encryption_enc_values_supported'],
  ['token_endpoint_auth_method', 'token_endpoint_auth_methods_supported'],
  ['token_endpoint_auth_signing_alg', 'token_endpoint_auth_signing_alg_values_supported'],
  [
    'backchannel_authentication_request_signing_alg',
    'backchannel_authentication_request_signing_alg_values_supported',
  ],
  ['authorization_signed_response_alg', 'authorization_signing_alg_values_supported'],
  ['authorization_encrypted_response_alg', 'authorization_encryption_alg_values_supported'],
  ['authorization_encrypted_response_enc', 'authorization_encryption_enc_values_supported'],
  ['introspection_signed_response_alg', 'introspection_signing_alg_values_supported'],
  ['introspection_encrypted_response_alg', 'introspection_encryption_alg_values_supported'],
  ['introspection_encrypted_response_enc', 'introspection_encryption_enc_values_supported'],
];

/** RM-1: the choice is one of the choices. */
const choicesHoldTheChoice: CrossFieldRule = ({ given }) =>
  CHOICES.flatMap(([member, list]) => {
    const choice = textOf(given[member]);
    if (choice === undefined || (listOf(given[list])?.includes(choice) ?? true)) return [];
    return [{ rule: 'RM-1' as const, path: member, message: `must be one of ${list}` }];
  });

/** DM-11: a software statement is a signed JWT whose issuer is named; its claims win over the body (RFC 7591 section 2.3). */
const statementIsSigned: CrossFieldRule = ({ given, statement }) => {
  const path = 'software_statement';
  if (given[path] === undefined) return [];
  if (statement === undefined)
    return [
      {
        rule: 'DM-11',
        path,
        message: 'must be a signed JWT in its compact form: three parts with dots between',
      },
    ];
  const { header, claims } = statement;
  if (textOf(header.alg) === undefined || header.alg === 'none') {
    return [{ rule: 'DM-11', path, message: 'must be signed: its alg is none' }];
  }
  const conflicts = Object.keys(given).filter(
    (name) => name !== path && claims[name] !== undefined && !isDeepEqual(claims[name], given[name]),
  );
  return [
    ...(claims.iss === undefined
      ? [
          {
            rule: 'DM-11' as const,
            path,
            message: 'names no issuer (iss), which it must',
            weight: 'advice' as const,
          },
        ]
      : []),
    ...conflicts.map((name) => ({
      rule: 'DM-11' as const,
      path: name,
      message: 'differs from the software statement, whose value wins: leave it out',
      weight: 'advice' as const,
    })),
  ];
};

export const memberRules: readonly CrossFieldRule[] = [
  languageTagsAreSound,
  peopleSeeWhoAsks,
  pagesAreOnTheClient,
  issuedMembersAreNotAsked,
  membersAreSpelt,
  choicesHoldTheChoice,
  statementIsSigned,
];
