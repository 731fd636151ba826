import { DcrError } from '../protocol/errors.js';
import { callProvider } from '../protocol/provider.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import type { AdminCredential } from './options.js';

/**
 * A profile that manages all clients with one credential, at the origin of the registration endpoint alone. Where nothing else
 * is known, clients lie below that endpoint, as with most servers that work so.
 */
export function adminProfile(
  auth: AdminCredential,
  profile: ServerProfile | undefined,
  registrationEndpoint: () => string | undefined,
): ServerProfile {
  return {
    name: 'administrator',
    configurationAddress: (client_id, endpoint = registrationEndpoint()) =>
      endpoint === undefined ? undefined : `${endpoint.replace(/\/$/, '')}/${encodeURIComponent(client_id)}`,
    ...profile,
    credential: async ({ url, signal }) => {
      const endpoint = registrationEndpoint();
      if (endpoint === undefined || new URL(url).origin !== new URL(endpoint).origin) {
        throw new DcrError(
          'url-refused',
          `The administrator's credential was not sent to ${new URL(url).origin}: it is meant for the origin of the registration endpoint alone.`,
          { endpoint: new URL(url).origin },
        );
      }
      return checked(typeof auth === 'function' ? await callProvider(auth, { signal }, AUTH) : auth);
    },
  };
}

const AUTH = { name: 'auth', code: 'credential-failed' };

/** A transport that refuses a header names its value. */
function checked(credential: unknown): string {
  if (typeof credential === 'string' && /^[\x21-\x7E]+ [\x20-\x7E\xA1-\xFF]+$/.test(credential))
    return credential;
  throw new DcrError(
    'credential-failed',
    'Nothing was sent: auth gave no value for the authorization header, such as "Bearer …", or one with a line break. ' +
      'Look for a trailing newline, as files of secrets have one.',
  );
}
