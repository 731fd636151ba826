import { withoutQuery } from '../http/address.js';
import { requestContext } from '../http/context.js';
import { operation } from '../http/operation.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { isHtml } from '../protocol/html.js';
import type { Registration } from '../protocol/types.js';
import { callManagement, type ManagementHooks, managementTarget } from './request.js';

const ATTEMPTED = 'delete the client';

/** See deleteClient of functions.ts. */
export async function deleteClient(registration: Registration, options: RequestOptions = {}): Promise<void> {
  const context = requestContext(options, {
    where: 'deleteClient',
    target: managementTarget(registration, options),
  });
  await requestDeletion(registration, context);
}

/** The request alone. */
export async function requestDeletion(
  registration: Registration,
  context: RequestContext,
  hooks: ManagementHooks = {},
): Promise<void> {
  const call = { operation: 'delete', attempted: ATTEMPTED, context, ...hooks } as const;
  const deletion = callManagement(registration, call, operation('delete', '/register/{client_id}', {}));
  const { answer, url } = await deletion.catch((error: unknown) => {
    // Who finds the address gone has what they wanted. A server with other words for that is not second-guessed.
    const isGone =
      isDcrError(error) && error.code === 'gone' && (error.status === 404 || error.status === 410);
    if (!isGone) throw error;
    return { answer: undefined, url: '' };
  });
  // A login page or a single page application answers everything with 200; that deletes nothing.
  if (answer === undefined || !isHtml(answer.headers.get('content-type'), answer.text)) return;
  throw new DcrError(
    'html',
    `Could not ${ATTEMPTED}: ${withoutQuery(url)} answered ${answer.status} with an HTML page, which is no sign of a deletion. ` +
      'Something in front of the server may have answered; open the address in a browser and check.',
    { status: answer.status, endpoint: withoutQuery(url) },
  );
}
