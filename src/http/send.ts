import { canParse, parseAddress } from '../protocol/can-parse.js';
import { DcrError } from '../protocol/errors.js';
import { quoteServerText } from '../protocol/redact.js';
import { checkAddress, withoutQuery } from './address.js';
import { MAXIMUM_ANSWER_BYTES, readText } from './body.js';
import { networkFailure } from './failure.js';
import { withLimit } from './limit.js';
import type { Operation } from './operation.js';
import type { RequestContext } from './options.js';

/** An answer that has been read, within all limits. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Where it came from in the end. */
  readonly url: string;
  readonly text: string;
}

export interface SendRules {
  /**
   * `credentialed`: only a 307/308 inside the same origin is followed, since a credential may not travel
   * elsewhere and a 301 would turn a POST into a GET. `discovery`: three at most, each checked. `none`: on behalf of others.
   */
  readonly redirects: 'credentialed' | 'discovery' | 'none';
  /** Words for messages, as in "Could not <attempted> at <address>". */
  readonly attempted: string;
  /** Texts that must never show in an error. */
  readonly secrets?: readonly string[];
  /** Called right before the request leaves; what it throws stops the request. */
  readonly beforeSend?: (() => void) | undefined;
}

export interface OutgoingRequest {
  readonly operation: Operation;
  /** By lower-case name, beside those of the context. */
  readonly headers: Readonly<Record<string, string>>;
}

const MAXIMUM_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** One request with its answer: address checked, time limited, redirects by the rules, body bounded. */
export async function send(
  url: string,
  request: OutgoingRequest,
  context: RequestContext,
  rules: SendRules,
): Promise<Answer> {
  const late = () =>
    new DcrError(
      'timeout',
      `Could not ${rules.attempted}: no complete answer from ${withoutQuery(url)} within ${context.timeoutMs} ms. ` +
        'Whether the server acted on the request is unknown. Try again later, or raise timeoutMs.',
      { endpoint: withoutQuery(url) },
    );
  return withLimit(context, late, async (signal) => {
    let address = url;
    for (let hops = 0; ; hops += 1) {
      await checkAddress(address, context, rules.attempted);
      const response = await exchange(address, request, context, rules, signal);
      const target = redirectTarget(response, address);
      if (target === undefined) {
        const text = await readBody(response, address, rules, signal);
        return { status: response.status, headers: response.headers, url: response.url || address, text };
      }
      void response.body?.cancel().catch(() => undefined);
      if (target === 'hidden' && rules.redirects === 'discovery') {
        // A browser hides where a redirect leads; for public documents it may follow by itself.
        const followed = await exchange(address, request, context, rules, signal, 'follow');
        const text = await readBody(followed, address, rules, signal);
        return { status: followed.status, headers: followed.headers, url: followed.url || address, text };
      }
      if (!mayFollow(response.status, address, target, rules) || hops === MAXIMUM_REDIRECTS) {
        throw refused(response.status, address, target, rules);
      }
      address = target;
    }
  });
}

async function exchange(
  url: string,
  request: OutgoingRequest,
  context: RequestContext,
  rules: SendRules,
  signal: AbortSignal,
  redirect: RequestRedirect = 'manual',
): Promise<Response> {
  const { method, body } = request.operation;
  const typed = body === undefined ? undefined : JSON_CONTENT;
  const headers = { ...context.headers, ...typed, ...request.headers };
  rules.beforeSend?.();
  try {
    return await context.fetch(url, {
      method,
      headers,
      redirect,
      signal,
      // Cookies have no place in these requests; browsers would add them.
      credentials: 'omit',
      ...(body === undefined ? undefined : { body }),
      // Looked up by a fetch that asks for it: on Node the question alone loads the whole client behind the global fetch.
      get cache() {
        return knowsCaching() ? ('no-store' as const) : ABSENT;
      },
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw networkFailure(error, { url, attempted: rules.attempted, secrets: rules.secrets ?? [] });
  }
}

const JSON_CONTENT = { 'content-type': 'application/json' };

/** A member of an `init` that is undefined counts as not there, which its type does not know. */
const ABSENT = undefined as unknown as 'no-store';

/** Answers carry credentials, so no cache may keep them. Some workers refuse the very word, where there is no cache. */
function knowsCaching(): boolean {
  return typeof globalThis.Request === 'function' && 'cache' in globalThis.Request.prototype;
}

async function readBody(
  response: Response,
  url: string,
  rules: SendRules,
  signal: AbortSignal,
): Promise<string> {
  let text: string | undefined;
  try {
    text = await readText(response, MAXIMUM_ANSWER_BYTES);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw networkFailure(error, {
      url,
      attempted: rules.attempted,
      secrets: rules.secrets ?? [],
      answering: true,
    });
  }
  if (text !== undefined) return text;
  throw new DcrError(
    'response-too-large',
    `Could not ${rules.attempted}: the answer from ${withoutQuery(url)} is larger than ${MAXIMUM_ANSWER_BYTES} bytes ` +
      'and was not read. No registration server needs that much; check the address.',
    { status: response.status, endpoint: withoutQuery(url) },
  );
}

/** Where the answer redirects to; `hidden` where a browser does not tell. */
function redirectTarget(response: Response, address: string): string | undefined {
  if (response.type === 'opaqueredirect') return 'hidden';
  if (!REDIRECTS.has(response.status)) return undefined;
  const location = response.headers.get('location');
  return (location === null ? undefined : parseAddress(location, address)?.href) ?? 'nowhere';
}

function mayFollow(status: number, from: string, to: string, rules: SendRules): boolean {
  const target = parseAddress(to);
  if (target === undefined) return false;
  if (rules.redirects !== 'credentialed') return rules.redirects === 'discovery';
  return (status === 307 || status === 308) && target.origin === new URL(from).origin;
}

const REDIRECT_ADVICE: Readonly<Record<SendRules['redirects'], string>> = {
  credentialed:
    'Credentials are only sent on inside the same origin by 307 or 308. Use the address the server redirects to, if you trust it.',
  discovery: 'More than three redirects are not followed. Give the issuer as the server itself names it.',
  none: 'A relay follows no redirect. Use the address the server redirects to, if you trust it.',
};

function refused(status: number, from: string, to: string, rules: SendRules): DcrError {
  const where = canParse(to)
    ? quoteServerText(to, rules.secrets)
    : to === 'hidden'
      ? 'an address the browser hides'
      : 'no usable address';
  return new DcrError(
    'redirect-refused',
    `Could not ${rules.attempted}: ${withoutQuery(from)} answered ${status || 'with a redirect'}, pointing to ${where}. ${REDIRECT_ADVICE[rules.redirects]}`,
    { ...(status === 0 ? {} : { status }), endpoint: withoutQuery(from) },
  );
}
