import { jsonObject, parseJson } from '../json.js';

/** A software statement, read but not verified: that is the server's part (RFC 7591 section 2.3). */
export interface Statement {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The statement in a compact JWS (RFC 7515 section 7.1), or `undefined` if it is none. */
export function readStatement(value: unknown): Statement | undefined {
  if (typeof value !== 'string') return undefined;
  const parts = value.split('.');
  const [header, claims] = parts.slice(0, 2).map(decode);
  if (parts.length !== 3 || header === undefined || claims === undefined) return undefined;
  return { header, claims };
}

function decode(part: string): Record<string, unknown> | undefined {
  const bytes = decodeBase64url(part);
  if (bytes === undefined) return undefined;
  const parsed = parseJson(new TextDecoder().decode(bytes));
  return parsed.ok ? jsonObject(parsed.value) : undefined;
}

/** The bytes behind base64url (RFC 4648 section 5), or behind plain base64; `undefined` for anything else. */
export function decodeBase64url(text: string): Uint8Array | undefined {
  if (!/^[\w+/-]*={0,2}$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}
