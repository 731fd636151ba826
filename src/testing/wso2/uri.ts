// What java.net.URI accepts, and how several redirect URIs become one text.

const ESCAPES = /%[0-9A-Fa-f]{2}/g;
/** What may stand in a URI, beside escapes and letters of other alphabets. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ILLEGAL = /[\u0000-\u0020"<>\\^`{|}\u007f]|%/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;

/** Whether `new java.net.URI(text)` succeeds: relative references and any scheme do, `regexp=(https://…)` does not. */
export function isJavaUri(text: string): boolean {
  const unescaped = text.replace(ESCAPES, '');
  if (ILLEGAL.test(unescaped)) return false;
  const [beforeFragment = '', ...fragments] = unescaped.split('#');
  if (fragments.length > 1) return false;
  const beforeQuery = beforeFragment.replace(/\?.*$/s, '');
  const scheme = /^([^/]*?):/.exec(beforeQuery)?.[1];
  if (scheme !== undefined && (!SCHEME.test(scheme) || beforeFragment === `${scheme}:`)) return false;
  const prefix = scheme === undefined ? '' : `${scheme}:`;
  if (unescaped === `${prefix}//`) return false;
  const rest = beforeQuery.slice(prefix.length);
  return !/[[\]]/.test(rest.replace(/^\/\/(?:[^/@]*@)?\[[0-9A-Fa-f:.%]+\](?::\d*)?/, ''));
}

/** Whether the text has a scheme (`java.net.URI.isAbsolute`). */
export function isAbsolute(text: string): boolean {
  return isJavaUri(text) && SCHEME.test(/^([^/?#]*?):/.exec(text)?.[1] ?? '');
}

const PREFIX = 'regexp=';

/** How redirect URIs are held (`dcr` DCRMService.createRegexPattern): only the first `?` of each is escaped. */
export function callbackOf(uris: readonly string[]): string {
  if (uris.length < 2) return uris[0] ?? '';
  return `${PREFIX}(${uris.map((uri) => uri.replace('?', '\\?')).join('|')})`;
}

/** How they come back where they are decoded (`dcr` DCRMService.decodeRedirectUris). */
export function decodedCallback(callback: string): readonly string[] {
  if (!callback.startsWith(`${PREFIX}(`) || !callback.endsWith(')')) return [callback];
  return callback
    .slice(PREFIX.length + 1, -1)
    .split('|')
    .map((uri) => uri.replaceAll('\\?', '?'));
}

/** The redirect URIs behind a callback, whichever form it has (`oauth` OAuthAdminServiceImpl.getRedirectURIList). */
export function redirectUrisOf(callback: string): readonly string[] {
  if (callback === '') return [];
  if (!callback.startsWith(PREFIX)) return [callback];
  return callback
    .slice(PREFIX.length)
    .replace(/^\((.*)\)$/s, '$1')
    .split('|');
}
