import { isBearerToken } from '../../protocol/bearer.js';
import { DcrError } from '../../protocol/errors.js';
import { type CredentialProvider, callProvider } from '../../protocol/provider.js';
import type { CredentialRequest } from '../../protocol/server-profile.js';
import type { Place } from './addresses.js';
import { tokenSource } from './token.js';

/**
 * What an administrator shows. Secret. One of: the name and password of a user (in a tenant `user@tenant`; not for
 * Asgardeo); an access token, or a function that gives one for each request; an application that is authorised for the
 * interface of dynamic client registration, whose token is fetched by client_credentials (needs `openid-client`) and,
 * for an organisation, exchanged by the grant organization_switch.
 */
export type Wso2Credentials =
  | {
      /** In a tenant `user@tenant`. */
      readonly username: string;
      /** Secret. */
      readonly password: string;
    }
  | {
      /** Secret. A function is called for each request, gets a `signal` and has as long as a request (`timeoutMs`). */
      readonly accessToken: string | CredentialProvider;
    }
  | {
      /** Id of the application. */
      readonly clientId: string;
      /** Secret. */
      readonly clientSecret: string;
      /** Default: the four `internal_dcr_` scopes, for an organisation the four `internal_org_dcr_` ones. */
      readonly scope?: string;
    };

/** Gives the `authorization` header for a request. */
export type CredentialSource = (request: CredentialRequest) => Promise<string>;

/** The way to the header, for one server alone. */
export function credentialSource(credentials: Wso2Credentials, place: Place): CredentialSource {
  const source = sourceOf(credentials, place);
  const { origin } = new URL(place.base);
  return async (request) => {
    if (new URL(request.url).origin === origin) return source(request);
    throw new DcrError(
      'url-refused',
      `The administrator's credential of the wso2 profile is for ${origin}, and the client is managed at ${new URL(request.url).origin}. ` +
        'Nothing was sent. If that is the same server, give its address as baseUrl.',
    );
  };
}

function sourceOf(credentials: Wso2Credentials, place: Place): CredentialSource {
  if ('username' in credentials) {
    const header = basic(credentials);
    return async () => header;
  }
  if ('clientId' in credentials) return tokenSource(credentials, place);
  return async ({ signal }) => `Bearer ${await givenToken(credentials.accessToken, signal)}`;
}

/** RFC 7617, in UTF-8. Sent without being asked: the challenge of this server says Bearer. */
function basic({ username, password }: { readonly username: string; readonly password: string }): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

async function givenToken(
  given: string | CredentialProvider,
  signal: AbortSignal | undefined,
): Promise<string> {
  const named = { name: 'accessToken', code: 'credential-failed' };
  const token: unknown = typeof given === 'function' ? await callProvider(given, { signal }, named) : given;
  if (isBearerToken(token)) return token;
  throw new DcrError(
    'credential-failed',
    'The accessToken of the wso2 profile is not a bearer token as RFC 6750 section 2.1 spells it: text without spaces, ' +
      'quotes or line breaks. Look for a trailing newline, or for the word "Bearer" in front. Nothing was sent.',
  );
}
