import type { RuleId, Weight } from './catalogue.js';
import type { MetadataProfile } from './options.js';

/** What a profile demands of one member, or of each entry of a list. */
export interface Requirement {
  readonly rule: RuleId;
  readonly member: string;
  /** The rest of a sentence that begins with the member. */
  readonly message: string;
  readonly required?: true;
  readonly forbidden?: true;
  readonly oneOf?: readonly unknown[];
  readonly matches?: RegExp;
  readonly maximumLength?: number;
  /** The claim of the software statement that the member equals, or lies within. */
  readonly claim?: string;
}

/** A profile of rules: an ecosystem's, or a security profile's. */
export interface ProfileRules {
  /** Best practices are errors. */
  readonly strict?: true;
  /** Rules that weigh otherwise here. */
  readonly weights?: Partial<Record<RuleId, Weight>>;
  /** Rules that do not hold here. */
  readonly waives?: readonly RuleId[];
  readonly requirements: readonly Requirement[];
  /** Curves that no key of the client may be on (AL-7). */
  readonly forbiddenCurves?: readonly string[];
  /** What the software statement is like. */
  readonly statement?: {
    readonly rule: RuleId;
    readonly algs: readonly string[];
    readonly maximumAgeSeconds: number;
  };
}

const SIGNING = [
  'token_endpoint_auth_signing_alg',
  'request_object_signing_alg',
  'id_token_signed_response_alg',
  'userinfo_signed_response_alg',
  'authorization_signed_response_alg',
  'introspection_signed_response_alg',
  'backchannel_authentication_request_signing_alg',
];

const signedBy = (algs: readonly string[]): readonly Requirement[] =>
  SIGNING.map((member) => ({ rule: 'AL-7', member, oneOf: algs, message: `must be ${algs.join(', ')}` }));

const explicitIdTokenAlg: Requirement = {
  rule: 'AL-8',
  member: 'id_token_signed_response_alg',
  required: true,
  message: 'must be set: left out it means RS256, which this profile forbids',
};

const WITH_KEYS = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'];

const CIBA: readonly Requirement[] = [
  {
    rule: 'CB-8',
    member: 'backchannel_token_delivery_mode',
    oneOf: ['poll', 'ping'],
    message: 'must be poll or ping',
  },
  {
    rule: 'CB-8',
    member: 'backchannel_authentication_request_signing_alg',
    oneOf: ['PS256', 'ES256'],
    message: 'must be PS256 or ES256',
  },
];

