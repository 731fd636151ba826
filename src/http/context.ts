import { DcrError } from '../protocol/errors.js';
import { isLoopbackHost } from '../protocol/issuer.js';
import { checkOptionNames } from '../protocol/option-names.js';
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
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() !== 'authorization') continue;
    throw new DcrError(
      'invalid-option',
      `${where}: headers may not carry authorization; it would go to every address. ` +
        'Use initialAccessToken for the registration endpoint.',
    );
  }
  const { profile } = given;
  if (profile !== undefined && typeof profile?.name !== 'string') {
    throw new DcrError(
      'invalid-option',
      `${where}: profile must be a server profile, such as wso2() of dcr-client/wso2.`,
    );
  }
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
    warn: (warning) => {
      try {
        onWarning?.(warning);
      } catch {
        // A listener's failure must not cost the caller the credentials that the warning is about.
      }
    },
    time,
  };
}

function isLoopbackHttp(target: string): boolean {
  if (!URL.canParse(target)) return false;
  const { protocol, hostname } = new URL(target);
  return protocol === 'http:' && isLoopbackHost(hostname);
}
