import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen } from '../../interop/servers/listen.js';

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** A server that lives behind `fetch`, on a free loopback port, for programs of their own process. */
export async function serveOnLoopback<T extends { readonly fetch: Fetch }>(make: (origin: string) => T) {
  let server: T | undefined;
  const { origin, close } = await listen((request, response) => {
    void answer(origin, { request, response, fetch: (url, init) => (server as T).fetch(url, init) });
  });
  const made = make(origin);
  server = made;
  return { server: made, origin, close };
}

async function answer(
  origin: string,
  { request, response, fetch }: { request: IncomingMessage; response: ServerResponse; fetch: Fetch },
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  const headers = Object.entries(request.headers).filter(
    ([name]) => name !== 'host' && name !== 'connection',
  );
  try {
    const {
      status,
      headers: answered,
      ...rest
    } = await fetch(`${origin}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headers.map(([name, value]) => [name, String(value)] as [string, string]),
      ...(body.length === 0 ? {} : { body }),
    }).then(async (got) => ({ status: got.status, headers: got.headers, text: await got.text() }));
    response.writeHead(status, Object.fromEntries(answered)).end(rest.text);
  } catch {
    // A lost answer is a broken connection.
    request.socket.destroy();
  }
}
