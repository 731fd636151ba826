import { canParse } from '../protocol/can-parse.js';

/** What WebFinger is asked about, and where (OpenID Connect Discovery 1.0 section 2.1, RFC 7033 section 4). */
export type NormalizedIdentifier =
  | { readonly ok: true; readonly resource: string; readonly host: string; readonly url: string }
  | { readonly ok: false; readonly error: IdentifierProblem };

export type IdentifierProblem =
  | 'empty_identifier'
  | 'reserved_xri'
  | 'no_webfinger_host'
  | 'missing_authority'
  | 'credentials_in_identifier'
  | 'invalid_acct'
  | 'invalid_authority'
  | 'invalid_characters'
  | 'invalid_percent_encoding'
  | 'percent_encoded_host'
  | 'suspicious_host';

/** The link relation to look for: http, not https, since it is a name and not an address. */
export const ISSUER_RELATION = 'http://openid.net/specs/connect/1.0/issuer';

class Unusable extends Error {
  constructor(readonly problem: IdentifierProblem) {
    super(problem);
  }
}

/** Turns what a person types into the resource and the address to ask. */
export function normalizeIdentifier(input: string): NormalizedIdentifier {
  try {
    const resource = resourceOf(input.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''));
    const host = hostOf(resource);
    const query = `resource=${encodeURIComponent(resource)}&rel=${encodeURIComponent(ISSUER_RELATION)}`;
    return { ok: true, resource, host, url: `https://${host}/.well-known/webfinger?${query}` };
  } catch (error) {
    if (error instanceof Unusable) return { ok: false, error: error.problem };
    throw error;
  }
}

const SCHEMES_WITHOUT_SLASHES = ['acct', 'http', 'https', 'mailto', 'tel', 'device', 'xri', 'urn', 'did'];

function resourceOf(identifier: string): string {
  if (identifier === '') throw new Unusable('empty_identifier');
  // Section 2.1.1: these begin XRIs, which are reserved.
  if (/^[=@!]/.test(identifier)) throw new Unusable('reserved_xri');
  checkCharacters(identifier);
  // Section 2.1.2 rule 5.
  const [whole = ''] = identifier.split('#', 1);
  const scheme = schemeOf(whole);
  if (scheme !== undefined) return encodeNonAscii(whole, scheme);
  const [authority = ''] = whole.split(/[/?]/, 1);
  if (authority === '') throw new Unusable('missing_authority');
  const at = authority.lastIndexOf('@');
  const userinfo = at < 0 ? undefined : authority.slice(0, at);
  const host = asciiHost(authority.slice(at + 1));
  const rest = encodePart(whole.slice(authority.length));
  if (userinfo === undefined) return `https://${host}${rest}`;
  // An @ inside the user part is encoded; the last one separates it from the host.
  const user = encodePart(userinfo).replaceAll('@', '%40');
  const isAccount = rest === '' && !/:\d*$/.test(withoutBrackets(host)) && !identifier.includes('#');
  return isAccount ? `acct:${user}@${host}` : `https://${user}@${host}${rest}`;
}

/**
 * The scheme, if there is one. `example.com:8080` has the grammar of a scheme and is a host with a port: a known
 * scheme or `//` decides, then whether what follows is a port.
 */
function schemeOf(text: string): string | undefined {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const scheme = match[1].toLowerCase();
  const rest = text.slice(match[0].length);
  if (SCHEMES_WITHOUT_SLASHES.includes(scheme) || rest.startsWith('//')) return scheme;
  const [tail = ''] = rest.split(/[/?]/, 1);
  const isPort = /^\d*$/.test(tail) && Number(tail) <= 65_535;
  return isPort ? undefined : scheme;
}

