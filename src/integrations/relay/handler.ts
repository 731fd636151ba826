import { readText } from '../../http/body.js';
import { requestContext } from '../../http/context.js';
import { withLimit } from '../../http/limit.js';
import type { FetchLike, RequestContext } from '../../http/options.js';
import { type Answer, send } from '../../http/send.js';
import { DcrError, isDcrError } from '../../protocol/errors.js';
import { checkOptionNames } from '../../protocol/option-names.js';
import type { ServerMetadata } from '../../protocol/types.js';
import {
  type InitialAccessToken,
  obtainInitialAccessToken,
} from '../../registration/initial-access-token.js';
import { answerText, failureText, type RelayedAnswer, type RelayedRequest, readRequest } from './envelope.js';
import { type Places, placesOf, purposeOf } from './places.js';

/** Options of {@link createRegistrationRelay}. */
export interface RegistrationRelayOptions {
  /** The one server that is asked; its `issuer` and `registration_endpoint` count, as `discoverServer` returns them. */
  readonly server: ServerMetadata;
  /** Origins of the pages that may use the relay, such as `https://app.example.com`. That of the back end itself, too. */
  readonly allowedOrigins: readonly string[];
  /** Addresses at and below which clients are managed (`registration_client_uri`). Default: the registration endpoint. */
  readonly configurationEndpoints?: readonly string[];
  /**
   * Sent with registrations that bring no token themselves. Whoever reaches the relay can then register, so put it behind the login
   * of your app. Secret.
   */
  readonly initialAccessToken?: InitialAccessToken;
  /** Called as `(url: string, init)`. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: FetchLike;
  /** Limit for the server's answer, and for the arrival of the page's request. Milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
  /** Allows plain http to any host. For tests. Default false. */
  readonly allowInsecureRequests?: boolean;
}

const WHERE = 'createRegistrationRelay';

/** Keys and statements included, no registration that is meant well is larger. */
const MAXIMUM_REQUEST_BYTES = 128 * 1024;

/** What this package reads of an answer. Cookies and all else stay behind. */
const TOLD = ['content-type', 'date', 'retry-after', 'www-authenticate'];

/**
 * A relay for pages whose registration a server without CORS would not let happen, as a handler of the Fetch API: mount it for POST
 * and OPTIONS of one path, and give the page `fetch: relayFetch({ url })`.
 *
 * It asks one server: metadata is read, clients are registered and managed at the places given, without redirects. The page's
 * token goes along, and nothing else of the page's request: no cookie, no other header. Answers are those of a relay, errors too, and never
 * cached.
 *
 * @returns a handler that rejects for nothing that a page or the server can do.
 * @throws DcrError `invalid-option`, `no-registration-endpoint`. Pages get `relay-refused` for what the relay does not send, and
 * what came of what it sends as if they had sent it.
 */
export function createRegistrationRelay(
  options: RegistrationRelayOptions,
): (request: Request) => Promise<Response> {
  const { allowedOrigins, initialAccessToken, context, places } = checked(options);
  const relay = async (request: Request): Promise<RelayedAnswer> => {
    const asked = await readAsked(request, context);
    const purpose = purposeOf(asked, places);
    if (purpose === undefined) throw refusedRequest(asked, places);
    const isOwn = purpose === 'register' && asked.authorization === undefined;
    const token = isOwn ? await obtainInitialAccessToken(initialAccessToken, context) : undefined;
    return answerFor(await pass(asked, token, context), token);
  };
  return async (request) => {
    const origin = request.headers.get('origin') ?? '';
    if (!allowedOrigins.includes(origin)) return reply(403, failureText(refusedOrigin(origin)));
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: shared(origin) });
    try {
      return reply(200, answerText(await relay(request)), origin);
    } catch (error) {
      if (!isDcrError(error)) throw error;
      return reply(error.code === 'relay-refused' ? 403 : 502, failureText(error), origin);
    }
  };
}

