import type { IncomingRequest } from './request.js';

const MOST_REDIRECTS = 20;

/**
 * Does with redirects what a real fetch does (Fetch standard, HTTP-redirect fetch). A client that forgot
 * `redirect: 'manual'` must be led astray here too, or its test would pass and its users would not.
 */
export async function followRedirects(
  first: IncomingRequest,
  mode: RequestRedirect,
  send: (request: IncomingRequest) => Promise<Response>,
): Promise<Response> {
  let request = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await send(request);
    const location = response.headers.get('location');
    const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && location !== null;
    if (!isRedirect || mode === 'manual') return response;
    if (mode === 'error') throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') });
    request = redirected(request, response.status, new URL(location, request.url));
  }
  throw new TypeError('fetch failed', { cause: new Error('redirect count exceeded') });
}

function redirected(request: IncomingRequest, status: number, url: URL): IncomingRequest {
  const headers = new Headers(request.headers);
  if (url.origin !== request.url.origin) headers.delete('authorization');
  const becomesGet =
    (status === 303 && request.method !== 'GET' && request.method !== 'HEAD') ||
    ((status === 301 || status === 302) && request.method === 'POST');
  if (!becomesGet) return { ...request, url, headers };
  headers.delete('content-type');
  return { ...request, url, headers, method: 'GET', body: '' };
}
