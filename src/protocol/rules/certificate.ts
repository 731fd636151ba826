import { decodeBase64url } from './statement.js';
import { type Jwk, textOf } from './view.js';

/** Whether the first certificate of the key is for this key: the bytes of a public key stand in it as they are. */
export function certifies(key: Jwk): boolean {
  const certificate =
    Array.isArray(key.x5c) && typeof key.x5c[0] === 'string' ? decodeBase64url(key.x5c[0]) : undefined;
  const part = textOf(key.kty === 'RSA' ? key.n : key.x);
  const bytes = part === undefined ? undefined : decodeBase64url(part);
  if (certificate === undefined || bytes === undefined || bytes.length === 0) return false;
  return holdsBytes(certificate, bytes);
}

/**
 * Whether `wanted` stands in `bytes` (Knuth, Morris and Pratt: no byte is looked at again). Keys and certificates come
 * from servers, too, and a search that starts anew at each byte would take hours for a megabyte of equal ones.
 */
function holdsBytes(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const borders = new Uint32Array(wanted.length);
  const advance = (matched: number, byte: number | undefined): number => {
    let length = matched;
    while (length > 0 && wanted[length] !== byte) length = borders[length - 1] ?? 0;
    return wanted[length] === byte ? length + 1 : 0;
  };
  for (let at = 1; at < wanted.length; at += 1) borders[at] = advance(borders[at - 1] ?? 0, wanted[at]);
  let matched = 0;
  for (const byte of bytes) {
    matched = advance(matched, byte);
    if (matched === wanted.length) return true;
  }
  return false;
}
