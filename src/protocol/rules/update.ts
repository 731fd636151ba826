import { kindOf } from '../members.js';
import type { CrossFieldRule } from './catalogue.js';

/** UP-2, UP-3: an update names its client and changes neither id nor secret (RFC 7592 section 2.2). */
const identityStays: CrossFieldRule = ({ given, options }) => {
  const { registered } = options;
  if (registered === undefined) return [];
  const differs = (name: string) =>
    given[name] !== undefined && registered[name] !== undefined && given[name] !== registered[name];
  return [
    ...(differs('client_id')
      ? [
          {
            rule: 'UP-2' as const,
            path: 'client_id',
            message: 'is that of another client: an update keeps it',
          },
        ]
      : []),
    ...(differs('client_secret')
      ? [
          {
            rule: 'UP-3' as const,
            path: 'client_secret',
            message: 'is chosen by the server alone: leave it out, and use renewCredentials() for a new one',
          },
        ]
      : []),
  ];
};

/** Members of an answer that an update does not repeat. */
const ISSUED = [
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_client_uri',
];

/** UP-4: what an update leaves out is removed at the server. */
const nothingIsForgotten: CrossFieldRule = ({ given, options }) => {
  const { registered } = options;
  if (registered === undefined) return [];
  return Object.keys(registered)
    .filter((name) => registered[name] !== undefined && given[name] === undefined)
    .filter((name) => kindOf(name) !== undefined && !ISSUED.includes(name))
    .map((path) => ({
      rule: 'UP-4',
      path,
      message: 'is registered and left out here, so the server removes it',
    }));
};

/** UP-6: a server may have answered its copy of the keys beside their address. */
const oneSourceOfKeysGoesBack: CrossFieldRule = ({ given, options }) => {
  const { registered } = options;
  const both = (members: Readonly<Record<string, unknown>> | undefined) =>
    members?.jwks !== undefined && members.jwks_uri !== undefined;
  if (!both(registered) || !both(given)) return [];
  return [
    {
      rule: 'UP-6',
      path: 'jwks, jwks_uri',
      message: 'were both answered, and only one may be sent: keep the one that this client manages',
    },
  ];
};

export const updateRules: readonly CrossFieldRule[] = [
  identityStays,
  nothingIsForgotten,
  oneSourceOfKeysGoesBack,
];
