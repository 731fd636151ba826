import type { IncomingMessage, ServerResponse } from 'node:http';
import { createTestServer, type TestServer, type TestServerOptions } from 'dcr-client/testing';
import { listen } from './listen.js';

/** `createTestServer` behind a port, for what no real server does. `before` is awaited when a request has arrived. */
export async function startTestServer(
  options: Omit<TestServerOptions, 'issuer'>,
  before: (method: string) => Promise<void> = async () => {},
) {
  let server: TestServer | undefined;
  const { origin: issuer, close } = await listen((request, response) => {
    if (server !== undefined) void answer(server, { request, response, before });
  });
  server = createTestServer({ ...options, issuer });
  const { clients, requests } = server;
  return { issuer, clients, requests, close };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly before: (method: string) => Promise<void>;
}

async function answer(server: TestServer, { request, response, before }: Exchange): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = 'GET', url = '/', headers } = request;
  await before(method);
  const { authorization, 'content-type': contentType } = headers;
  const answered = await server.fetch(new URL(url, server.issuer), {
    method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  response.end(Buffer.from(await answered.arrayBuffer()));
}
