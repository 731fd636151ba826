import type { Finding } from '../errors.js';
import { jsonObject } from '../json.js';
import type { MetadataMembers } from '../types.js';
import { algorithmRules } from './algorithms.js';
import { authenticationRules } from './authentication.js';
import { capabilityRules } from './capabilities.js';
import { type CrossFieldRule, type Issue, RULES } from './catalogue.js';
import { cibaRules } from './ciba.js';
import { flowRules } from './flows.js';
import { keyRules } from './keys.js';
import { logoutRules } from './logout.js';
import { memberRules } from './members.js';
import type { ValidateMetadataOptions } from './options.js';
import { isWaived, profileRules } from './profile.js';
import { PROFILES } from './profiles.js';
import { redirectRules } from './redirects.js';
import { requestRules } from './requests.js';
import { checkFields } from './shape.js';
import { subjectRules } from './subject.js';
import { updateRules } from './update.js';
import { viewOf } from './view.js';

// This module, and with it zod, is only loaded when something is about to be sent.

/** Every rule over several members, in the order in which findings are reported. */
const CROSS_FIELD_RULES: readonly CrossFieldRule[] = [
  ...redirectRules,
  ...flowRules,
  ...authenticationRules,
  ...keyRules,
  ...algorithmRules,
  ...subjectRules,
  ...requestRules,
  ...cibaRules,
  ...logoutRules,
  ...memberRules,
  ...updateRules,
  ...capabilityRules,
  ...profileRules,
];

/** All that is to be said about the metadata, at once. */
export function findingsOf(metadata: unknown, options: ValidateMetadataOptions = {}): Finding[] {
  const members = jsonObject(metadata);
  if (members === undefined) return [notAnObject(metadata)];
  const issues = issuesOf(members, options);
  const errors = new Set(issues.filter((issue) => isError(issue, options)));
  const standing = errors.size === 0 ? NONE : standingIssues(options);
  const findings = issues.map((issue): Finding => {
    const { rule, path, message } = issue;
    const severity = errors.has(issue) && !standing.has(keyOf(issue)) ? 'error' : 'warning';
    return { rule, path, message, severity };
  });
  return options.mode === 'off' ? findings.filter(({ rule }) => rule === 'JK-3') : findings;
}

const NONE: ReadonlySet<string> = new Set();

/** What the server has registered already, it will take again: that must not stand in the way of other changes. */
function standingIssues({ registered, ...alone }: ValidateMetadataOptions): ReadonlySet<string> {
  return registered === undefined ? NONE : new Set(issuesOf(registered, alone).map(keyOf));
}

function issuesOf(members: MetadataMembers, options: ValidateMetadataOptions): readonly Issue[] {
  const { issues, sound } = checkFields(members);
  const view = viewOf(sound, options);
  // A member of the wrong type is no part of the view, and yet it is not left out.
  const isOutOfView = ({ path }: Issue) => members[path] !== undefined && sound[path] === undefined;
  const together = CROSS_FIELD_RULES.flatMap((rule) => rule(view)).filter((issue) => !isOutOfView(issue));
  const all = [...issues, ...together];
  const seen = new Set<string>();
  return all.filter((issue) => {
    const key = `${keyOf(issue)} ${issue.message}`;
    if (seen.has(key) || isWaived(issue.rule, options)) return false;
    seen.add(key);
    return true;
  });
}

function keyOf({ rule, path }: Pick<Issue, 'rule' | 'path'>): string {
  return `${rule} ${path}`;
}

function isError({ rule, weight }: Issue, { mode, profiles = [] }: ValidateMetadataOptions): boolean {
  const own = profiles.map((name) => PROFILES[name].weights?.[rule]).find((found) => found !== undefined);
  const weighs = own ?? weight ?? RULES[rule];
  const isStrict = mode === 'strict' || profiles.some((name) => PROFILES[name].strict === true);
  return weighs === 'must' || (weighs === 'best-practice' && isStrict);
}

function notAnObject(metadata: unknown): Finding {
  const given = metadata === null ? 'null' : Array.isArray(metadata) ? 'a list' : `a ${typeof metadata}`;
  return {
    rule: 'shape',
    path: '',
    message: `the metadata must be an object such as { client_name, redirect_uris }; it is ${given}`,
    severity: 'error',
  };
}
