import { document, notFound } from './answer.js';
import { canParse } from './can-parse.js';
import type { Context } from './context.js';
import { deleteClient, readClient, updateClient } from './management.js';
import { register } from './registration.js';
import { addressOf, type IncomingRequest } from './request.js';
import { metadataAddresses } from './server-metadata.js';
import { issueToken } from './token.js';
import { answerWebFinger, WEBFINGER_PATH } from './webfinger.js';

type Handler = (request: IncomingRequest, context: Context) => Response | Promise<Response>;
type Endpoint = Readonly<Record<string, Handler>>;

/** Answers as an honest server. */
export async function route(request: IncomingRequest, context: Context): Promise<Response> {
  const endpoint = findEndpoint(request.url, context);
  if (endpoint === undefined) return notFound();
  const handler = Object.hasOwn(endpoint, request.method) ? endpoint[request.method] : undefined;
  if (handler !== undefined) return handler(request, context);
  return new Response('Method Not Allowed', {
    status: 405,
    headers: { allow: Object.keys(endpoint).join(', ') },
  });
}

function findEndpoint(url: URL, { settings, metadata }: Context): Endpoint | undefined {
  const address = addressOf(url);
  if (url.pathname === WEBFINGER_PATH) {
    return { GET: (request, context) => answerWebFinger(request, context.settings) };
  }
  if (metadataAddresses(settings).includes(address)) return { GET: () => document(metadata) };
  if (isAt(metadata.registration_endpoint, address)) return { POST: register };
  if (isAt(metadata.token_endpoint, address)) return { POST: issueToken };
  if (isAt(metadata.jwks_uri, address)) return { GET: () => document({ keys: [] }) };
  // Also where no client is, or none is any more: RFC 7592 section 2 wants 401 there, not 404.
  if (settings.management && address.startsWith(`${settings.base}/clients/`)) {
    return { GET: readClient, PUT: updateClient, DELETE: deleteClient };
  }
  return undefined;
}

function isAt(endpoint: unknown, address: string): boolean {
  return typeof endpoint === 'string' && canParse(endpoint) && addressOf(new URL(endpoint)) === address;
}
