import { canParse } from '../can-parse.js';
import { isLoopbackHost } from '../issuer.js';

/** Schemes that run code, carry data or open local files in whatever follows the redirect. */
const DANGEROUS_SCHEMES = ['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:', 'view-source:'];

/** The scheme with its colon in lower case, by the raw text: a parser would repair it first. */
export function schemeOf(uri: string): string | undefined {
  return /^([a-z][a-z\d+.-]*:)/i.exec(uri)?.[1]?.toLowerCase();
}

/** Absolute with scheme (RFC 3986 section 4.3), and something after it. */
export function isAbsolute(uri: string): boolean {
  const scheme = schemeOf(uri);
  if (scheme === undefined || uri.length === scheme.length || /\s/.test(uri)) return false;
  // Firefox parses no host with a star, of which hasWildcard tells.
  return scheme !== 'https:' && scheme !== 'http:' ? true : isWeb(uri.replaceAll('*', 'x'));
}

/** An http or https address with a host. */
export function isWeb(uri: string): boolean {
  return /^https?:\/\/[^/?#]/i.test(uri) && canParse(uri);
}

export function isHttps(uri: string): boolean {
  return isWeb(uri) && schemeOf(uri) === 'https:';
}

/** Plain http to this machine: fine for native apps and while developing. */
export function isLoopbackHttp(uri: string): boolean {
  return isWeb(uri) && schemeOf(uri) === 'http:' && isLoopbackHost(new URL(uri).hostname);
}

export function isPlainHttp(uri: string): boolean {
  return isWeb(uri) && schemeOf(uri) === 'http:';
}

/** A scheme of the app's own (RFC 8252 section 7.1). */
export function hasPrivateScheme(uri: string): boolean {
  const scheme = schemeOf(uri);
  return scheme !== undefined && scheme !== 'https:' && scheme !== 'http:' && !isDangerous(uri);
}

/** Whether a private-use scheme is a domain name backwards, which nobody else can claim. */
export function isReverseDomain(uri: string): boolean {
  return schemeOf(uri)?.includes('.') === true;
}

export function isDangerous(uri: string): boolean {
  return DANGEROUS_SCHEMES.includes(schemeOf(uri) ?? '');
}

/** Retired ways to show a code to the user instead of sending it back. */
export function isOutOfBand(uri: string): boolean {
  return /^urn:ietf:wg:oauth:2\.0:oob\b|^oob$/i.test(uri);
}

export function hasFragment(uri: string): boolean {
  return uri.includes('#');
}

export function hasUserinfo(uri: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/[^/?#]*@/i.test(uri);
}

/** A pattern instead of an address. A `*` in a query may be meant. */
export function hasWildcard(uri: string): boolean {
  return /\*/.test(uri.split(/[?#]/, 1)[0] ?? '');
}

export function isAscii(uri: string): boolean {
  return /^[\x21-\x7E]*$/.test(uri);
}

/** Host name, for sectors and comparisons; `undefined` for schemes without one. */
export function hostOf(uri: string): string | undefined {
  return isWeb(uri) ? new URL(uri).hostname : undefined;
}

/** Scheme, host and port. */
export function originOf(uri: string): string | undefined {
  return isWeb(uri) ? new URL(uri).origin : undefined;
}

export function isLoopbackName(uri: string): boolean {
  const host = hostOf(uri);
  return host !== undefined && isLoopbackHost(host);
}
