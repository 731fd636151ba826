import type { Answer } from '../../http/send.js';
import type { RelayedAnswer } from './envelope.js';

/** What this package reads of an answer. Cookies and all else stay behind. */
const TOLD = ['content-type', 'date', 'retry-after', 'www-authenticate'];

/** What the page is told. A token of the back end's own, which a server may repeat, is not for it. */
export function answerFor({ status, headers, text }: Answer, token: string | undefined): RelayedAnswer {
  const spelt = token === undefined ? undefined : asSpelt(token);
  const cleared = (words: string) => (spelt === undefined ? words : words.replace(spelt, '[redacted]'));
  const told: Record<string, string> = {};
  for (const name of TOLD) {
    const value = headers.get(name);
    if (value !== null) told[name] = cleared(value);
  }
  return { status, headers: told, body: cleared(text) };
}

/** JSON has a character as it is, behind a backslash, or by its number (RFC 8259 section 7): PHP and .NET do so with `/` and `+`. */
function asSpelt(token: string): RegExp {
  const characters = Array.from(token, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    const itself = /\w/.test(character) ? character : `\\\\?\\${character}`;
    return `(?:${itself}|\\\\u${code})`;
  });
  return new RegExp(characters.join(''), 'gi');
}

/** An answer of the relay itself, readable for pages of this origin alone. */
export function reply(status: number, body: string, origin?: string): Response {
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(origin === undefined ? { vary: 'origin' } : shared(origin)),
  };
  return new Response(body, { status, headers });
}

/** Lets a page of this origin ask, and read the answer. */
export function shared(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
    vary: 'origin',
  };
}
