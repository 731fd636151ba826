import { notFound, privateJson, type Refusal, refuse, refuseToken } from './answer.js';
import { credentialsOf } from './authorization.js';
import { type JsonObject, judgeMetadata, needsSecret } from './client-metadata.js';
import { clientInformation, newSecret, newToken, type TestServerClient } from './clients.js';
import type { Context } from './context.js';
import { readJsonObject } from './json-body.js';
import type { Rotation } from './options.js';
import { addressOf, type IncomingRequest } from './request.js';

/** RFC 7592 section 2.2: an update must not carry these. */
const READ_ONLY = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
];

/** GET (RFC 7592 section 2.1). */
export function readClient(request: IncomingRequest, context: Context): Response {
  return forOwner(request, context, (client) => {
    const current = rotated(client, 'on-read', context);
    context.clients.put(current);
    return privateJson(200, without(clientInformation(current), context.settings.omitOnRead));
  });
}

/** PUT (RFC 7592 section 2.2). */
export function updateClient(request: IncomingRequest, context: Context): Response {
  return forOwner(request, context, (client) => {
    const read = readJsonObject(request);
    if ('refusal' in read) return refuse(400, read.refusal);
    const refusal = checkIdentity(read.body, client);
    if (refusal !== undefined) return refuse(400, refusal);
    const judged = judgeMetadata(read.body, context.metadata);
    if ('refusal' in judged) return refuse(400, judged.refusal);
    // The metadata is replaced, not merged: what the body leaves out is deleted.
    const replaced = { ...withFittingSecret(client, judged.metadata, context), metadata: judged.metadata };
    const current = rotated(replaced, 'on-update', context);
    context.clients.put(current);
    return privateJson(200, without(clientInformation(current), context.settings.omitOnUpdate));
  });
}

/** DELETE (RFC 7592 section 2.3). The credentials end with the client. */
export function deleteClient(request: IncomingRequest, context: Context): Response {
  return forOwner(request, context, (client) => {
    const { client_id, metadata, createdAt } = client;
    context.clients.put({ client_id, metadata, createdAt, deletedAt: context.settings.now() });
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } });
  });
}

function forOwner(
  request: IncomingRequest,
  { settings, clients }: Context,
  answer: (client: TestServerClient) => Response,
): Response {
  const client = clients.atAddress(addressOf(request.url));
  // Only the whole address is the address. Who cuts off the query has misread RFC 7592 section 3.
  if (client !== undefined && client.registration_client_uri !== request.url.href) return notFound();
  const credentials = credentialsOf(request.headers);
  const token = credentials.scheme === 'bearer' ? credentials.token : undefined;
  const owner = token === undefined ? undefined : clients.withToken(token);
  if (client !== undefined && owner === client) return answer(client);
  if (owner !== undefined) {
    // As oidc-provider does: a token that turns up at another client's address has leaked.
    const { registration_access_token: _, ...rest } = owner;
    clients.put(rest);
  }
  return refuseToken(
    settings.issuer,
    token,
    `the registration access token is ${token === undefined ? 'missing' : 'not valid'}`,
  );
}

function checkIdentity(body: JsonObject, client: TestServerClient): Refusal | undefined {
  const forbidden = READ_ONLY.find((name) => name in body);
  if (forbidden !== undefined) return invalidRequest(`an update must not carry ${forbidden}`);
  if (body.client_id !== client.client_id) return invalidRequest('client_id is not that of this client');
  if ('client_secret' in body && body.client_secret !== client.client_secret) {
    return invalidRequest('client_secret is not that of this client');
  }
  return undefined;
}

/** A change of the authentication method may begin or end the need of a secret. */
function withFittingSecret(
  client: TestServerClient,
  metadata: JsonObject,
  context: Context,
): TestServerClient {
  const { client_secret, client_secret_expires_at: _, ...rest } = client;
  if (!needsSecret(metadata)) return rest;
  return client_secret === undefined ? { ...client, ...newSecret(context.settings) } : client;
}

function rotated(client: TestServerClient, when: Rotation, { settings }: Context): TestServerClient {
  const due = (rotation: Rotation): boolean => rotation === when || rotation === 'on-both';
  return {
    ...client,
    ...(due(settings.rotation) ? newToken(settings) : {}),
    ...(client.client_secret !== undefined && due(settings.rotateSecret) ? newSecret(settings) : {}),
  };
}

function without(information: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(information).filter(([name]) => !names.includes(name)));
}

function invalidRequest(error_description: string): Refusal {
  return { error: 'invalid_request', error_description };
}
