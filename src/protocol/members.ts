import { clientMembers } from '../../generated/members.js';

export { clientMembers } from '../../generated/members.js';

/** The JSON type of a member, as the OpenAPI document states it. */
export type MemberKind = 'string' | 'uri' | 'strings' | 'uris' | 'boolean' | 'seconds' | 'object' | 'array';

/** The kind of a registered member, language tag or not; `undefined` for one that no registry knows. */
export function kindOf(name: string): MemberKind | undefined {
  const [base = ''] = name.split('#', 1);
  if (!Object.hasOwn(clientMembers, base)) return undefined;
  const table: Record<string, { readonly kind: MemberKind }> = clientMembers;
  return table[base]?.kind;
}
