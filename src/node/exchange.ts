import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AnswerBody, outgoingBody } from './body.js';
import type { Connections } from './connections.js';
import { decoded } from './decode.js';
import { socketFailure } from './failure.js';
import { AnswerHeaders, outgoingHeaders } from './headers.js';
import { AnswerResponse } from './response.js';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const BODILESS = new Set([204, 205, 304]);
/** Methods that turn a connection into something else (Fetch section 2.2.1). */
const FORBIDDEN_METHODS = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** One request with the beginning of its answer. */
export async function exchange(
  connections: Connections,
  url: string,
  init: RequestInit = {},
): Promise<Response> {
  const signal = init.signal ?? undefined;
  signal?.throwIfAborted();
  const address = addressOf(url);
  const request = prepare(connections, address, init);
  const { answer, failure } = await answerTo(request, outgoingBody(init.body), signal);
  const status = answer.statusCode ?? 0;
  const refuse = (why: string) => {
    answer.destroy();
    return new TypeError(`nodeFetch: the server answered ${status}, ${why}.`);
  };
  if (status < 200 || status > 599) throw refuse('which is no status of HTTP');
  if (REDIRECTS.has(status) && answer.headers.location !== undefined && init.redirect !== 'manual') {
    throw refuse('and redirects are followed only by who asks with redirect: manual');
  }
  const isBodiless = BODILESS.has(status) || request.method === 'HEAD';
  // Nobody will read it, and the connection is free only once it has been.
  if (isBodiless) answer.on('error', () => undefined).resume();
  const response = new AnswerResponse({
    url: address.href,
    status,
    statusText: answer.statusMessage ?? '',
    headers: new AnswerHeaders(answer.rawHeaders),
    body: isBodiless ? null : new AnswerBody(await decoded(answer), failure),
  });
  // Readers of answers need no more of it than this class has.
  return response as unknown as Response;
}

function addressOf(url: string): URL {
  const address = new URL(url);
  if (address.protocol !== 'http:' && address.protocol !== 'https:') {
    throw new TypeError(`nodeFetch: ${address.protocol} is neither http nor https.`);
  }
  if (address.username !== '' || address.password !== '') {
    throw new TypeError('nodeFetch: the address carries credentials.');
  }
  address.hash = '';
  return address;
}

/** The request, with nothing sent yet. */
function prepare(connections: Connections, address: URL, init: RequestInit): ClientRequest {
  const method = (init.method ?? 'GET').toUpperCase();
  if (FORBIDDEN_METHODS.has(method)) throw new TypeError(`nodeFetch: ${method} is not sent.`);
  const { protocol } = address;
  const body = outgoingBody(init.body);
  const isForm = init.body instanceof URLSearchParams;
  return (protocol === 'https:' ? httpsRequest : httpRequest)(address, {
    method,
    headers: {
      ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' } : {}),
      ...outgoingHeaders(init.headers),
      // Node leaves the length of a DELETE out, and the body would be read as the next request.
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
    agent: connections.agentFor(protocol),
    insecureHTTPParser: false,
  });
}

interface Beginning {
  readonly answer: IncomingMessage;
  /** What to tell who reads the rest, for what the socket reported. */
  readonly failure: (error: unknown) => unknown;
}

function answerTo(
  request: ClientRequest,
  body: string | Uint8Array | undefined,
  signal: AbortSignal | undefined,
): Promise<Beginning> {
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    let isConnected = false;
    const connected = () => {
      isConnected = true;
    };
    const failure = (error: unknown) =>
      signal?.aborted === true ? signal.reason : socketFailure(error, isConnected);
    const onAbort = () => {
      reject(signal?.reason);
      // Takes the connection and the rest of the answer with it.
      request.destroy();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    request
      .on('socket', (socket) => {
        const isSecure = 'authorized' in socket;
        // A connection comes fresh, or from another request, which need not have been answered over it.
        if (isSecure ? socket.authorized === true : !socket.connecting) connected();
        else socket.once(isSecure ? 'secureConnect' : 'connect', connected);
      })
      .on('response', (answer) => {
        isAnswered = true;
        resolve({ answer, failure });
      })
      .on('error', (error) => reject(failure(error)))
      .on('close', () => {
        signal?.removeEventListener('abort', onAbort);
        // Errors carry their stack, which costs as much as sending a request: none is made for nobody.
        if (!isAnswered) reject(failure(new Error('The connection was closed without an answer.')));
      });
    request.end(body);
  });
}