/** The host to ask, with its port, as it is spelt. */
function hostOf(resource: string): string {
  const scheme = schemeOf(resource);
  const rest = resource.slice(resource.indexOf(':') + 1);
  switch (scheme) {
    case 'https':
    case 'http': {
      if (!rest.startsWith('//')) throw new Unusable('missing_authority');
      const [authority = ''] = rest.slice(2).split(/[/?]/, 1);
      const at = authority.lastIndexOf('@');
      if (at >= 0 && authority.slice(0, at).includes(':')) throw new Unusable('credentials_in_identifier');
      return checkedHost(authority.slice(at + 1));
    }
    case 'acct':
    case 'mailto': {
      const [address = ''] = rest.split(/[/?]/, 1);
      const at = address.lastIndexOf('@');
      if (at < 0) throw new Unusable('missing_authority');
      if (at === 0) throw new Unusable('invalid_acct');
      return checkedHost(address.slice(at + 1));
    }
    case 'device':
      return checkedHost(rest.split(/[/?]/, 1)[0] ?? '');
    default:
      throw new Unusable('no_webfinger_host');
  }
}

/** Non-ASCII in an address with a scheme: the host becomes A-labels, all else UTF-8 in percent-encoding. */
function encodeNonAscii(text: string, scheme: string): string {
  if (/^[\x21-\x7e]*$/.test(text)) return text;
  const start = text.indexOf(':') + 1 + (text.startsWith('//', text.indexOf(':') + 1) ? 2 : 0);
  const end = start + (text.slice(start).split(/[/?]/, 1)[0] ?? '').length;
  const at = text.lastIndexOf('@', end - 1);
  const hostStart = at >= start ? at + 1 : start;
  if (hostStart === start && ['acct', 'mailto'].includes(scheme)) return encodePart(text);
  return (
    encodePart(text.slice(0, hostStart)) + asciiHost(text.slice(hostStart, end)) + encodePart(text.slice(end))
  );
}

function encodePart(text: string): string {
  return text.replace(/[^\x21-\x7e]+/g, (characters) => encodeURIComponent(characters));
}

/** Characters that RFC 3986 has nowhere: two programs would disagree about the host behind them. */
function checkCharacters(text: string): void {
  if (/[\p{Cc}\s"<>\\^`{|}]/u.test(text.replace(/[\u2028\u2029]/g, ' ')))
    throw new Unusable('invalid_characters');
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw new Unusable('invalid_percent_encoding');
}

/** The host in A-labels (UTS 46, as the platform's URL does it), spelt as it came where it is ASCII already. */
function asciiHost(host: string): string {
  checkedHost(host.replace(/[^\x21-\x7e]/g, 'x'));
  if (/^[\x21-\x7e]*$/.test(host)) return host;
  // UTS 46 drops these silently, so that what is seen and what is asked would differ.
  if (/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u.test(host)) throw new Unusable('suspicious_host');
  // Full-width forms of delimiters would turn into them.
  if (/[\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF5E]/u.test(host))
    throw new Unusable('invalid_authority');
  const [name = '', port] = splitPort(host);
  if (!canParse(`https://${name}/`)) throw new Unusable('invalid_authority');
  return new URL(`https://${name}/`).hostname + (port ?? '');
}

function splitPort(host: string): [string, string | undefined] {
  const match = /^(.*?)(:\d*)$/s.exec(host);
  return match?.[1] === undefined ? [host, undefined] : [match[1], match[2]];
}

/** The host without an empty port; refuses what is none. */
function checkedHost(host: string): string {
  if (host === '' || /^:\d*$/.test(host)) throw new Unusable('missing_authority');
  if (host.includes('%')) throw new Unusable('percent_encoded_host');
  const [name, port] = host.startsWith('[') ? splitBrackets(host) : splitPort(host);
  const isName = /^[A-Za-z0-9._~!$&'()*+,;=-]+$/.test(name);
  const isAddress = /^\[[0-9A-Fa-f:.]+\]$/.test(name) && canParse(`https://${name}/`);
  if (!isName && !isAddress) throw new Unusable('invalid_authority');
  if (port !== undefined && Number(port.slice(1)) > 65_535) throw new Unusable('invalid_authority');
  return port === ':' ? name : host;
}

function splitBrackets(host: string): [string, string | undefined] {
  const end = host.indexOf(']') + 1;
  if (end === 0) throw new Unusable('invalid_authority');
  const port = host.slice(end);
  if (!/^(?::\d*)?$/.test(port)) throw new Unusable('invalid_authority');
  return [host.slice(0, end), port === '' ? undefined : port];
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[[^\]]*\]/, '');
}
