import type { MemberKind } from '../members.js';
import type { Notes } from './notes.js';

/** A member while it is put right. */
interface Member {
  readonly name: string;
  readonly value: unknown;
  readonly notes: Notes;
}

/** Puts a value into the JSON type its member should have; `undefined` if it makes no sense. */
export function convert(kind: MemberKind, member: Member): unknown {
  const { name, value, notes } = member;
  const decoded = name === 'redirect_uris' ? decodePattern(value) : undefined;
  if (decoded !== undefined) {
    notes.add('redirect-uris-decoded', name);
    return decoded;
  }
  const converted = CONVERSIONS[kind](member);
  if (converted === undefined) notes.add('value-ignored', name);
  else if (converted !== value) notes.add('type-coerced', name);
  return kind === 'seconds' && typeof converted === 'number' ? seconds(converted, member) : converted;
}

const CONVERSIONS: Record<MemberKind, (member: Member) => unknown> = {
  string: text,
  uri: text,
  strings: texts,
  uris: texts,
  boolean: ({ value }) => {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 1) return true;
    return value === 'false' || value === 0 ? false : undefined;
  },
  seconds: ({ value }) => {
    if (typeof value === 'number') return value;
    if (typeof value !== 'string') return undefined;
    if (/^-?\d+(?:\.\d+)?$/.test(value.trim())) return Number(value);
    const date = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(date) ? undefined : Math.floor(date / 1000);
  },
  object: ({ value }) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined,
  array: ({ value }) => (Array.isArray(value) ? value : undefined),
};

function text({ name, value }: Member): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) return undefined;
  // A list of scopes is what `scope` separates by spaces; elsewhere only a list of one is clear.
  if (name === 'scope') return value.join(' ');
  return value.length === 1 ? value[0] : undefined;
}

function texts({ value }: Member): string[] | undefined {
  const list = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(list)) return undefined;
  if (Array.isArray(value) && list.every((entry) => typeof entry === 'string')) return list;
  return list.flatMap((entry) =>
    typeof entry === 'string' || typeof entry === 'number' ? [String(entry)] : [],
  );
}

/** One server folds several redirect URIs into `regexp=(a|b)`, in which special characters are escaped. */
function decodePattern(value: unknown): string[] | undefined {
  const entry: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof entry !== 'string') return undefined;
  const folded = /^regexp=\((.*)\)$/s.exec(entry)?.[1];
  return folded?.split('|').map((uri) => uri.replace(/\\(.)/g, '$1'));
}

/** Above this a number of seconds would lie in the year 5138; milliseconds reach it in 1973. */
const MILLISECONDS_FROM = 1e11;

function seconds(value: number, { name, notes }: Member): number | undefined {
  if (!Number.isFinite(value) || value < 0) {
    notes.add('value-ignored', name);
    return undefined;
  }
  let time = value;
  // Microseconds and nanoseconds take the same way.
  while (time > MILLISECONDS_FROM) {
    notes.add('time-in-milliseconds', name);
    time /= 1000;
  }
  return Math.floor(time);
}