function checked(options: RegistrationRelayOptions) {
  const names: readonly (keyof RegistrationRelayOptions)[] = [
    'server',
    'allowedOrigins',
    'configurationEndpoints',
    'initialAccessToken',
    'fetch',
    'timeoutMs',
    'allowInsecureRequests',
  ];
  checkOptionNames(options, names, WHERE);
  const { server, allowedOrigins, initialAccessToken, fetch, timeoutMs, allowInsecureRequests } = options;
  const { issuer, registration_endpoint } = server ?? {};
  if (typeof issuer !== 'string' || typeof registration_endpoint !== 'string') {
    throw new DcrError(
      'no-registration-endpoint',
      `${WHERE}: server must be the metadata of a server, with issuer and registration_endpoint, as discoverServer returns it.`,
    );
  }
  const { configurationEndpoints = [registration_endpoint] } = options;
  const wrong = [issuer, registration_endpoint, ...configurationEndpoints].find((url) => !URL.canParse(url));
  if (wrong !== undefined)
    throw new DcrError('invalid-option', `${WHERE}: ${JSON.stringify(wrong)} is no absolute address.`);
  if (!Array.isArray(allowedOrigins) || allowedOrigins.length === 0 || !allowedOrigins.every(isOrigin)) {
    throw new DcrError(
      'invalid-option',
      `${WHERE}: allowedOrigins must name the origins of the pages that may use the relay, such as ` +
        '["https://app.example.com"], each without a path; also that of the back end itself.',
    );
  }
  const given = {
    ...(fetch === undefined ? {} : { fetch }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(allowInsecureRequests === undefined ? {} : { allowInsecureRequests }),
  };
  return {
    allowedOrigins,
    initialAccessToken,
    context: requestContext(given, { where: WHERE, target: issuer }),
    places: placesOf(issuer, registration_endpoint, configurationEndpoints),
  };
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
}

/** What the page asks for, once it has arrived. */
async function readAsked(request: Request, context: RequestContext): Promise<RelayedRequest> {
  if (request.method !== 'POST') throw refused(`${request.method} is no method of it`);
  // Of another origin, no form can send this, and no script without a preflight.
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw refused('the request is no JSON');
  const late = () => refused(`the request did not arrive within ${context.timeoutMs} ms`);
  const limits = { time: context.time, signal: undefined, timeoutMs: context.timeoutMs };
  const text = await withLimit(limits, late, () => readText(request, MAXIMUM_REQUEST_BYTES));
  if (text === undefined) throw refused(`the request is larger than ${MAXIMUM_REQUEST_BYTES} bytes`);
  const asked = readRequest(text);
  if (typeof asked === 'string') throw refused(asked);
  return asked;
}

function pass(asked: RelayedRequest, token: string | undefined, context: RequestContext): Promise<Answer> {
  const { method, body } = asked;
  const authorization = asked.authorization ?? (token === undefined ? undefined : `Bearer ${token}`);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (authorization !== undefined) headers.authorization = authorization;
  // As it was judged: spelt out, without what an address may hide.
  const { href } = new URL(asked.url);
  return send(href, { operation: { method, body }, headers }, context, {
    redirects: 'none',
    attempted: 'relay the request',
    secrets: authorization === undefined ? [] : [authorization.slice('Bearer '.length)],
  });
}

/** What the page is told. A token of the back end's own, which a server may repeat, is not for it. */
function answerFor({ status, headers, text }: Answer, token: string | undefined): RelayedAnswer {
  const cleared = (words: string) => (token === undefined ? words : words.replaceAll(token, '[redacted]'));
  const told: Record<string, string> = {};
  for (const name of TOLD) {
    const value = headers.get(name);
    if (value !== null) told[name] = cleared(value);
  }
  return { status, headers: told, body: cleared(text) };
}

function reply(status: number, body: string, origin?: string): Response {
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(origin === undefined ? { vary: 'origin' } : shared(origin)),
  };
  return new Response(body, { status, headers });
}

/** Lets a page of this origin ask, and read the answer. */
function shared(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
    vary: 'origin',
  };
}

function refusedOrigin(origin: string): DcrError {
  const from = origin === '' ? 'no origin' : JSON.stringify(origin.slice(0, 200));
  return refused(`it comes from ${from}, which is not among the relay's allowedOrigins`);
}

function refusedRequest({ method, url, authorization }: RelayedRequest, places: Places): DcrError {
  const withToken = authorization === undefined ? 'without a token' : 'with a token';
  const address = URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : url;
  return refused(
    `${method} ${JSON.stringify(address.slice(0, 300))}, ${withToken}, is none of what it sends: GET of the server's metadata ` +
      `without a token, POST to ${places.registration}, and GET, PUT and DELETE with a token at and below ` +
      `${places.configuration.join(' and ')}. If clients are managed elsewhere, name the place in configurationEndpoints of ${WHERE}`,
  );
}

function refused(why: string): DcrError {
  return new DcrError('relay-refused', `The relay has not sent this request on: ${why}.`, {
    notProcessed: true,
  });
}
