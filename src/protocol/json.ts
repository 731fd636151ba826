/** What {@link parseJson} found. */
export type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Parses JSON without throwing. A byte order mark in front, as some servers send it, is skipped. */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    return { ok: false };
  }
}

/**
 * The value as an object, if it is one and no list. A member `__proto__`, which JSON.parse makes an own property,
 * is left out, so that no copy of it ever sets a prototype.
 */
export function jsonObject(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  // Hardly any object has it, and to copy one entry by entry takes twenty times as long.
  if (!Object.hasOwn(value, '__proto__')) return { ...value };
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '__proto__'));
}

/**
 * The digits of a numeric top-level member as they stood in the text. Numbers beyond 2^53 lose digits in JSON.parse,
 * and a client_id must not.
 */
export function rawDigits(text: string, member: string): string | undefined {
  const pattern = new RegExp(`"${member}"\\s*:\\s*(\\d{1,100})(?=\\s*[,}])`, 'g');
  // The last of two equal members counts, as in JSON.parse.
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

/** Nobody means more than this; what copies or prints JSON recurses and gives up at some thousands. */
const MAXIMUM_DEPTH = 100;

/** Whether a value is nested so deeply that it could not be stored. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= MAXIMUM_DEPTH) return true;
  for (const entry of Object.values(value)) if (isTooDeep(entry, depth + 1)) return true;
  return false;
}
