import { withoutQuery } from '../http/address.js';
import { requestContext } from '../http/context.js';
import { callOperation } from '../http/operation.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import { refusalError } from '../http/refuse.js';
import { DcrError } from '../protocol/errors.js';
import { isHtml } from '../protocol/html.js';
import type { Registration } from '../protocol/types.js';
import { type ManagementHooks, managementAccess } from './request.js';

const ATTEMPTED = 'delete the client';

/**
 * Deletes a client at the server (RFC 7592 section 2.3). A client that is not there any more counts as deleted.
 *
 * @throws DcrError `not-manageable` before anything is sent; `token-refused`, `unsupported`, `rejected`,
 * `server-error`, `rate-limited`; `network`, `timeout`, `redirect-refused`, `response-too-large`, `insecure-url`.
 */
export async function deleteClient(registration: Registration, options: RequestOptions = {}): Promise<void> {
  const context = requestContext(options, {
    where: 'deleteClient',
    target: registration?.registration_client_uri,
  });
  await requestDeletion(registration, context);
}

/** The request alone. */
export async function requestDeletion(
  registration: Registration,
  context: RequestContext,
  hooks: ManagementHooks = {},
): Promise<void> {
  const { url, headers, rules, secrets } = managementAccess(registration, ATTEMPTED, hooks);
  const answer = await callOperation(url, context, rules, (operations) =>
    operations.DELETE('/register/{client_id}', {
      params: { path: { client_id: registration.client_id ?? '' } },
      headers,
    }),
  );
  const gone = answer.status === 404 || answer.status === 410;
  if (gone) return;
  if (answer.status >= 200 && answer.status <= 299) {
    // A login page or a single page application answers everything with 200; that deletes nothing.
    if (!isHtml(answer.headers.get('content-type'), answer.text)) return;
    throw new DcrError(
      'html',
      `Could not ${ATTEMPTED}: ${withoutQuery(url)} answered ${answer.status} with an HTML page, which is no sign of a deletion. ` +
        'Something in front of the server may have answered; open the address in a browser and check.',
      { status: answer.status, endpoint: withoutQuery(url) },
    );
  }
  throw refusalError(answer, {
    operation: 'delete',
    attempted: ATTEMPTED,
    endpoint: url,
    secrets,
    now: context.time.now(),
  });
}
