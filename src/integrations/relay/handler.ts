import { readText } from '../../http/body.js';
import { withLimit } from '../../http/limit.js';
import type { RequestContext } from '../../http/options.js';
import { type Answer, send } from '../../http/send.js';
import { isDcrError } from '../../protocol/errors.js';
import { obtainInitialAccessToken } from '../../registration/initial-access-token.js';
import { answerText, failureText, type RelayedAnswer, type RelayedRequest, readRequest } from './envelope.js';
import { checkRelayOptions, type RegistrationRelayOptions } from './options.js';
import { purposeOf } from './places.js';
import { refused, refusedOrigin, refusedRequest } from './refusals.js';
import { answerFor, reply, shared } from './reply.js';

/** Keys and statements included, no registration that is meant well is larger. */
const MAXIMUM_REQUEST_BYTES = 128 * 1024;

/**
 * A relay for pages whose registration a server without CORS would not let happen, as a handler of the Fetch API: mount it for POST
 * and OPTIONS of one path, and give the page `fetch: relayFetch({ url })`.
 *
 * It asks one server: metadata is read, clients are registered and managed at the places given, without redirects. The page's
 * token goes along, and nothing else of its request: no cookie, no other header. What it answers is its own, with the server's answer
 * inside, and never cached.
 *
 * @returns a handler that rejects for nothing that a page or the server can do.
 * @throws DcrError `invalid-option`, `no-registration-endpoint`. Pages get `relay-refused` for what the relay does not send, and
 * what came of what it sends as if they had sent it.
 */
export function createRegistrationRelay(
  options: RegistrationRelayOptions,
): (request: Request) => Promise<Response> {
  const { allowedOrigins, initialAccessToken, context, places } = checkRelayOptions(options);
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

/** What the page asks for, once it has arrived. */
async function readAsked(request: Request, context: RequestContext): Promise<RelayedRequest> {
  if (request.method !== 'POST') throw refused(`${request.method} is no method of it`);
  // Of another origin, no form can send this, and no script without a preflight.
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw refused('the request is no JSON');
  const late = () => refused(`the request did not arrive within ${context.timeoutMs} ms`);
  const limits = { time: context.time, signal: undefined, timeoutMs: context.timeoutMs };
  const text = await withLimit(limits, late, () =>
    readText(request, MAXIMUM_REQUEST_BYTES).catch(() => {
      throw refused('the request broke off before it had arrived');
    }),
  );
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
