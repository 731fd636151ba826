import { privateJson, type Refusal, refuse } from './answer.js';
import { credentialsOf } from './authorization.js';
import { listOf } from './client-metadata.js';
import type { TestServerClient } from './clients.js';
import type { Context } from './context.js';
import { type IncomingRequest, mediaType } from './request.js';

/**
 * The client_credentials grant (RFC 6749 section 4.4), so that a test can prove that credentials work.
 * Clients authenticate by secret, in the way that they registered.
 */
export function issueToken(request: IncomingRequest, context: Context): Response {
  if (mediaType(request) !== 'application/x-www-form-urlencoded') {
    return refuse(
      400,
      problem('invalid_request', 'the content type must be application/x-www-form-urlencoded'),
    );
  }
  const form = new URLSearchParams(request.body);
  const basic = credentialsOf(request.headers);
  if (basic.scheme === 'basic' && form.has('client_secret')) {
    return refuse(400, problem('invalid_request', 'the client authenticated in two ways'));
  }
  const client =
    basic.scheme === 'basic'
      ? authenticate('client_secret_basic', basic, context)
      : authenticate('client_secret_post', fromForm(form), context);
  if (client === undefined) {
    // RFC 6749 section 5.2 wants the challenge for those who used the header.
    const challenge = { 'www-authenticate': `Basic realm="${context.settings.issuer}"` };
    return refuse(401, problem('invalid_client', 'client authentication failed'), challenge);
  }
  const refusal = checkGrant(form.get('grant_type'), client);
  if (refusal !== undefined) return refuse(400, refusal);
  return privateJson(200, {
    access_token: `access-${context.settings.random()}`,
    token_type: 'Bearer',
    expires_in: 3600,
  });
}

interface IdAndSecret {
  readonly client_id: string;
  readonly client_secret: string;
}

function fromForm(form: URLSearchParams): IdAndSecret {
  return { client_id: form.get('client_id') ?? '', client_secret: form.get('client_secret') ?? '' };
}

function authenticate(
  method: string,
  { client_id, client_secret }: IdAndSecret,
  { clients, settings }: Context,
): TestServerClient | undefined {
  const client = clients.get(client_id);
  if (client?.client_secret === undefined || client.client_secret !== client_secret) return undefined;
  if (client.metadata.token_endpoint_auth_method !== method) return undefined;
  const expiry = client.client_secret_expires_at ?? 0;
  return expiry === 0 || settings.now() < expiry * 1000 ? client : undefined;
}

function checkGrant(grant: string | null, client: TestServerClient): Refusal | undefined {
  if (grant === null) return problem('invalid_request', 'grant_type is missing');
  if (grant !== 'client_credentials') {
    return problem('unsupported_grant_type', 'this server grants client_credentials alone');
  }
  if (listOf(client.metadata.grant_types).includes(grant)) return undefined;
  return problem('unauthorized_client', 'the client did not register for this grant');
}

function problem(error: string, error_description: string): Refusal {
  return { error, error_description };
}
