import { sortedWords } from '../outcome.js';
import type { CrossFieldRule, RuleId } from './catalogue.js';
import { listOf } from './view.js';

interface Capability {
  readonly rule: RuleId;
  /** What the client asks for: one value or a list. */
  readonly member: string;
  /** Where the server lists what it supports (RFC 8414 section 2, OpenID Connect Discovery 1.0 section 3). */
  readonly list: string;
  /** What a server supports that does not say. */
  readonly assumed?: readonly string[];
}

/** What the server's metadata says about values of the client's. */
const CAPABILITIES: readonly Capability[] = [
  {
    rule: 'GR-15',
    member: 'grant_types',
    list: 'grant_types_supported',
    assumed: ['authorization_code', 'implicit'],
  },
  { rule: 'GR-15', member: 'response_types', list: 'response_types_supported' },
  {
    rule: 'AM-7',
    member: 'token_endpoint_auth_method',
    list: 'token_endpoint_auth_methods_supported',
    assumed: ['client_secret_basic'],
  },
  {
    rule: 'AL-4',
    member: 'token_endpoint_auth_signing_alg',
    list: 'token_endpoint_auth_signing_alg_values_supported',
  },
  { rule: 'AL-4', member: 'id_token_signed_response_alg', list: 'id_token_signing_alg_values_supported' },
  {
    rule: 'AL-4',
    member: 'id_token_encrypted_response_alg',
    list: 'id_token_encryption_alg_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'id_token_encrypted_response_enc',
    list: 'id_token_encryption_enc_values_supported',
  },
  { rule: 'AL-4', member: 'userinfo_signed_response_alg', list: 'userinfo_signing_alg_values_supported' },
  {
    rule: 'AL-4',
    member: 'userinfo_encrypted_response_alg',
    list: 'userinfo_encryption_alg_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'userinfo_encrypted_response_enc',
    list: 'userinfo_encryption_enc_values_supported',
  },
  { rule: 'AL-4', member: 'request_object_signing_alg', list: 'request_object_signing_alg_values_supported' },
  {
    rule: 'AL-4',
    member: 'request_object_encryption_alg',
    list: 'request_object_encryption_alg_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'request_object_encryption_enc',
    list: 'request_object_encryption_enc_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'authorization_signed_response_alg',
    list: 'authorization_signing_alg_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'authorization_encrypted_response_alg',
    list: 'authorization_encryption_alg_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'authorization_encrypted_response_enc',
    list: 'authorization_encryption_enc_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'introspection_signed_response_alg',
    list: 'introspection_signing_alg_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'introspection_encrypted_response_alg',
    list: 'introspection_encryption_alg_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'introspection_encrypted_response_enc',
    list: 'introspection_encryption_enc_values_supported',
  },
  {
    rule: 'AL-4',
    member: 'backchannel_authentication_request_signing_alg',
    list: 'backchannel_authentication_request_signing_alg_values_supported',
  },
  { rule: 'SI-5', member: 'subject_type', list: 'subject_types_supported' },
  { rule: 'DM-8', member: 'default_acr_values', list: 'acr_values_supported' },
  { rule: 'DM-10', member: 'authorization_details_types', list: 'authorization_details_types_supported' },
  { rule: 'DM-10', member: 'response_modes', list: 'response_modes_supported' },
  {
    rule: 'CB-1',
    member: 'backchannel_token_delivery_mode',
    list: 'backchannel_token_delivery_modes_supported',
  },
];

/** GR-15, AM-7, AL-4, SI-5, DM-8, DM-10, CB-1: values that the server does not list. */
const valuesAreSupported: CrossFieldRule = ({ inForce, options, method }) => {
  const server = options.server;
  if (server === undefined) return [];
  return CAPABILITIES.flatMap(({ rule, member, list, assumed }) => {
    // Most members of a client are not there.
    if (inForce[member] === undefined && member !== 'token_endpoint_auth_method') return [];
    const listed = listOf(server[list]);
    const supported = listed ?? assumed;
    // A method that nobody chose is only worth a word where the server says which it has.
    const isDefault = member === 'token_endpoint_auth_method' && inForce[member] === undefined;
    const asked = isDefault ? (listed === undefined ? [] : [method]) : [inForce[member]].flat();
    if (supported === undefined) return [];
    const known = new Set(supported.map(sortedWords));
    const unknown = asked.filter((value) => typeof value === 'string' && !known.has(sortedWords(value)));
    if (unknown.length === 0) return [];
    const says =
      listed === undefined
        ? `the server has no ${list}, which means ${supported.join(', ')}`
        : `the server's ${list} has ${supported.join(', ') || 'none'}`;
    return [
      { rule, path: member, message: `is ${unknown.join(', ')}, but ${says}`, weight: 'advice' as const },
    ];
  });
};

const FLAGS: readonly (readonly [rule: RuleId, member: string, needs: string])[] = [
  ['CB-7', 'backchannel_user_code_parameter', 'backchannel_user_code_parameter_supported'],
  ['LO-6', 'frontchannel_logout_session_required', 'frontchannel_logout_session_supported'],
  ['LO-6', 'backchannel_logout_session_required', 'backchannel_logout_session_supported'],
  ['RQ-7', 'require_pushed_authorization_requests', 'pushed_authorization_request_endpoint'],
];

/** CB-7, LO-6, RQ-7: switches that need something of the server. */
const switchesAreSupported: CrossFieldRule = ({ inForce, options }) => {
  const server = options.server;
  if (server === undefined) return [];
  return FLAGS.flatMap(([rule, member, needs]) => {
    const offered = server[needs];
    if (inForce[member] !== true || (offered !== undefined && offered !== false)) return [];
    return [{ rule, path: member, message: `is true, but the server's metadata has no ${needs}` }];
  });
};

export const capabilityRules: readonly CrossFieldRule[] = [valuesAreSupported, switchesAreSupported];
