import { clientMembers, kindOf } from '../members.js';
import { convert } from './convert.js';
import type { Notes } from './notes.js';

/** Names under which servers hide registered members. */
const ALIASES: Record<string, string> = { scopes: 'scope' };

/** The members of an answer: what means "absent" taken out, registered members in their JSON types, the rest as it came. */
export function readMembers(answer: Record<string, unknown>, notes: Notes): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(answer)) {
    const filled = withoutEmpty(given, value, notes);
    if (filled === undefined) continue;
    const alias = Object.hasOwn(ALIASES, given) ? ALIASES[given] : undefined;
    const name = alias !== undefined && !(alias in answer) ? alias : given;
    if (name !== given) notes.add('alias-used', given);
    const kind = kindOf(name);
    const converted = kind === undefined ? filled : convert(kind, { name, value: filled, notes });
    if (converted !== undefined) members[name] = converted;
  }
  return members;
}

/** `null` and empty text mean "absent", in lists of registered members as well; so does an empty list of redirect URIs. */
function withoutEmpty(name: string, value: unknown, notes: Notes): unknown {
  if (isEmpty(value)) {
    notes.add('empty-member', name);
    return undefined;
  }
  if (!Array.isArray(value) || !Object.hasOwn(clientMembers, name)) return value;
  const filled = value.some(isEmpty) ? value.filter((entry) => !isEmpty(entry)) : value;
  if (filled !== value) notes.add('empty-member', name);
  return name === 'redirect_uris' && filled.length === 0 ? undefined : filled;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '';
}
