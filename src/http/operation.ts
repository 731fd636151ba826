import createClient, { type Client } from 'openapi-fetch';
import type { paths } from '../../generated/dcr.js';
import type { RequestContext } from './options.js';
import { type Answer, type SendRules, send } from './send.js';

export type { Answer } from './send.js';

/** The operations of openapi/dcr.yaml, typed. */
export type Operations = Client<paths>;

/** What one call asks of the transport. */
export type OperationRules = SendRules;

/**
 * Stands in for the global `Request` inside openapi-fetch. It only carries what was passed, so that any
 * `fetch` fits behind it: npm's undici refuses the global `Request`, and building one costs time.
 */
class PlainRequest {
  readonly method: string;
  constructor(
    readonly url: string,
    readonly init: RequestInit,
  ) {
    this.method = init.method ?? 'GET';
  }
}

/** All that openapi-fetch looks at in an answer without content. A real one costs time, on Node above all the first. */
const NO_CONTENT: Partial<Response> = {
  ok: true,
  status: 204,
  headers: { get: () => null } as unknown as Headers,
};

/**
 * Calls one operation of openapi/dcr.yaml at its real address. The paths of the document hang off one base
 * address; the real ones do not: the registration endpoint is discovered and `registration_client_uri` is
 * opaque (RFC 7592 section 3). So the path picks the types, and `url` is where the request goes.
 *
 * @throws DcrError `network`, `timeout`, `redirect-refused`, `response-too-large`, `insecure-url`,
 * `url-refused`; or the reason of the caller's signal.
 */
export async function callOperation(
  url: string,
  context: RequestContext,
  rules: OperationRules,
  call: (operations: Operations) => Promise<unknown>,
): Promise<Answer> {
  let sent: Promise<Answer> | undefined;
  const operations = createClient<paths>({
    baseUrl: 'https://operation.invalid',
    // openapi-fetch asks for the global's type, and uses no more of it than this class has.
    Request: PlainRequest as unknown as typeof Request,
    fetch: async (request) => {
      const { method, headers, body } = (request as unknown as PlainRequest).init;
      sent = send(
        url,
        {
          method: method ?? 'GET',
          // openapi-fetch has merged them into the global class.
          headers: Object.fromEntries(headers as Headers),
          body: body ?? null,
        },
        context,
        rules,
      );
      // Whatever comes of it is read from `sent`: an answer here would be parsed, and HTML would throw.
      await sent.catch(() => undefined);
      return NO_CONTENT as Response;
    },
  });
  await call(operations);
  if (sent === undefined) throw new TypeError('The operation made no request.');
  return sent;
}
