import type { Configuration } from 'openid-client';
import { DcrError } from '../../protocol/errors.js';
import { isLoopbackHost } from '../../protocol/issuer.js';
import { safeCause } from '../../protocol/redact.js';
import type { CredentialRequest } from '../../protocol/server-profile.js';
import { issuerAddress, type Place } from './addresses.js';

type OpenidClient = typeof import('openid-client');

interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
}

/** A token that may end while a request is under way is not used any more. */
const MARGIN_MS = 30_000;

interface HeldToken {
  /** The whole header. Secret. */
  readonly authorization: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Fetches a token for the application when one is needed, and keeps it until shortly before its end. */
export function tokenSource(
  application: Application,
  place: Place,
  now: () => number = () => Date.now(),
): (request: CredentialRequest) => Promise<string> {
  let held: HeldToken | undefined;
  let fetching: Promise<HeldToken> | undefined;
  return async (request) => {
    const isGood = held !== undefined && now() < held.until && held.authorization !== request.refused;
    if (isGood && held !== undefined) return held.authorization;
    // Many clients managed at once share one token.
    fetching ??= fetchToken(application, place, request)
      .then(({ access_token, expires_in = 60 }) => ({
        authorization: `Bearer ${access_token}`,
        until: now() + expires_in * 1000 - MARGIN_MS,
      }))
      .finally(() => {
        fetching = undefined;
      });
    held = await fetching;
    return held.authorization;
  };
}

const OPERATIONS = ['create', 'view', 'update', 'delete'];
const scopes = (prefix: string) => OPERATIONS.map((operation) => prefix + operation).join(' ');

async function fetchToken(application: Application, place: Place, request: CredentialRequest) {
  const client = await loadOpenidClient();
  const { organization } = place;
  const configuration = configurationOf(client, application, place, request);
  try {
    if (organization === undefined) {
      const { scope = scopes('internal_dcr_') } = application;
      return await client.clientCredentialsGrant(configuration, { scope });
    }
    const { scope = scopes('internal_org_dcr_') } = application;
    const { access_token } = await client.clientCredentialsGrant(configuration, { scope });
    const parameters = { token: access_token, switching_organization: organization, scope };
    return await client.genericGrantRequest(configuration, 'organization_switch', parameters);
  } catch (error) {
    const said = serverCode(client, error);
    const exchange =
      organization === undefined
        ? ''
        : ` and exchange it for organisation ${organization} by organization_switch`;
    throw new DcrError(
      'credential-failed',
      `Could not get a token by client_credentials${exchange} at ${issuerAddress(place)}${said}. Check id and secret of the ` +
        'application, its grants, and that it is authorised for the interface of dynamic client registration.',
      { cause: safeCause(error, [application.clientSecret]) },
    );
  }
}

/** What the server answered, in brackets. */
function serverCode(client: OpenidClient, error: unknown): string {
  if (error instanceof client.ResponseBodyError) return ` (${error.error})`;
  return error instanceof client.WWWAuthenticateChallengeError ? ` (${error.status})` : '';
}

async function loadOpenidClient(): Promise<OpenidClient> {
  try {
    return await import('openid-client');
  } catch (error) {
    throw new DcrError(
      'credential-failed',
      'wso2({ credentials: { clientId, clientSecret } }) gets its token by openid-client, which could not be loaded: install it ' +
        '(npm install openid-client), or pass credentials: { accessToken }.',
      { cause: safeCause(error, []) },
    );
  }
}

function configurationOf(
  client: OpenidClient,
  { clientId, clientSecret }: Application,
  place: Place,
  { fetch, timeoutMs }: CredentialRequest,
): Configuration {
  const issuer = issuerAddress(place);
  const server = { issuer, token_endpoint: issuer };
  const configuration = new client.Configuration(
    server,
    clientId,
    undefined,
    // In a Basic header openid-client encodes both as RFC 6749 section 2.3.1 says, and this server does not decode them.
    client.ClientSecretPost(clientSecret),
  );
  configuration.timeout = timeoutMs / 1000;
  // Not ended by the signal of who asked first: others may be waiting for the same token.
  configuration[client.customFetch] = (url, { method, headers, body, redirect, signal }) =>
    fetch(url, { method, headers, body: String(body ?? ''), redirect, ...(signal && { signal }) });
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'http:' && isLoopbackHost(hostname)) client.allowInsecureRequests(configuration);
  return configuration;
}
