/** A request as it arrived, its body read. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads the arguments of a fetch as the platform does: its `Request` refuses what a real fetch refuses
 * (a relative address, a GET with a body) and adds the content type that a real fetch adds.
 */
export async function readRequest(url: string | URL, init: RequestInit): Promise<IncomingRequest> {
  const { method = 'GET', headers = {}, body = null } = init;
  // Node asks for `duplex` when the body is a stream, and ignores it otherwise.
  const settings = { method, headers, body, duplex: 'half' };
  const request = new Request(url, settings);
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: await request.text(),
    signal: init.signal ?? undefined,
  };
}

/** The media type alone, lower case, without parameters. */
export function mediaType(request: IncomingRequest): string {
  return (request.headers.get('content-type') ?? '').replace(/;.*$/s, '').trim().toLowerCase();
}

/** Origin and path: what endpoints are told apart by. */
export function addressOf(url: URL): string {
  return url.origin + url.pathname;
}
