import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Listening, listen } from '../../interop/servers/listen.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const MIB = 1024 * 1024;

/** A client without more than an id, which is all that an answer must have. */
const arrived = (response: ServerResponse) =>
  response.writeHead(201, JSON_TYPE).end(JSON.stringify({ client_id: 'arrived' }));

type Answer = (response: ServerResponse, path: string) => unknown;

/** What it does by the first part of the path, whatever is asked. */
function answers(origin: string, elsewhere: string): Record<string, Answer> {
  const told = new Set<string>();
  return {
    cut: (response) => response.socket?.destroy(),
    half: (response) => {
      response.writeHead(201, { ...JSON_TYPE, 'content-length': '1000' });
      response.write('{"client_id":', () => setTimeout(() => response.socket?.destroy(), 50));
    },
    large: (response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': String(2 * MIB) });
      response.end(Buffer.alloc(2 * MIB, 'x'));
    },
    endless: (response) => {
      response.writeHead(200, JSON_TYPE);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    },
    packed: (response) =>
      response
        .writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(4 * MIB, ' '))),
    silent: () => undefined,
    stuck: (response) => response.writeHead(201, JSON_TYPE).write('{"client_id":'),
    html: (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Hello'),
    limited: (response) => response.writeHead(429, { 'retry-after': '7' }).end(),
    busy: (response, path) => {
      if (told.has(path)) return arrived(response);
      told.add(path);
      return response.writeHead(503, { 'retry-after': '1' }).end();
    },
    elsewhere: (response) => response.writeHead(307, { location: `${elsewhere}/arrived` }).end(),
    nearby: (response) => response.writeHead(307, { location: '/arrived' }).end(),
    arrived,
    moved: (response) => response.writeHead(302, { location: '/found' }).end(),
    found: (response) =>
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ issuer: `${origin}/moved` })),
  };
}

/** A server that answers as none should, and lets pages of any origin see it. */
export async function startOddServer(elsewhere: string): Promise<Listening> {
  let table: Record<string, Answer> = {};
  const listening = await listen((request: IncomingMessage, response) => {
    const path = request.url ?? '';
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    response.setHeader('access-control-allow-methods', 'GET, POST, PUT, DELETE');
    response.setHeader('access-control-expose-headers', 'Date, Retry-After, WWW-Authenticate');
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    const word = path.split('/').find((part) => part in table);
    // A body that nobody reads would keep the connection from being used again.
    request.resume().once('end', () => (table[word ?? ''] ?? notFound)(response, path));
    return undefined;
  });
  table = answers(listening.origin, elsewhere);
  return listening;
}

const notFound: Answer = (response) => response.writeHead(404).end();
