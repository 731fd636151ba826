import { callClient } from '../http/client-call.js';
import { operation } from '../http/operation.js';
import type { RequestContext } from '../http/options.js';
import { type Accepted, acceptAnswer } from '../protocol/accept.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import type { ServerMetadata } from '../protocol/types.js';

const ATTEMPTED = 'find the client by its name';

/** Where a client is looked for. */
export interface ClientSearch {
  readonly client_name: string;
  readonly server: ServerMetadata;
  readonly profile: ServerProfile;
  readonly context: RequestContext;
}

/**
 * Looks a client up by its name, which no RFC knows and some servers can do. `undefined`: there is none.
 *
 * @throws DcrError `unsupported` where the server cannot; what it answered instead.
 */
export async function requestFind(search: ClientSearch): Promise<Accepted | undefined> {
  const { client_name, server, profile, context } = search;
  const url = profile.nameAddress?.(client_name, server.registration_endpoint);
  if (url === undefined) {
    throw new DcrError(
      'unsupported',
      `Could not ${ATTEMPTED}: this server cannot be asked so, as far as the profile ${profile.name} knows. Use a store, which knows the clients that it keeps.`,
    );
  }
  const call = { operation: 'find', attempted: ATTEMPTED, url, context, profile } as const;
  try {
    // The operation of the document that answers likewise; the address is the profile's.
    const { answer, secrets } = await callClient(call, operation('get', '/register/{client_id}', {}));
    return acceptAnswer(answer, {
      call: 'read',
      attempted: ATTEMPTED,
      known: undefined,
      endpoint: url,
      issuer: server.issuer,
      allowedOrigins: context.allowedOrigins,
      secrets,
      profile,
    });
  } catch (error) {
    if (isDcrError(error) && error.code === 'gone') return undefined;
    throw error;
  }
}
