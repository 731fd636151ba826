import { requestContext } from '../http/context.js';
import { operation } from '../http/operation.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import { type Accepted, acceptAnswer } from '../protocol/accept.js';
import type { ClientInformation, Registration } from '../protocol/types.js';
import { callManagement, type ManagementHooks, managementTarget } from './request.js';
import { knownMetadata, storedView } from './stored-view.js';

const ATTEMPTED = 'read the client';

/** See readClient of functions.ts. */
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
