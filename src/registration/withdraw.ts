import { callClient } from '../http/client-call.js';
import { operation } from '../http/operation.js';
import type { RequestContext } from '../http/options.js';
import { profileFor } from '../http/profile.js';
import { isDcrError } from '../protocol/errors.js';
import { isHtml } from '../protocol/html.js';
import { configurationAddressOf, isManageable } from '../protocol/manageable.js';
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
  const { registration_client_uri, registration_access_token: token } = client;
  const attempted = 'delete the client that was just registered';
  try {
    const profile = await profileFor(context, registration_client_uri);
    const url = configurationAddressOf(client, profile);
    if (!isManageable(client, profile) || url === undefined) return false;
    const call = { operation: 'delete', attempted, url, context, profile, token } as const;
    const { answer } = await callClient(call, operation('delete', '/register/{client_id}', {}));
    // A single page application answers everything with 200.
    return !isHtml(answer.headers.get('content-type'), answer.text);
  } catch (error) {
    return isDcrError(error) && error.code === 'gone';
  }
}
