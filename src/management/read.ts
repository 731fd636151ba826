import { requestContext } from '../http/context.js';
import { callOperation } from '../http/operation.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import { refusalError } from '../http/refuse.js';
import { type Accepted, acceptAnswer } from '../protocol/accept.js';
import type { ClientInformation, Registration } from '../protocol/types.js';
import { type ManagementHooks, managementAccess } from './request.js';
import { storedView } from './stored-view.js';

const ATTEMPTED = 'read the client';

/**
 * Reads a registration (RFC 7592 section 2.1). A server may answer with a new registration access token or
 * secret, and the old one is dead then: keep what this returns.
 *
 * @param registration anything with `registration_client_uri` and `registration_access_token`. What else it
 * holds is kept where the answer omits it.
 * @throws DcrError `not-manageable` before anything is sent; `token-refused`, `gone`, `rejected`,
 * `server-error`, `rate-limited`, `html`, `not-json`, `client-mismatch`; `network`, `timeout`,
 * `redirect-refused`, `response-too-large`, `insecure-url`.
 */
export async function readClient(
  registration: Registration,
  options: RequestOptions = {},
): Promise<ClientInformation> {
  const context = requestContext(options, {
    where: 'readClient',
    target: registration?.registration_client_uri,
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
  const { url, headers, rules, secrets } = managementAccess(registration, ATTEMPTED, hooks);
  const answer = await callOperation(url, context, rules, (operations) =>
    operations.GET('/register/{client_id}', {
      params: { path: { client_id: registration.client_id ?? '' } },
      headers,
    }),
  );
  if (answer.status < 200 || answer.status > 299) {
    throw refusalError(answer, {
      operation: 'read',
      attempted: ATTEMPTED,
      endpoint: url,
      secrets,
      now: context.time.now(),
    });
  }
  const previous = storedView(registration);
  return acceptAnswer(answer, {
    call: 'read',
    attempted: ATTEMPTED,
    known: previous,
    ...(previous === undefined ? {} : { previous }),
    endpoint: url,
    allowedOrigins: context.allowedOrigins,
    secrets,
  });
}
