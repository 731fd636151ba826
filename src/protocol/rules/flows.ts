import type { CrossFieldRule, RuleId } from './catalogue.js';
import { isPublic } from './view.js';

const CODE = 'authorization_code';
const CIBA = 'urn:openid:params:grant-type:ciba';

/** Which grants a response type needs (OpenID Connect Registration 1.0 section 2, RFC 7591 section 2.1). */
const GRANTS_FOR: Readonly<Record<string, { readonly rule: RuleId; readonly grants: readonly string[] }>> = {
  code: { rule: 'GR-1', grants: [CODE] },
  id_token: { rule: 'GR-2', grants: ['implicit'] },
  'id_token token': { rule: 'GR-3', grants: ['implicit'] },
  'code id_token': { rule: 'GR-4', grants: [CODE, 'implicit'] },
  'code token': { rule: 'GR-5', grants: [CODE, 'implicit'] },
  'code id_token token': { rule: 'GR-6', grants: [CODE, 'implicit'] },
  token: { rule: 'GR-7', grants: ['implicit'] },
};

/** GR-1 to GR-7, GR-10: response types have their grants. */
const responseTypesHaveGrants: CrossFieldRule = ({ responseTypes, grantTypes }) => {
  const given = new Set(grantTypes);
  return responseTypes.flatMap((type, index) => {
    const path = `response_types[${index}]`;
    if (given.size === 0) {
      return [
        {
          rule: 'GR-10',
          path,
          message: 'cannot be used without a grant: an empty grant_types is not the default',
        },
      ];
    }
    const needed = GRANTS_FOR[type];
    const missing = needed?.grants.filter((grant) => !given.has(grant)) ?? [];
    if (needed === undefined || missing.length === 0) return [];
    return [{ rule: needed.rule, path, message: `"${type}" needs ${missing.join(' and ')} in grant_types` }];
  });
};

/** GR-9, CB-9: left out, `response_types` means `code`, which strict servers refuse without a grant for it. */
const backChannelClientsSaySo: CrossFieldRule = ({ inForce, grantTypes, responseTypes }) => {
  if (inForce.response_types !== undefined || responseTypes.length > 0) return [];
  if (grantTypes.includes('implicit')) return [];
  const rule = grantTypes.includes(CIBA) ? 'CB-9' : 'GR-9';
  const message = 'is left out, which means "code", although no grant type uses it: set response_types: []';
  return [{ rule, path: 'response_types', message }];
};

/** GR-11: a refresh token comes with a token, so from another grant (RFC 6749 section 6). */
const refreshTokensHaveASource: CrossFieldRule = ({ grantTypes }) =>
  grantTypes.length === 1 && grantTypes[0] === 'refresh_token'
    ? [
        {
          rule: 'GR-11',
          path: 'grant_types',
          message: 'has refresh_token alone, with no grant that yields one',
        },
      ]
    : [];

/** GR-12: a grant that no response type uses is dropped or refused. */
const frontChannelGrantsAreUsed: CrossFieldRule = ({ inForce, grantTypes, responseTypes }) => {
  const words = new Set(responseTypes.flatMap((type) => type.split(' ')));
  const issues = [];
  if (grantTypes.includes('implicit') && !words.has('token') && !words.has('id_token')) {
    issues.push({
      rule: 'GR-12' as const,
      path: 'grant_types',
      message: 'has implicit, but no response type with token or id_token',
    });
  }
  if (
    inForce.response_types !== undefined &&
    grantTypes.includes(CODE) &&
    !words.has('code') &&
    !words.has('none')
  ) {
    issues.push({
      rule: 'GR-12' as const,
      path: 'grant_types',
      message: 'has authorization_code, but no response type with code',
    });
  }
  return issues;
};

/** GR-16: tokens in addresses, and passwords in the client's hands (RFC 9700 sections 2.1.2 and 2.4). */
const outdatedFlowsAreLeft: CrossFieldRule = ({ grantTypes, responseTypes }) => [
  ...grantTypes.flatMap((grant, index) =>
    grant === 'implicit' || grant === 'password'
      ? [
          {
            rule: 'GR-16' as const,
            path: `grant_types[${index}]`,
            message: `${grant} is outdated: use authorization_code with PKCE`,
          },
        ]
      : [],
  ),
  ...responseTypes.flatMap((type, index) =>
    type.split(' ').includes('token')
      ? [
          {
            rule: 'GR-16' as const,
            path: `response_types[${index}]`,
            message: 'puts access tokens into addresses: use code',
          },
        ]
      : [],
  ),
];

/** GR-17: only who can keep a secret gets tokens for itself (RFC 6749 section 4.4). */
const selfServiceIsConfidential: CrossFieldRule = (view) =>
  isPublic(view) && view.grantTypes.includes('client_credentials')
    ? [
        {
          rule: 'GR-17',
          path: 'token_endpoint_auth_method',
          message: 'must not be none with client_credentials: anybody could get tokens as this client',
        },
      ]
    : [];

export const flowRules: readonly CrossFieldRule[] = [
  responseTypesHaveGrants,
  backChannelClientsSaySo,
  refreshTokensHaveASource,
  frontChannelGrantsAreUsed,
  outdatedFlowsAreLeft,
  selfServiceIsConfidential,
];
