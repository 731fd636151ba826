import { document, notFound } from '../answer.js';
import { type IncomingRequest, mediaType } from '../request.js';
import { WEBFINGER_PATH } from '../webfinger.js';
import { plainText, refusedByValve, refusedTenant } from './answer.js';
import type { Wso2Context } from './context.js';
import { answerDiscovery } from './discovery.js';
import { manage, readByName } from './management.js';
import { decoded, type Location, locate } from './place.js';
import { register } from './registration.js';
import { issueWso2Token } from './token-endpoint.js';
import { type Call, pass } from './valve.js';
import { answerWso2WebFinger } from './webfinger.js';

const REGISTRATION = /^\/api\/identity\/oauth2\/dcr\//;
/** With a slash at the end it is the same. */
const REGISTER = /^\/api\/identity\/oauth2\/dcr\/v1\.1\/register(?:\/([^/]*))?$/;

/** Answers as the server does. */
export async function route(request: IncomingRequest, context: Wso2Context): Promise<Response> {
  const { settings } = context;
  if (request.url.origin !== settings.base) return notFound();
  const location = locate(request.url);
  const tenant = Object.hasOwn(settings.tenants, location.tenant)
    ? settings.tenants[location.tenant]
    : undefined;
  if (tenant === undefined) {
    return refusedTenant(location.tenant, request.headers.get('content-type') ?? '', settings);
  }
  const { organization } = location;
  if (organization !== undefined && !tenant.organizations?.includes(organization)) return notFound();
  if (REGISTRATION.test(location.path)) return answerRegistration(request, location, context);
  return answerPublic(request, location, context);
}

async function answerRegistration(
  request: IncomingRequest,
  location: Location,
  context: Wso2Context,
): Promise<Response> {
  const passage = pass(request, location, context);
  if ('response' in passage) return passage.response;
  const found = REGISTER.exec(location.path);
  if (found === null) return notFound();
  const client_id = found[1] ?? '';
  const isOne = client_id !== '';
  const methods = isOne ? ['GET', 'PUT', 'DELETE'] : ['GET', 'POST'];
  if (!methods.includes(request.method)) {
    return new Response(null, { status: 405, headers: { allow: methods.join(',') } });
  }
  // GET and DELETE too are declared to consume JSON (`endpoint` RegisterApi).
  if (!['', 'application/json'].includes(mediaType(request))) return new Response(null, { status: 415 });
  const call: Call = { request, location, caller: passage.caller };
  if (isOne) return manage(call, decoded(client_id), context);
  if (request.method === 'POST') return register(call, context);
  return readByName(call, request.url.searchParams.get('client_name') ?? '', context);
}

function answerPublic(request: IncomingRequest, location: Location, context: Wso2Context): Response {
  const { settings } = context;
  if (location.path === '/oauth2/token') {
    return request.method === 'POST'
      ? issueWso2Token(request, location, context)
      : plainText(405, 'Method Not Allowed');
  }
  if (request.method !== 'GET') return notFound();
  if (location.path === WEBFINGER_PATH) {
    // Below a tenant it is left out on purpose (product-is#8528, #9701).
    return location.prefix === ''
      ? answerWso2WebFinger(request.url, settings)
      : refusedByValve(401, 'other', settings);
  }
  if (location.path === '/oauth2/jwks') return document({ keys: [] });
  return answerDiscovery(location, settings) ?? notFound();
}
