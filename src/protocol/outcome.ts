import { isDeepEqual } from './equality.js';

/**
 * What became of one field. `granted`: as asked. `narrowed`, `widened`: a list with less or with more in it.
 * `replaced`: another value. `ignored`: asked for and not registered. `added`: not asked for.
 */
export type FieldOutcome = 'granted' | 'narrowed' | 'widened' | 'replaced' | 'ignored' | 'added';

/** Lists whose order says what is preferred (OpenID Connect Registration 1.0 section 2). */
const ORDERED = ['default_acr_values'];

/** Compares one field. The order of most lists, of scopes, and of the words of a response type is no difference. */
export function outcomeOf(name: string, requested: unknown, granted: unknown): FieldOutcome {
  if (isNothing(requested)) return isNothing(granted) ? 'granted' : 'added';
  if (isNothing(granted)) return isEmptyList(requested) ? 'granted' : 'ignored';
  const [asked, given] = [entriesOf(name, requested), entriesOf(name, granted)];
  if (asked === undefined || given === undefined) {
    return isDeepEqual(requested, granted) ? 'granted' : 'replaced';
  }
  const lost = [...asked].some((entry) => !given.has(entry));
  const gained = [...given].some((entry) => !asked.has(entry));
  if (lost) return gained ? 'replaced' : 'narrowed';
  return gained ? 'widened' : 'granted';
}

/** Members with these values say nothing. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** The values of a field whose order says nothing; `undefined` for one that is compared as it stands. */
export function entriesOf(name: string, value: unknown): ReadonlySet<string> | undefined {
  if (name === 'scope' && typeof value === 'string') return new Set(value.split(' ').filter(Boolean));
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) return undefined;
  if (ORDERED.includes(name)) return undefined;
  return new Set(name === 'response_types' ? value.map(sortedWords) : value);
}

/** The words of a response type in one order (OAuth 2.0 Multiple Response Types section 3). */
export function sortedWords(responseType: string): string {
  if (!responseType.includes(' ')) return responseType;
  return responseType.split(' ').filter(Boolean).sort().join(' ');
}
