import { privateJson, refuse, refuseToken } from './answer.js';
import { credentialsOf } from './authorization.js';
import { judgeMetadata, needsSecret } from './client-metadata.js';
import { clientInformation, newSecret, newToken, type TestServerClient } from './clients.js';
import type { Context } from './context.js';
import { readJsonObject } from './json-body.js';
import type { IncomingRequest } from './request.js';

/** POST to the registration endpoint (RFC 7591 section 3). */
export async function register(request: IncomingRequest, context: Context): Promise<Response> {
  const { settings, clients, initialAccess } = context;
  const credentials = credentialsOf(request.headers);
  const token = credentials.scheme === 'bearer' ? credentials.token : undefined;
  const refuseIt = (): Response =>
    refuseToken(
      settings.issuer,
      token,
      `the initial access token is ${token === undefined ? 'missing' : 'not valid'}`,
    );
  if (!(await initialAccess.allows(token))) return refuseIt();

  const read = readJsonObject(request);
  if ('refusal' in read) return refuse(400, read.refusal);
  const judged = judgeMetadata(read.body, context.metadata);
  if ('refusal' in judged) return refuse(400, judged.refusal);
  // Used up only by a registration that succeeds: a refused one may be corrected and sent again.
  if (!initialAccess.use(token)) return refuseIt();

  const metadata = settings.substitute(judged.metadata);
  const client: TestServerClient = {
    client_id: `client-${settings.random()}`,
    metadata,
    ...(needsSecret(metadata) ? newSecret(settings) : {}),
    ...(settings.management ? { ...newToken(settings), ...configurationAddress(context) } : {}),
    createdAt: settings.now(),
  };
  clients.put(client);
  return privateJson(201, clientInformation(client));
}

/** RFC 7592 section 3 makes the address opaque; this one cannot be built from the client_id. */
function configurationAddress({ settings }: Context): { registration_client_uri: string } {
  const id = encodeURIComponent(settings.random());
  return { registration_client_uri: `${settings.base}/clients/${id}?v=1` };
}