export const PROFILES: Readonly<Record<MetadataProfile, ProfileRules>> = {
  // FAPI 2.0 Security Profile section 5.4, Message Signing
  'fapi-2': {
    strict: true,
    forbiddenCurves: ['Ed448'],
    requirements: [
      ...signedBy(['PS256', 'ES256', 'EdDSA', 'Ed25519']),
      explicitIdTokenAlg,
      { rule: 'GR-16', member: 'response_types', oneOf: ['code'], message: 'must be code' },
      {
        rule: 'AM-12',
        member: 'token_endpoint_auth_method',
        required: true,
        oneOf: WITH_KEYS,
        message: `must be set, to ${WITH_KEYS.join(', ')}`,
      },
      ...CIBA,
    ],
  },
  // UK Open Banking Dynamic Client Registration 3.3
  'uk-open-banking': {
    weights: { 'TL-3': 'must' },
    // Hybrid flow without the implicit grant; mobile as application type; a client_id may be proposed.
    waives: ['GR-4', 'AT-8', 'DM-15'],
    requirements: [
      {
        rule: 'EC-UK-1',
        member: 'redirect_uris',
        matches: /^https:\/\/(?!localhost\b)/i,
        maximumLength: 256,
        claim: 'software_redirect_uris',
        message: 'must be https, not on localhost, at most 256 characters long and in the software statement',
      },
      {
        rule: 'EC-UK-2',
        member: 'iss',
        matches: /^[0-9a-zA-Z]{1,22}$/,
        message: 'must be 1 to 22 letters and digits',
      },
      {
        rule: 'EC-UK-2',
        member: 'aud',
        matches: /^[0-9a-zA-Z]{1,18}$/,
        message: 'must be 1 to 18 letters and digits',
      },
      {
        rule: 'EC-UK-2',
        member: 'jti',
        matches: /^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/,
        message: 'must be a UUID of version 4 in upper case',
      },
      {
        rule: 'EC-UK-3',
        member: 'grant_types',
        oneOf: [
          'client_credentials',
          'authorization_code',
          'refresh_token',
          'urn:openid:params:grant-type:ciba',
        ],
        message: 'must be client_credentials, authorization_code, refresh_token or CIBA',
      },
      {
        rule: 'EC-UK-4',
        member: 'software_id',
        claim: 'software_id',
        message: 'must be that of the software statement',
      },
      ...signedBy(['PS256', 'ES256']),
      explicitIdTokenAlg,
      ...CIBA,
      { rule: 'CB-8', member: 'backchannel_user_code_parameter', oneOf: [false], message: 'must be false' },
    ],
  },
  // Open Finance Brasil Dynamic Client Registration 1.0 section 7.1
  'open-finance-brasil': {
    statement: { rule: 'EC-BR-1', algs: ['PS256'], maximumAgeSeconds: 300 },
    requirements: [
      { rule: 'EC-BR-1', member: 'software_statement', required: true, message: 'must be there' },
      {
        rule: 'EC-BR-2',
        member: 'jwks',
        forbidden: true,
        message: 'must not be there: use the jwks_uri of the software statement',
      },
      {
        rule: 'EC-BR-2',
        member: 'jwks_uri',
        claim: 'software_jwks_uri',
        message: 'must be the software_jwks_uri of the software statement',
      },
      {
        rule: 'EC-BR-3',
        member: 'redirect_uris',
        claim: 'software_redirect_uris',
        message: 'must be in the software statement',
      },
      {
        rule: 'EC-BR-4',
        member: 'token_endpoint_auth_method',
        oneOf: WITH_KEYS,
        message: `must be ${WITH_KEYS.join(', ')}`,
      },
      { rule: 'AM-12', member: 'token_endpoint_auth_method', required: true, message: 'must be set' },
      ...[
        'tls_client_auth_san_dns',
        'tls_client_auth_san_uri',
        'tls_client_auth_san_ip',
        'tls_client_auth_san_email',
      ].map(
        (member): Requirement => ({
          rule: 'EC-BR-5',
          member,
          forbidden: true,
          message: 'must not be there: use tls_client_auth_subject_dn',
        }),
      ),
      {
        rule: 'EC-BR-6',
        member: 'request_object_encryption_alg',
        oneOf: ['RSA-OAEP'],
        message: 'must be RSA-OAEP',
      },
      {
        rule: 'EC-BR-6',
        member: 'request_object_encryption_enc',
        oneOf: ['A256GCM'],
        message: 'must be A256GCM',
      },
    ],
  },
  // Australian Consumer Data Right, client registration request
  'australia-cdr': {
    requirements: [
      {
        rule: 'EC-CDR-1',
        member: 'token_endpoint_auth_method',
        required: true,
        oneOf: ['private_key_jwt'],
        message: 'must be private_key_jwt',
      },
      { rule: 'EC-CDR-1', member: 'response_types', oneOf: ['code'], message: 'must be code' },
      { rule: 'EC-CDR-1', member: 'application_type', oneOf: ['web'], message: 'must be web' },
      {
        rule: 'EC-CDR-2',
        member: 'authorization_signed_response_alg',
        required: true,
        message: 'must be set',
      },
      {
        rule: 'EC-CDR-2',
        member: 'id_token_encrypted_response_alg',
        forbidden: true,
        message: 'must not be there: ID tokens do not come through the browser',
      },
      {
        rule: 'EC-CDR-2',
        member: 'id_token_encrypted_response_enc',
        forbidden: true,
        message: 'must not be there: ID tokens do not come through the browser',
      },
      {
        rule: 'EC-CDR-3',
        member: 'authorization_encrypted_response_alg',
        oneOf: ['RSA-OAEP', 'RSA-OAEP-256'],
        message: 'must be RSA-OAEP or RSA-OAEP-256',
      },
      {
        rule: 'EC-CDR-3',
        member: 'authorization_encrypted_response_enc',
        oneOf: ['A256GCM', 'A128CBC-HS256'],
        message: 'must be A256GCM or A128CBC-HS256',
      },
    ],
  },
  // OAuth Client ID Metadata Document
  'client-id-metadata-document': {
    requirements: [
      {
        rule: 'AM-9',
        member: 'token_endpoint_auth_method',
        required: true,
        oneOf: ['none', ...WITH_KEYS],
        message: 'must be set, and not to a method with a secret: nobody could issue one',
      },
      {
        rule: 'EC-CM-1',
        member: 'client_id',
        required: true,
        matches: /^https:\/\/[^/?#@\s]+\/(?!(?:[^?#]*\/)?\.{1,2}(?:\/|\?|$))[^#\s]+$/,
        message:
          'must be the https address of the document, with a path, without dot segments, fragment and credentials',
      },
    ],
  },
};
