import { isTooDeep } from '../json.js';
import { kindOf } from '../members.js';
import { convert } from './convert.js';
import type { Notes } from './notes.js';

/** Names under which servers hide registered members. */
const ALIASES: Record<string, string> = { scopes: 'scope' };

/** The members of an answer: what means "absent" taken out, registered members in their JSON types, the rest as it came. */
export function readMembers(answer: Record<string, unknown>, notes: Notes): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  const set = (name: string, given: string, value: unknown) => {
    if (isTooDeep(value)) {
      notes.add('value-ignored', given);
      return;
    }
    const filled = withoutEmpty(given, value, notes);
    if (filled === undefined) return;
    const kind = kindOf(name);
    const converted = kind === undefined ? filled : convert(kind, { name, value: filled, notes });
    // A list of nothing became an empty text, which means "absent" like any other.
    if (converted === '') notes.add('empty-member', given);
    else if (converted !== undefined && !isNoAddress(name, converted)) members[name] = converted;
  };
  for (const [name, value] of Object.entries(answer))
    if (!Object.hasOwn(ALIASES, name)) set(name, name, value);
  for (const [alias, name] of Object.entries(ALIASES)) {
    if (!Object.hasOwn(answer, alias)) continue;
    if (name in members) {
      if (!isTooDeep(answer[alias])) members[alias] = answer[alias];
    } else {
      notes.add('alias-used', alias);
      set(name, alias, answer[alias]);
    }
  }
  return members;
}

/** `null` and empty text mean "absent", in lists of registered members as well; so does an empty list of redirect URIs. */
function withoutEmpty(name: string, value: unknown, notes: Notes): unknown {
  if (isEmpty(value)) {
    notes.add('empty-member', name);
    return undefined;
  }
  if (!Array.isArray(value) || kindOf(name) === undefined) return value;
  const filled = value.some(isEmpty) ? value.filter((entry) => !isEmpty(entry)) : value;
  if (filled !== value) notes.add('empty-member', name);
  return isNoAddress(name, filled) ? undefined : filled;
}

/** A list in which nothing was an address says as little as an empty one. */
function isNoAddress(name: string, value: unknown): boolean {
  return name === 'redirect_uris' && Array.isArray(value) && value.length === 0;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '';
}
