import type { Accepted } from '../protocol/accept.js';
import { DcrError } from '../protocol/errors.js';
import { needsSecret } from '../protocol/needs-secret.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation, ClientMetadata } from '../protocol/types.js';
import type { RegistrationStore } from '../stores/types.js';
import type { Session } from './session.js';

// Where the store keeps no secret the app is a public client (RFC 6749 section 2.1). That is settled before a request
// leaves: a client whose secret may not be kept is of no use, and its registration would have to be cleared up.

type Keeper = Pick<RegistrationStore, 'keepsSecrets'>;

/**
 * The wish for this store. Left out, the method would mean `client_secret_basic` (RFC 7591 section 2).
 *
 * @throws DcrError `secret-not-allowed`.
 */
export function wishFor(
  { store, calledAs }: Pick<Session, 'store' | 'calledAs'>,
  metadata: ClientMetadata,
): ClientMetadata {
  if (store.keepsSecrets !== false) return metadata;
  const wish = { ...metadata, token_endpoint_auth_method: metadata.token_endpoint_auth_method ?? 'none' };
  refuseSecretMethod(store, calledAs, wish);
  return wish;
}

/** @throws DcrError `secret-not-allowed` if the server would issue a secret for this. */
export function refuseSecretMethod(
  store: Keeper,
  where: string,
  { token_endpoint_auth_method: method = 'client_secret_basic' }: { token_endpoint_auth_method?: unknown },
): void {
  if (store.keepsSecrets !== false || !needsSecret(method)) return;
  throw new DcrError(
    'secret-not-allowed',
    `${where}: token_endpoint_auth_method ${JSON.stringify(method)} comes with a client secret, which this store does not ` +
      'keep. Set it to "none", or use a store that keeps secrets (webStore({ allowSecrets: true })). Nothing was sent.',
  );
}

/** The answer as this store keeps it. A public client does without a secret that came unasked; another one cannot. */
export function acceptedFor(store: Keeper, accepted: Accepted): Accepted {
  if (store.keepsSecrets !== false || accepted.information.client_secret === undefined) return accepted;
  const isNeeded = needsSecret(accepted.information.token_endpoint_auth_method);
  return {
    ...accepted,
    information: withoutSecret(accepted.information),
    otherSecret: undefined,
    problem: accepted.problem ?? (isNeeded ? 'secret-not-allowed' : undefined),
  };
}

/**
 * A record from elsewhere as this store keeps it.
 *
 * @throws DcrError `secret-not-allowed`.
 */
export function recordFor(store: Keeper, record: StoredRegistration): StoredRegistration {
  if (store.keepsSecrets !== false) return record;
  const { information, previous, otherSecret: _otherSecret, retired, ...rest } = record;
  if (information?.client_secret !== undefined) refuseSecretMethod(store, 'adopt', information);
  const { client_secret: _secret, ...older } = previous ?? {};
  return {
    ...rest,
    ...(information === undefined ? {} : { information: withoutSecret(information) }),
    ...(previous === undefined ? {} : { previous: older }),
    retired: retired.map((client) => ({ ...client, information: withoutSecret(client.information) })),
  };
}

function withoutSecret(information: ClientInformation): ClientInformation {
  const { client_secret: _secret, client_secret_expires_at: _end, ...rest } = information;
  // Not enumerable, so that they are neither stored nor copied.
  for (const name of ['rawAnswer', 'warnings'] as const)
    Object.defineProperty(rest, name, { value: information[name], enumerable: false });
  return rest;
}
