import { callOperation } from '../http/operation.js';
import type { RequestContext } from '../http/options.js';
import { isHtml } from '../protocol/html.js';
import { isManageable } from '../protocol/manageable.js';
import type { ClientInformation } from '../protocol/types.js';

/**
 * Deletes a client that was registered a moment ago and is not wanted (RFC 7592 section 2.3). Nothing hangs on it yet,
 * so whatever goes wrong only means that it may still be there.
 *
 * @returns whether it is certainly gone.
 */
export async function withdrawRegistration(
  client: ClientInformation,
  context: RequestContext,
): Promise<boolean> {
  const { client_id, registration_client_uri: url, registration_access_token: token } = client;
  if (!isManageable(client) || url === undefined || token === undefined) return false;
  const attempted = 'delete the client that was just registered';
  const rules = { redirects: 'credentialed', attempted, secrets: [token] } as const;
  try {
    const { status, headers, text } = await callOperation(url, context, rules, (operations) =>
      operations.DELETE('/register/{client_id}', {
        params: { path: { client_id } },
        headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      }),
    );
    if (status === 404 || status === 410) return true;
    // A single page application answers everything with 200.
    return status >= 200 && status <= 299 && !isHtml(headers.get('content-type'), text);
  } catch {
    return false;
  }
}
