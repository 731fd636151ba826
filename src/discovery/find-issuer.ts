import { withoutQuery } from '../http/address.js';
import { requestContext } from '../http/context.js';
import { operation } from '../http/operation.js';
import type { RequestOptions } from '../http/options.js';
import { type Answer, send } from '../http/send.js';
import type { RequestTime } from '../http/time.js';
import { DcrError, DiscoveryError } from '../protocol/errors.js';
import { isLoopbackHost, parseIssuer } from '../protocol/issuer.js';
import { jsonObject, parseJson } from '../protocol/json.js';
import { quoteServerText } from '../protocol/redact.js';
import { type IdentifierProblem, ISSUER_RELATION, normalizeIdentifier } from './identifier.js';

const ATTEMPTED = 'find the issuer of the account';

/** See findIssuer of functions.ts. */
export async function findIssuer(account: string, options: RequestOptions = {}): Promise<string> {
  return lookUpIssuer(account, options);
}

/** The same on a time that is given. */
export async function lookUpIssuer(
  account: string,
  options: RequestOptions,
  time?: RequestTime,
): Promise<string> {
  const identifier = typeof account === 'string' ? normalizeIdentifier(account) : undefined;
  if (identifier?.ok !== true) throw invalidAccount(account, identifier?.error);
  const { resource, host } = identifier;
  const context = requestContext(options, { where: 'findIssuer', target: resource, time });
  const isPlain =
    /^http:/i.test(resource) &&
    (context.allowInsecureRequests || isLoopbackHost(new URL(`http://${host}`).hostname));
  const url = isPlain ? identifier.url.replace(/^https:/, 'http:') : identifier.url;
  const request = {
    operation: operation('get', '/.well-known/webfinger', {}),
    headers: { accept: 'application/jrd+json, application/json' },
  };
  const answer = await send(url, request, context, { redirects: 'discovery', attempted: ATTEMPTED });
  const href = issuerLink(answer);
  if (href.issuer === undefined) throw notFound(resource, url, href.outcome);
  parseIssuer(href.issuer, context);
  return context.profile?.issuerOf?.(href.issuer) ?? href.issuer;
}

/** The address of the first issuer link. The subject is not compared: it may be another name of the account. */
function issuerLink(
  answer: Answer,
): { readonly issuer: string } | { readonly issuer?: undefined; readonly outcome: string } {
  if (answer.status < 200 || answer.status > 299) return { outcome: `answered ${answer.status}` };
  const parsed = parseJson(answer.text);
  const links = parsed.ok ? jsonObject(parsed.value)?.links : undefined;
  if (!Array.isArray(links)) return { outcome: `answered ${answer.status} without a list of links` };
  for (const link of links) {
    const { rel, href } = jsonObject(link) ?? {};
    if (rel === ISSUER_RELATION && typeof href === 'string') return { issuer: href };
  }
  return { outcome: `answered without a link of relation ${ISSUER_RELATION}` };
}

const REASONS: Record<IdentifierProblem, string> = {
  empty_identifier: 'it is empty',
  reserved_xri:
    'it begins with =, @ or !, which are reserved; leave out the first character of a handle such as @joe@example.com',
  no_webfinger_host: 'it names no host that could be asked',
  missing_authority: 'it has no host',
  credentials_in_identifier: 'it carries a password, which must not be sent around',
  invalid_acct: 'it has nothing before the @',
  invalid_authority: 'its host is not well-formed',
  invalid_characters: 'it holds spaces, quotes or other characters that no address has',
  invalid_percent_encoding: 'a % in it is not followed by two hexadecimal digits',
  percent_encoded_host: 'its host is percent-encoded, so that what is seen is not what is asked',
  suspicious_host: 'its host holds invisible characters, so that what is seen is not what is asked',
};

function invalidAccount(account: unknown, problem: IdentifierProblem | undefined): DcrError {
  // A password typed into the identifier is not repeated in a message.
  const shown = String(account)
    .replace(/:\/\/[^/?#]*@/, '://…@')
    .replace(/^([^:@/]*):[^@]*@/, '$1:…@');
  const why = problem === undefined ? 'it is not a text' : REASONS[problem];
  return new DcrError(
    'invalid-account',
    `"${quoteServerText(shown, [], 100)}" cannot be looked up: ${why}. An account looks like joe@example.com or ` +
      'https://example.com/joe. Nothing was sent.',
  );
}

function notFound(resource: string, url: string, outcome: string): DiscoveryError {
  return new DiscoveryError(
    'issuer-not-found',
    `Could not ${ATTEMPTED} ${quoteServerText(resource)}: ${withoutQuery(url)} ${outcome}. Its provider may not offer ` +
      'WebFinger; give the issuer directly.',
    { attempts: [{ url, outcome }] },
  );
}
