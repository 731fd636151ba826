import { parseAddress } from './can-parse.js';
import { DcrError } from './errors.js';

/** True for names and addresses of this machine: localhost, 127.0.0.0/8, [::1]. Takes what `URL` calls `hostname`. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname) || /\.localhost$/i.test(hostname);
}

/**
 * Checks an issuer before anything is asked (RFC 8414 section 2): absolute, https (http for loopback), neither query
 * nor fragment.
 *
 * @throws DcrError `invalid-issuer`, `insecure-url`.
 */
export function parseIssuer(value: string | URL, options: { readonly allowInsecureRequests: boolean }): URL {
  const text = String(value);
  const url = parseAddress(text);
  if (url === undefined) throw invalid(text, 'it is not an absolute address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw invalid(text, 'it is not an https address');
  // The raw text is looked at: URL drops an empty query or fragment.
  if (text.includes('?')) throw invalid(text, 'it has a query');
  if (text.includes('#')) throw invalid(text, 'it has a fragment');
  if (url.username !== '' || url.password !== '') throw invalid(url.host, 'it carries credentials');
  if (url.protocol === 'http:' && !options.allowInsecureRequests && !isLoopbackHost(url.hostname)) {
    throw new DcrError(
      'insecure-url',
      `The issuer ${JSON.stringify(text.slice(0, 200))} is plain http. Give its https address; for tests on another machine ` +
        'set allowInsecureRequests. Nothing was sent.',
    );
  }
  return url;
}

function invalid(text: string, why: string): DcrError {
  return new DcrError(
    'invalid-issuer',
    `${JSON.stringify(text.slice(0, 200))} is no issuer: ${why}. An issuer looks like https://as.example.com or ` +
      'https://as.example.com/tenant. Nothing was sent.',
  );
}

/** How two issuers compare. One slash at the end is forgiven, with a warning: a deviation from RFC 8414 section 3.3. */
export function sameIssuer(a: string, b: string): 'same' | 'slash' | 'different' {
  if (a === b) return 'same';
  return issuerKey(a) === issuerKey(b) ? 'slash' : 'different';
}

/** The issuer without one slash at the end. */
export function issuerKey(issuer: string): string {
  return issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
}
