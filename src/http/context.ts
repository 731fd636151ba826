import { parseAddress } from '../protocol/can-parse.js';
import { DcrError } from '../protocol/errors.js';
import { isLoopbackHost } from '../protocol/issuer.js';
import { checkOptionNames } from '../protocol/option-names.js';
import { checkProfile } from '../protocol/server-profile.js';
import { tell } from '../protocol/tell.js';
import type { RequestContext, RequestOptions } from './options.js';
import { type RequestTime, systemTime } from './time.js';

/** The names of {@link RequestOptions}, for checks. */
export const REQUEST_OPTIONS = [
  'fetch',
  'signal',
  'timeoutMs',
  'headers',
  'profile',
  'expectedIssuer',
  'allowedOrigins',
  'urlPolicy',
  'allowInsecureRequests',
  'onWarning',
] as const satisfies readonly (keyof RequestOptions)[];

interface ContextSource {
  /** The function called, for messages. */
  readonly where: string;
  /** The address the caller gave: if it is plain http on loopback, loopback http is what they meant. */
  readonly target?: string | undefined;
  /** Options that this function has beside the common ones. */
  readonly extraOptions?: readonly string[];
  /** Default: the time of this machine. */
  readonly time?: RequestTime | undefined;
}

/** Checks the options and puts the defaults in place. */
export function requestContext(options: RequestOptions | undefined, source: ContextSource): RequestContext {
  const { where, target, extraOptions = [], time = systemTime } = source;
  const given = options ?? {};
  checkOptionNames(given, [...REQUEST_OPTIONS, ...extraOptions], where);
  const { timeoutMs = 10_000, headers = {}, fetch, onWarning } = given;
  if (!(timeoutMs > 0 && timeoutMs <= 2 ** 31 - 1)) {
    throw new DcrError('invalid-option', `${where}: timeoutMs must be a positive number of milliseconds.`);
  }
  checkFetch(fetch, where);
  checkHeaders(headers, where);
  const { profile } = given;
  checkProfile(profile, where);
  return {
    fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)),
    signal: given.signal,
    timeoutMs,
    headers,
    profile,
    expectedIssuer: given.expectedIssuer,
    allowedOrigins: given.allowedOrigins ?? [],
    urlPolicy: given.urlPolicy,
    allowInsecureRequests: given.allowInsecureRequests ?? false,
    loopbackHttp: target !== undefined && isLoopbackHttp(target),
    warn: (warning) => tell(onWarning, warning),
    time,
  };
}

/** Refuses what cannot be called, before a call tries to. */
export function checkFetch(fetch: unknown, where: string): void {
  if (fetch === undefined || typeof fetch === 'function') return;
  throw new DcrError(
    'invalid-option',
    `${where}: fetch must be a function that works as the global fetch does.`,
  );
}

/** A name that is a token (RFC 9110 section 5.6.2). */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** What a header can carry: no line breaks and nothing beyond one byte a character (RFC 9110 section 5.5). */
const HEADER_VALUE = /^[\t\x20-\x7E\x80-\xFF]*$/;

/** Before anything is sent: transports name the value when they refuse it, and it may be a secret. */
function checkHeaders(headers: unknown, where: string): void {
  const refuse = (why: string) => new DcrError('invalid-option', `${where}: ${why}`);
  // A `Headers` is told by what it can do: to name the class makes Node load its HTTP client.
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers)
    throw refuse('headers must be a plain object such as { "x-tenant": "a" }.');
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === 'authorization')
      throw refuse(
        'headers may not carry authorization; it would go to every address. ' +
          'Use initialAccessToken for the registration endpoint.',
      );
    if (!HEADER_NAME.test(name)) throw refuse(`headers: ${JSON.stringify(name)} is no name of a header.`);
    if (typeof value !== 'string' || !HEADER_VALUE.test(value))
      throw refuse(
        `headers: the value of ${JSON.stringify(name)} must be a text without line breaks and of Latin-1 characters alone. ` +
          'Look for a trailing newline, as files of secrets have one.',
      );
  }
}

function isLoopbackHttp(target: string): boolean {
  const parsed = parseAddress(target);
  return parsed?.protocol === 'http:' && isLoopbackHost(parsed.hostname);
}
