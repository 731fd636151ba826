import { MAXIMUM_ANSWER_BYTES, readText } from '../../http/body.js';
import type { FetchLike } from '../../http/options.js';
import { DcrError } from '../../protocol/errors.js';
import { checkOptionNames } from '../../protocol/option-names.js';
import { quoteServerText, safeCause } from '../../protocol/redact.js';
import { retryAfterMs } from '../../protocol/refusal.js';
import { type RelayedAnswer, readReply } from './envelope.js';

/** Options of {@link relayFetch}. */
export interface RelayFetchOptions {
  /** Where the relay is mounted. In a page it may be relative: `/oauth/registration`. */
  readonly url: string | URL;
  /** Called as `(url: string, init)`. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: FetchLike;
}

/** The server's answer as a text inside JSON, where each character may take six. */
const MAXIMUM_REPLY_BYTES = 6 * MAXIMUM_ANSWER_BYTES + 64 * 1024;

const NEEDED = ['accept', 'authorization', 'content-type'];
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` for `createDcrClient` and the functions, in a page, that sends their requests through the relay of the app's own
 * back end (`createRegistrationRelay`). Cookies go to a relay of the page's own origin alone.
 *
 * @returns rejects with the DcrErrors `relay-refused` and `relay-failed`, and with those that the relay reports of the server, such as
 * `network` and `timeout`.
 * @throws DcrError `invalid-option`.
 */
export function relayFetch(options: RelayFetchOptions): FetchLike {
  checkOptionNames(options, ['url', 'fetch'], 'relayFetch');
  const relay = String(options.url ?? '');
  if (relay === '') throw new DcrError('invalid-option', 'relayFetch: url must be the address of the relay.');
  const ask = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  return async (url, init) => {
    const request = wrapped(url, init);
    const { signal = null } = init;
    const secrets = request.secrets;
    let response: Response;
    let text: string | undefined;
    try {
      response = await ask(relay, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: request.body,
        credentials: 'same-origin',
        redirect: 'manual',
        signal,
      });
      text = await readText(response, MAXIMUM_REPLY_BYTES);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw unreachable(relay, error, secrets);
    }
    const reply = text === undefined ? undefined : readReply(text, secrets);
    if (reply === undefined || !isPassable(reply)) throw notARelay(relay, response);
    if (reply instanceof Error) throw reply;
    return unwrapped(reply);
  };
}

function wrapped(url: string, init: RequestInit) {
  const headers = new Headers(init.headers);
  const other = [...headers.keys()].find((name) => !NEEDED.includes(name));
  if (other !== undefined) {
    throw new DcrError(
      'invalid-option',
      `relayFetch: the header ${JSON.stringify(other)} does not go through a relay. Leave it out, or send it from the back end, by ` +
        'the fetch of createRegistrationRelay.',
    );
  }
  const authorization = headers.get('authorization') ?? undefined;
  const { method = 'GET', body } = init;
  return {
    body: JSON.stringify({ method, url, authorization, body: body ?? undefined }),
    secrets: authorization === undefined ? [] : [authorization.replace(/^\S+ /, '')],
  };
}

function isPassable(reply: RelayedAnswer | DcrError): boolean {
  return reply instanceof Error || (reply.status >= 200 && reply.status <= 599);
}

function unwrapped({ status, headers, body }: RelayedAnswer): Response {
  return new Response(WITHOUT_BODY.has(status) ? null : body, { status, headers });
}

const UNKNOWN = 'Whether the server acted on the request is unknown.';

function unreachable(relay: string, error: unknown, secrets: readonly string[]): DcrError {
  const words = error instanceof Error ? error.message : String(error);
  return new DcrError(
    'relay-failed',
    `Could not ask the relay at ${relay} (${quoteServerText(words, secrets)}). Check that the back end runs, that allowedOrigins of ` +
      'createRegistrationRelay names the origin of this page, and that connect-src of its Content-Security-Policy names the relay. ' +
      UNKNOWN,
    { cause: safeCause(error, secrets) },
  );
}

function notARelay(relay: string, response: Response): DcrError {
  const { status, headers } = response;
  const what =
    status === 0 ? 'a redirect' : `${status} (${headers.get('content-type') ?? 'no content type'})`;
  return new DcrError(
    'relay-failed',
    `What answered at ${relay} is no relay: ${quoteServerText(what)}. Check that createRegistrationRelay is mounted there, for POST and ` +
      `OPTIONS, and that neither a login nor a proxy answers in its place. ${UNKNOWN}`,
    {
      status: status === 0 ? undefined : status,
      retryAfterMs: retryAfterMs(headers.get('retry-after'), Date.now()),
    },
  );
}
