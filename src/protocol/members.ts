import { clientMembers } from '../../generated/members.js';

/** The JSON type of a member, as the OpenAPI document states it. */
export type MemberKind = 'string' | 'uri' | 'strings' | 'uris' | 'boolean' | 'seconds' | 'object' | 'array';

interface MemberEntry {
  readonly kind: MemberKind;
  readonly localizable?: true;
}

function entryOf(name: string): MemberEntry | undefined {
  const table: Readonly<Record<string, MemberEntry>> = clientMembers;
  return Object.hasOwn(clientMembers, name) ? table[name] : undefined;
}

/** The registered members. */
export const memberNames: readonly string[] = Object.keys(clientMembers);

/** The kind of a registered member, language tag or not; `undefined` for one that no registry knows. */
export function kindOf(name: string): MemberKind | undefined {
  const tag = name.indexOf('#');
  return entryOf(tag < 0 ? name : name.slice(0, tag))?.kind;
}

/** Whether a member also comes in languages, as `client_name#de` (RFC 7591 section 2.2). */
export function isLocalizable(base: string): boolean {
  return entryOf(base)?.localizable === true;
}
