import { requestContext } from '../http/context.js';
import { operation } from '../http/operation.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import { type Accepted, acceptAnswer } from '../protocol/accept.js';
import type { ClientInformation, Registration } from '../protocol/types.js';
import { callManagement, type ManagementHooks, managementTarget } from './request.js';
import { knownMetadata, storedView } from './stored-view.js';

const ATTEMPTED = 'read the client';

/**
 * Reads a registration (RFC 7592 section 2.1). A server may answer with a new registration access token or
 * secret, and the old one is dead then: keep what this returns.
 *
 * @param registration anything with `registration_client_uri` and `registration_access_token`, or with a `profile` that
 * holds an administrator's credential anything with a `client_id`. What else it holds is kept where the answer omits it.
 * @throws DcrError `not-manageable`, `credential-failed` before anything is sent; `token-refused`, `gone`, `rejected`,
 * `unauthorized`, `forbidden` for an administrator's credential; `server-error`, `rate-limited`, `html`, `not-json`, `client-mismatch`; `network`, `timeout`,
 * `redirect-refused`, `response-too-large`, `insecure-url`.
 */
export async function readClient(
  registration: Registration,
  options: RequestOptions = {},
): Promise<ClientInformation> {
  const context = requestContext(options, {
    where: 'readClient',
    target: managementTarget(registration, options),
  });
  const { information, warnings } = await requestRead(registration, context);
  for (const warning of warnings) context.warn(warning);
  return information;
}

/** The request, with all that was noticed. */
export async function requestRead(
  registration: Registration,
  context: RequestContext,
  hooks: ManagementHooks = {},
): Promise<Accepted> {
  const call = { operation: 'read', attempted: ATTEMPTED, context, ...hooks } as const;
  const reading = operation('get', '/register/{client_id}', {});
  const { answer, url, profile, secrets } = await callManagement(registration, call, reading);
  const previous = storedView(registration);
  return acceptAnswer(answer, {
    call: 'read',
    attempted: ATTEMPTED,
    known: knownMetadata(previous),
    ...(previous === undefined ? {} : { previous }),
    endpoint: url,
    allowedOrigins: context.allowedOrigins,
    secrets,
    profile,
  });
}
