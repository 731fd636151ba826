import * as z from 'zod/mini';
import { kindOf, type MemberKind } from '../members.js';
import type { MetadataMembers } from '../types.js';
import { type Issue, RULES, type RuleId, type Weight } from './catalogue.js';
import { FIELDS } from './fields.js';

const KINDS: Record<MemberKind, { readonly schema: z.ZodMiniType; readonly words: string }> = {
  string: { schema: z.string(), words: 'a text' },
  uri: { schema: z.string(), words: 'an address as text' },
  strings: { schema: z.array(z.string()), words: 'a list of texts' },
  uris: { schema: z.array(z.string()), words: 'a list of addresses as texts' },
  boolean: { schema: z.boolean(), words: 'true or false' },
  seconds: { schema: z.number(), words: 'a number of seconds' },
  object: { schema: z.record(z.string(), z.unknown()), words: 'an object' },
  array: { schema: z.array(z.unknown()), words: 'a list' },
};

/** The rules that speak of the JSON type of one member. */
const SHAPE_RULES: Readonly<Record<string, RuleId>> = {
  redirect_uris: 'RU-10',
  default_max_age: 'DM-1',
  contacts: 'DM-4',
  scope: 'DM-5',
  jwks: 'JK-9',
  client_registration_types: 'FD-1',
};

/** What the members are by themselves: broken rules, and those that are sound enough to be looked at together. */
export function checkFields(metadata: MetadataMembers): {
  readonly issues: readonly Issue[];
  readonly sound: MetadataMembers;
} {
  const sound: Record<string, unknown> = {};
  const issues = Object.entries(metadata).flatMap(([name, value]) => {
    const found = fieldIssues(name, value);
    if (!found.some(({ isShape }) => isShape)) sound[name] = value;
    return found.map(({ issue }) => issue);
  });
  return { issues, sound };
}

interface Found {
  readonly issue: Issue;
  readonly isShape: boolean;
}

function fieldIssues(name: string, value: unknown): readonly Found[] {
  const kind = kindOf(name);
  if (value === undefined) return [];
  const [base = name] = name.split('#', 1);
  if (isEmpty(name, value)) {
    return [{ issue: { rule: 'DM-9', path: name, message: 'says nothing: leave it out' }, isShape: false }];
  }
  if (kind === undefined) return [];
  const result = (FIELDS[base] ?? KINDS[kind].schema).safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const path = pathOf(name, issue.path);
    const params: Readonly<Record<string, unknown>> | undefined =
      issue.code === 'custom' ? issue.params : undefined;
    const rule = asRule(params?.rule);
    if (rule !== undefined) {
      const weight = asWeight(params?.weight);
      const found = { rule, path, message: issue.message };
      return { issue: weight === undefined ? found : { ...found, weight }, isShape: false };
    }
    const shapeRule = SHAPE_RULES[base] ?? (kind === 'boolean' ? 'DM-2' : 'shape');
    return { issue: { rule: shapeRule, path, message: shapeMessage(name, kind, issue.path) }, isShape: true };
  });
}

/** Lists in which emptiness says something, and `scope`, whose rule speaks of the empty text itself. */
const MEANINGFUL_WHEN_EMPTY = ['redirect_uris', 'grant_types', 'response_types', 'scope'];

function isEmpty(name: string, value: unknown): boolean {
  if (value === null) return true;
  if (MEANINGFUL_WHEN_EMPTY.includes(name)) return false;
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function shapeMessage(name: string, kind: MemberKind, inner: readonly PropertyKey[]): string {
  if (name === 'jwks') {
    return inner.length > 1
      ? 'must be a key as an object'
      : 'must be an object { keys: [ … ] }, as RFC 7517 section 5 has it';
  }
  const { words } = KINDS[kind];
  return inner.length === 0 ? `must be ${words}` : `must be a text, since ${name} is ${words}`;
}

function pathOf(name: string, inner: readonly PropertyKey[]): string {
  return inner.reduce<string>(
    (path, step) => (typeof step === 'number' ? `${path}[${step}]` : `${path}.${String(step)}`),
    name,
  );
}

function asRule(value: unknown): RuleId | undefined {
  return typeof value === 'string' && value in RULES ? (value as RuleId) : undefined;
}

function asWeight(value: unknown): Weight | undefined {
  return value === 'must' || value === 'best-practice' || value === 'advice' ? value : undefined;
}
