import type { DiscoveryTarget } from './discovery/server-metadata.js';
import type { RequestOptions } from './http/options.js';
import type { UpdateOptions } from './management/update.js';
import { loaded } from './protocol/loaded.js';
import type {
  CheckedMetadata,
  CheckedUpdate,
  ClientInformation,
  ClientMetadata,
  Registration,
  ServerMetadata,
} from './protocol/types.js';
import type { RegisterOptions } from './registration/register.js';

const loadRequests = (options: RequestOptions) => loaded(import('./functions/requests.js'), options?.signal);

/**
 * Finds the metadata of an authorization server (RFC 8414, OpenID Connect Discovery 1.0), or of the one that an
 * account belongs to (WebFinger, RFC 7033). The well-known addresses are asked in turn; an address that answers with
 * an error, a web page or anything but metadata of this issuer is passed over, and one that answers 5xx is asked
 * once more. Takes at most eight times `timeoutMs`.
 *
 * A missing `registration_endpoint` is no error here.
 *
 * @param target the issuer, or `{ account: 'joe@example.com' }`.
 * @throws DcrError `invalid-issuer`, `insecure-url` before anything is sent; `network` when the host cannot be
 * reached; `url-refused`, `invalid-account`.
 * @throws DiscoveryError `discovery-failed`, `issuer-mismatch`, `issuer-not-found`, with every address tried.
 */
export async function discoverServer(
  target: DiscoveryTarget,
  options: RequestOptions = {},
): Promise<ServerMetadata> {
  const { discoverServer } = await loadRequests(options);
  return discoverServer(target, options);
}

/**
 * Asks an account's host for its issuer (WebFinger, RFC 7033; OpenID Connect Discovery 1.0 section 2).
 *
 * Always asks over https, but for an identifier that is itself a plain http address on loopback, or anywhere with
 * `allowInsecureRequests`.
 *
 * @param account what a person types: `joe@example.com`, `example.com`, `https://example.com/joe`.
 * @throws DcrError `invalid-account` before anything is sent; `network`, `timeout`, `redirect-refused`, `insecure-url`,
 * `url-refused`.
 * @throws DiscoveryError `issuer-not-found`.
 */
export async function findIssuer(account: string, options: RequestOptions = {}): Promise<string> {
  const { findIssuer } = await loadRequests(options);
  return findIssuer(account, options);
}

/**
 * Registers a client: one POST of exactly the given metadata (RFC 7591 section 3.1, OpenID Connect
 * Registration 1.0 section 3.1). Repairs of the answer are told to `onWarning` and kept as `warnings`.
 *
 * @returns what the server granted, with credentials. Secret: `client_secret`, `registration_access_token`.
 * Keep it: nobody can ask for it again.
 * @throws DcrError `no-registration-endpoint`, `invalid-metadata`, `initial-access-token-failed`, `credential-failed` before
 * anything is sent; `unauthorized`, `forbidden`, `rejected`, `conflict`, `rate-limited`, `wrong-endpoint`, `server-error`,
 * `blocked-by-edge`, `html`, `not-json`, `no-client-id` for what the server answered; `network`, `timeout`,
 * `redirect-refused`, `response-too-large`, `insecure-url`, `url-refused`.
 * @throws RegistrationError `secret-missing`, `redirect-uri-not-registered`: a client was created, but not one
 * that works as asked, or with `onSubstitution: 'reject'` one that is not what was asked (`substitution-rejected`);
 * `registration` holds it.
 */
export async function registerClient<const M extends ClientMetadata>(
  server: ServerMetadata,
  metadata: CheckedMetadata<M>,
  options: RegisterOptions = {},
): Promise<ClientInformation> {
  const { registerClient } = await loadRequests(options);
  return registerClient(server, metadata, options);
}

/**
 * Reads a registration (RFC 7592 section 2.1). A server may answer with a new registration access token or
 * secret, and the old one is dead then: keep what this returns.
 *
 * @param registration anything with `registration_client_uri` and `registration_access_token`, or with a `profile` that
 * holds an administrator's credential anything with a `client_id`. What else it holds is kept where the answer omits it.
 * @throws DcrError `not-manageable`, `credential-failed` before anything is sent; `token-refused`, `gone`, `rejected`,
 * `unauthorized`, `forbidden` for an administrator's credential; `server-error`, `rate-limited`, `html`, `not-json`, `client-mismatch`; `network`, `timeout`,
 * `redirect-refused`, `response-too-large`, `insecure-url`.
 */
export async function readClient(
  registration: Registration,
  options: RequestOptions = {},
): Promise<ClientInformation> {
  const { readClient } = await loadRequests(options);
  return readClient(registration, options);
}

/**
 * Replaces a registration's metadata as a whole (RFC 7592 section 2.2): what is not in `metadata` is removed at
 * the server. `updateClient(info, { ...info, client_name: 'New' })` changes one member; read-only members and
 * the secret are left out of the request. The registration access token may change: keep what this returns.
 *
 * @throws DcrError `not-manageable`, `invalid-metadata`, `credential-failed` before anything is sent; `rejected`, `conflict`,
 * `token-refused`, `gone`, `unsupported`, `unauthorized`, `forbidden`, `server-error`, `rate-limited`, `html`, `not-json`,
 * `client-mismatch`; `network`, `timeout`, `redirect-refused`, `response-too-large`, `insecure-url`.
 * @throws RegistrationError `redirect-uri-not-registered`: the update was done, but not as asked.
 */
export async function updateClient<const M extends ClientMetadata | ClientInformation>(
  registration: Registration,
  metadata: CheckedUpdate<M>,
  options: UpdateOptions = {},
): Promise<ClientInformation> {
  const { updateClient } = await loadRequests(options);
  return updateClient(registration, metadata, options);
}

/**
 * Deletes a client at the server (RFC 7592 section 2.3). A client that is not there any more (404, 410) counts as deleted.
 *
 * @throws DcrError `not-manageable`, `credential-failed` before anything is sent; `token-refused`, `unsupported`, `rejected`,
 * `gone` where a profile knows that this server means it; `unauthorized`, `forbidden` for an administrator's credential;
 * `server-error`, `rate-limited`; `network`, `timeout`, `redirect-refused`, `response-too-large`, `insecure-url`.
 */
export async function deleteClient(registration: Registration, options: RequestOptions = {}): Promise<void> {
  const { deleteClient } = await loadRequests(options);
  return deleteClient(registration, options);
}
