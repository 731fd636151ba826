import { isDeepEqual } from '../equality.js';
import type { CrossFieldRule, Issue, RuleId } from './catalogue.js';
import { PROFILES, type ProfileRules, type Requirement } from './profiles.js';
import { originOf } from './uri.js';
import { textOf, type View } from './view.js';

/** Everything that the chosen profiles demand. */
const profilesAreMet: CrossFieldRule = (view) =>
  (view.options.profiles ?? []).flatMap((name) => {
    const profile = PROFILES[name];
    return [
      ...profile.requirements.flatMap((requirement) => broken(requirement, view)),
      ...statementIssues(profile, view),
      ...curveIssues(profile, view),
    ];
  });

function curveIssues({ forbiddenCurves = [] }: ProfileRules, { keys }: View): readonly Issue[] {
  return keys.flatMap(({ crv }, index) => {
    const curve = textOf(crv);
    if (curve === undefined || !forbiddenCurves.includes(curve)) return [];
    return [
      {
        rule: 'AL-7',
        path: `jwks.keys[${index}]`,
        message: `is on the curve ${curve}, which this profile forbids`,
      },
    ];
  });
}

function broken(requirement: Requirement, view: View): readonly Issue[] {
  const { rule, member, message } = requirement;
  const value = view.given[member];
  const issue = { rule, message };
  if (value === undefined) {
    return requirement.required === true && view.inForce[member] === undefined
      ? [{ ...issue, path: member }]
      : [];
  }
  if (requirement.forbidden === true) return [{ ...issue, path: member }];
  if (!Array.isArray(value)) return holds(requirement, value, view) ? [] : [{ ...issue, path: member }];
  return value.flatMap((entry: unknown, index) =>
    holds(requirement, entry, view) ? [] : [{ ...issue, path: `${member}[${index}]` }],
  );
}

function holds({ oneOf, matches, maximumLength, claim }: Requirement, value: unknown, view: View): boolean {
  if (oneOf !== undefined && !oneOf.includes(value)) return false;
  if (matches !== undefined && !(typeof value === 'string' && matches.test(value))) return false;
  if (maximumLength !== undefined && String(value).length > maximumLength) return false;
  const claimed = claim === undefined ? undefined : view.statement?.claims[claim];
  if (claimed === undefined) return true;
  return [claimed].flat().some((entry) => isDeepEqual(entry, value));
}

function statementIssues(
  { statement: demanded }: ProfileRules,
  { statement, options }: View,
): readonly Issue[] {
  if (demanded === undefined || statement === undefined) return [];
  const { rule, algs, maximumAgeSeconds } = demanded;
  const path = 'software_statement';
  const { iat } = statement.claims;
  const age = typeof iat === 'number' ? (options.now ?? Date.now()) / 1000 - iat : Number.POSITIVE_INFINITY;
  return [
    ...(algs.includes(String(statement.header.alg))
      ? []
      : [{ rule, path, message: `must be signed with ${algs.join(' or ')}` }]),
    ...(age <= maximumAgeSeconds
      ? []
      : [
          {
            rule,
            path,
            message: `must be issued (iat) within the last ${maximumAgeSeconds} seconds: get a new one`,
          },
        ]),
  ];
}

/** EC-CM-2, EC-CM-3: a client that is named by the address of its document. */
const documentNamesItself: CrossFieldRule = ({ given, redirectUris, options }) => {
  const { profiles = [], documentUrl } = options;
  const client_id = textOf(given.client_id);
  if (!profiles.includes('client-id-metadata-document') || client_id === undefined) return [];
  return [
    ...(documentUrl === undefined || documentUrl === client_id
      ? []
      : [
          {
            rule: 'EC-CM-2' as const,
            path: 'client_id',
            message: 'must be the address of the document, character by character',
          },
        ]),
    ...redirectUris.flatMap((value, index) =>
      originOf(value) === originOf(client_id)
        ? []
        : [
            {
              rule: 'EC-CM-3' as const,
              path: `redirect_uris[${index}]`,
              message: 'is on another origin than client_id, which servers may refuse',
            },
          ],
    ),
  ];
};

/** Whether a rule holds at all under the profiles. */
export function isWaived(rule: RuleId, { profiles = [] }: View['options']): boolean {
  return profiles.some((name) => PROFILES[name].waives?.includes(rule) === true);
}

export const profileRules: readonly CrossFieldRule[] = [profilesAreMet, documentNamesItself];
