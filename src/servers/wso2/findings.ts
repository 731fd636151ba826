import type { Finding } from '../../protocol/errors.js';
import type { MetadataSetting } from '../../protocol/server-profile.js';
import type { MetadataMembers } from '../../protocol/types.js';

/** What names and ids of a server may look like, where it was told otherwise than it comes. */
export interface Patterns {
  readonly clientName?: RegExp | undefined;
  readonly clientId?: RegExp | undefined;
}

type Issue = Omit<Finding, 'severity'> & { readonly weight: 'error' | 'advice' | 'by-mode' };
type Rule = (
  metadata: MetadataMembers,
  setting: MetadataSetting & { readonly patterns: Patterns },
) => Issue[];

const DEFAULT_NAME = /^[a-zA-Z0-9._-]*$/;
const DEFAULT_ID = /^[a-zA-Z0-9_]{15,30}$/;

/** A pattern that was stated is known to hold; the one that servers come with may have been changed. */
function against(pattern: RegExp | undefined, usual: RegExp, value: string): Issue['weight'] | undefined {
  // Unlike `test` this begins at the beginning, whatever flags the pattern has.
  if (value.search(pattern ?? usual) >= 0) return undefined;
  return pattern === undefined ? 'by-mode' : 'error';
}

const nameIsThere: Rule = ({ client_name }, { operation }) =>
  operation === 'update' || (typeof client_name === 'string' && client_name.trim() !== '')
    ? []
    : [
        {
          rule: 'WSO2-1',
          path: 'client_name',
          message:
            'is missing, and this server takes no client without one, not even from a software statement',
          weight: 'error',
        },
      ];

const nameFits: Rule = ({ client_name }, { patterns, registered }) => {
  if (typeof client_name !== 'string' || client_name === registered?.client_name) return [];
  const weight = against(patterns.clientName, DEFAULT_NAME, client_name);
  if (weight === undefined) return [];
  const allowed = patterns.clientName?.source ?? 'letters, digits, dots, dashes and underscores alone';
  return [
    {
      rule: 'WSO2-2',
      path: 'client_name',
      message: `is the name of a service provider here, for which a server allows ${allowed}, unless it was told otherwise: what people read is ext_application_display_name`,
      weight,
    },
  ];
};

const idFits: Rule = ({ ext_param_client_id: id }, { patterns }) => {
  if (typeof id !== 'string') return [];
  const weight = against(patterns.clientId, DEFAULT_ID, id);
  if (weight === undefined) return [];
  const allowed = patterns.clientId?.source ?? '15 to 30 letters, digits and underscores';
  return [
    {
      rule: 'WSO2-3',
      path: 'ext_param_client_id',
      message: `must be ${allowed}, unless the server was told otherwise`,
      weight,
    },
  ];
};

const secretHasId: Rule = ({ ext_param_client_secret: secret, ext_param_client_id: id }, { operation }) =>
  operation === 'update' || secret === undefined || id !== undefined
    ? []
    : [
        {
          rule: 'WSO2-4',
          path: 'ext_param_client_secret',
          message: 'is silently ignored without ext_param_client_id: choose both, or neither',
          weight: 'error',
        },
      ];

const noPatternAsAddress: Rule = ({ redirect_uris }) =>
  (Array.isArray(redirect_uris) ? redirect_uris : []).flatMap((uri: unknown, index) =>
    typeof uri === 'string' && uri.startsWith('regexp=')
      ? [
          {
            rule: 'WSO2-5',
            path: `redirect_uris[${index}]`,
            message: 'is a pattern, with which others could receive your codes: name the addresses',
            weight: 'error' as const,
          },
        ]
      : [],
  );

const oneAddressIsSafer: Rule = ({ redirect_uris }) =>
  Array.isArray(redirect_uris) && redirect_uris.length > 1
    ? [
        {
          rule: 'WSO2-6',
          path: 'redirect_uris',
          message:
            'are kept as one pattern, in which a dot stands for any character: one address per client is matched exactly',
          weight: 'advice',
        },
      ]
    : [];

/** In every release an update takes the value of one flag for both. */
const pushedIsNotLost: Rule = (metadata, { operation }) => {
  const { require_pushed_authorization_requests: pushed, require_signed_request_object: signed } = metadata;
  if (operation === 'register' || pushed === signed || (pushed !== true && signed !== true)) return [];
  return [
    {
      rule: 'WSO2-7',
      path: 'require_pushed_authorization_requests',
      message:
        pushed === true
          ? 'would be switched off by this update, since the server takes require_signed_request_object for it: set both, or register anew'
          : 'would be switched on by this update, since the server takes require_signed_request_object for it',
      weight: pushed === true ? 'error' : 'advice',
    },
  ];
};

const keysHaveAddress: Rule = ({ token_endpoint_auth_method: method, jwks, jwks_uri }) =>
  method === 'private_key_jwt' && jwks !== undefined && jwks_uri === undefined
    ? [
        {
          rule: 'WSO2-8',
          path: 'jwks',
          message:
            'is not kept by this server, so that no assertion could be verified: publish the keys at jwks_uri',
          weight: 'by-mode',
        },
      ]
    : [];

const RULES: readonly Rule[] = [
  nameIsThere,
  nameFits,
  idFits,
  secretHasId,
  noPatternAsAddress,
  oneAddressIsSafer,
  pushedIsNotLost,
  keysHaveAddress,
];

/** What this server would refuse or misunderstand. */
export function wso2Findings(
  metadata: MetadataMembers,
  setting: MetadataSetting,
  patterns: Patterns,
): readonly Finding[] {
  return RULES.flatMap((rule) => rule(metadata, { ...setting, patterns })).map(({ weight, ...issue }) => ({
    ...issue,
    severity: weight === 'error' || (weight === 'by-mode' && setting.strict) ? 'error' : 'warning',
  }));
}
