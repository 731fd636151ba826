import { requestContext } from '../http/context.js';
import { corsSuspicion } from '../http/failure.js';
import { operation } from '../http/operation.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import { profileFor } from '../http/profile.js';
import { type Answer, send } from '../http/send.js';
import type { RequestTime } from '../http/time.js';
import { DcrError, type DiscoveryAttempt, DiscoveryError, isDcrError } from '../protocol/errors.js';
import { parseIssuer } from '../protocol/issuer.js';
import type { ServerMetadata } from '../protocol/types.js';
import { lookUpIssuer } from './find-issuer.js';
import { readMetadata } from './metadata-document.js';
import { wellKnownAddresses } from './well-known.js';

/** Where to look for a server: at its issuer, or by an account there, such as `joe@example.com` (WebFinger, RFC 7033). */
export type DiscoveryTarget =
  | string
  | URL
  | {
      /** An address, a host or a URL that has an account at the server. */
      readonly account: string;
    };

const ATTEMPTED = 'discover the authorization server';
/** Of an attempt in a browser. Why, is said once for all of them. */
const UNREADABLE = 'no answer that this page may read';

/** See discoverServer of functions.ts. */
export async function discoverServer(
  target: DiscoveryTarget,
  options: RequestOptions = {},
): Promise<ServerMetadata> {
  return lookUpServer(target, options);
}

/** The same on a time that is given. */
export async function lookUpServer(
  target: DiscoveryTarget,
  options: RequestOptions,
  time?: RequestTime,
): Promise<ServerMetadata> {
  const given = await issuerOf(target, options, time);
  const context = requestContext(options, { where: 'discoverServer', target: given, time });
  parseIssuer(given, context);
  const { profile } = context;
  const issuer = profile?.issuerOf?.(given) ?? given;
  const expected = context.expectedIssuer ?? issuer;
  const attempts: DiscoveryAttempt[] = [];
  const others: string[] = [];
  let cors: string | undefined;
  for (const url of profile?.wellKnownAddresses?.(issuer) ?? wellKnownAddresses(issuer)) {
    const answer = await askTwice(url, context);
    if (isDcrError(answer)) {
      const suspicion = corsSuspicion(answer);
      cors ??= suspicion && `In a browser: ${suspicion.what}. ${suspicion.todo}`;
      attempts.push({ url, outcome: suspicion === undefined ? withoutPrefix(answer.message) : UNREADABLE });
      continue;
    }
    const reading = readMetadata(answer, expected);
    if (reading.metadata !== undefined) {
      for (const warning of reading.warnings) context.warn(warning);
      return corrected(reading.metadata, context);
    }
    attempts.push({ url, outcome: reading.outcome });
    if (reading.otherIssuer !== undefined) others.push(reading.otherIssuer);
  }
  throw others.length > 0 ? mismatch(expected, others, attempts) : notFound(issuer, attempts, cors);
}

/** The metadata without what this vendor's server is known to say wrongly. */
async function corrected(metadata: ServerMetadata, context: RequestContext): Promise<ServerMetadata> {
  const profile = await profileFor(context, metadata.registration_endpoint);
  const { server, warnings } = profile?.correctServer?.(metadata) ?? { server: metadata, warnings: [] };
  for (const warning of warnings) context.warn(warning);
  return server;
}

async function issuerOf(
  target: DiscoveryTarget,
  options: RequestOptions,
  time: RequestTime | undefined,
): Promise<string> {
  if (typeof target === 'string' || target instanceof URL) return String(target);
  if (typeof target === 'object' && target !== null && typeof target.account === 'string') {
    return lookUpIssuer(target.account, options, time);
  }
  throw new DcrError(
    'invalid-issuer',
    'discoverServer: give the issuer as text or URL, such as https://as.example.com, or { account }. Nothing was sent.',
  );
}

/** The answer, or the failure that lets discovery go on. What fails for the whole host ends it. */
async function askTwice(url: string, context: RequestContext): Promise<Answer | DcrError> {
  for (let last = false; ; last = true) {
    const answer = await ask(url, context);
    if (isDcrError(answer)) {
      // The same name, port and certificate would fail four times; one clear error says more.
      if (answer.notProcessed === true || answer.code === 'url-refused') throw answer;
      // Nor does it depend on the address what answers in place of a relay.
      if (answer.code === 'relay-failed') throw answer;
      // What CORS stops is stopped again.
      if (last || answer.code !== 'network' || corsSuspicion(answer) !== undefined) return answer;
    } else if (last || answer.status < 500) {
      return answer;
    }
  }
}

async function ask(url: string, context: RequestContext): Promise<Answer | DcrError> {
  const asked = url.includes('openid-configuration')
    ? operation('get', '/.well-known/openid-configuration', {})
    : operation('get', '/.well-known/oauth-authorization-server', {});
  const request = { operation: asked, headers: { accept: 'application/json' } };
  try {
    return await send(url, request, context, { redirects: 'discovery', attempted: ATTEMPTED });
  } catch (error) {
    if (isDcrError(error)) return error;
    throw error;
  }
}

/** What was attempted is said once for all addresses. */
const withoutPrefix = (message: string) => message.replace(`Could not ${ATTEMPTED}: `, '');

function listed(attempts: readonly DiscoveryAttempt[]): string {
  return attempts.map(({ url, outcome }) => `\n  ${url}: ${outcome}`).join('');
}

function notFound(
  issuer: string,
  attempts: readonly DiscoveryAttempt[],
  cors: string | undefined,
): DiscoveryError {
  return new DiscoveryError(
    'discovery-failed',
    `Could not ${ATTEMPTED} ${issuer}: none of its well-known addresses has usable metadata${cors === undefined ? '' : ' that this page may read'}. ` +
      `${cors === undefined ? '' : `${cors} `}${documentHint(issuer)}Check the issuer, above all ` +
      `its path; a server without metadata can be given as { issuer, registration_endpoint }. Tried:${listed(attempts)}`,
    { attempts },
  );
}

/** The address of the metadata is what people have at hand. */
function documentHint(issuer: string): string {
  const base = issuer.replace(/\/\.well-known\/(?:openid-configuration|oauth-authorization-server)/, '');
  return base === issuer ? '' : `This is the address of a document; its issuer is probably ${base}. `;
}

function mismatch(
  expected: string,
  others: readonly string[],
  attempts: readonly DiscoveryAttempt[],
): DiscoveryError {
  const named = [...new Set(others)].map((other) => JSON.stringify(other)).join(', ');
  return new DiscoveryError(
    'issuer-mismatch',
    `Could not ${ATTEMPTED}: the metadata found is of issuer ${named}, not of ${JSON.stringify(expected)}. Using it could hand ` +
      'your credentials to another server (RFC 8414 section 3.3). If that issuer is the right one, give it instead, or ' +
      `pass it as expectedIssuer. Tried:${listed(attempts)}`,
    { attempts },
  );
}
