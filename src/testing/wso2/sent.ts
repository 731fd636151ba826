import { isObject } from '../client-metadata.js';
import type { IncomingRequest } from '../request.js';
import { invalidMetadata, plainText, refused, statusOnly } from './answer.js';
import { kindOf, type MemberKind } from './members.js';
import type { Wso2Settings } from './options.js';

/** What was sent, as Jackson hands it on. Null stands for a list alone, and is what the server does not expect. */
export type Sent = Readonly<Record<string, string | boolean | number | readonly string[] | null>>;

export const textOf = (sent: Sent, name: string): string => {
  const value = sent[name];
  return typeof value === 'string' ? value : '';
};
export const flagOf = (sent: Sent, name: string): boolean => sent[name] === true;
export const numberOf = (sent: Sent, name: string): number | undefined => {
  const value = sent[name];
  return typeof value === 'number' ? value : undefined;
};

/** A list; null where it was sent as null, and empty where it was not sent. */
export const textsOf = (sent: Sent, name: string): readonly string[] | null => {
  const value = sent[name];
  return value === null ? null : Array.isArray(value) ? value : [];
};

/**
 * Reads a body as JAX-RS with Jackson does: types are bent where they can be, and refused in plain text otherwise
 * (JsonMappingExceptionMapper, JsonParseExceptionMapper of jackson-jaxrs).
 */
export function readSent(
  request: IncomingRequest,
  kind: 'registration' | 'update',
  settings: Wso2Settings,
): { readonly sent: Sent } | { readonly response: Response } {
  const body = parsed(request.body);
  if (body === undefined) return { response: plainText(400, 'Unexpected character: expected a valid value') };
  // The refusal of an empty body fails while it is being built (product-is#17165).
  if (body === null) return { response: statusOnly(500) };
  if (!isObject(body)) return { response: mismatch('') };
  const sent: Record<string, Sent[string]> = {};
  for (const [name, value] of Object.entries(body)) {
    const as = kindOf(name, kind, settings.behaviour);
    if (as === undefined) {
      if (settings.behaviour.unknownMembers === 'dropped') continue;
      return { response: unrecognized(name, settings) };
    }
    const read = bent(value, as);
    if (read === undefined) return { response: mismatch(name) };
    if (read !== null || as === 'texts') sent[name] = read;
  }
  return { sent };
}

function parsed(body: string): unknown {
  if (body.trim() === '') return null;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What Jackson makes of a value with its default settings, or undefined where it gives up. */
function bent(value: unknown, as: MemberKind): Sent[string] | undefined {
  if (value === null) return null;
  if (as === 'texts') return Array.isArray(value) ? texts(value) : undefined;
  if (typeof value === 'object') return undefined;
  if (as === 'text') return String(value);
  const trimmed = typeof value === 'string' ? value.trim() : value;
  if (trimmed === '' || trimmed === 'null') return null;
  return as === 'flag' ? flag(trimmed) : seconds(trimmed);
}

const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};

function flag(value: unknown): boolean | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value !== 0 : undefined;
  return typeof value === 'string' && !Object.hasOwn(WORDS, value) ? undefined : WORDS[String(value)];
}

function seconds(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^[+-]?\d+$/.test(value)) return undefined;
  if (typeof value === 'boolean') return undefined;
  const number = Math.trunc(Number(value));
  return Math.abs(number) < 2 ** 63 ? number : undefined;
}

function texts(values: readonly unknown[]): readonly string[] | undefined {
  if (values.some((value) => typeof value === 'object' && value !== null)) return undefined;
  return values.map((value) => (value === null ? '' : String(value)));
}

function mismatch(name: string): Response {
  return plainText(400, `Cannot deserialize value (through reference chain: ["${name}"])`);
}

function unrecognized(name: string, settings: Wso2Settings): Response {
  return settings.behaviour.unknownMembers === 'refused'
    ? refused(invalidMetadata(`Unrecognized field : ${name}`), settings, null)
    : plainText(400, `Unrecognized field "${name}", not marked as ignorable`);
}
