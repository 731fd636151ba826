import {
  type ClientInformation,
  type ClientMetadata,
  compareMetadata,
  type DcrError,
  deleteClient,
  isDcrError,
  type RegisterOptions,
  readClient,
  registerClient,
  type ServerMetadata,
  updateClient,
} from '../../index.js';
import type { Observations, Seen } from './observations.js';

/** What a probe asks for: an app with logins, as most are. */
function probeMetadata({ token_endpoint_auth_methods_supported: methods }: ServerMetadata): ClientMetadata {
  const takesBasic = !Array.isArray(methods) || methods.includes('client_secret_basic');
  return {
    client_name: `dcr-doctor-${globalThis.crypto.randomUUID().slice(0, 8)}`,
    redirect_uris: ['https://client.example.com/callback'],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    ...(takesBasic ? { token_endpoint_auth_method: 'client_secret_basic' } : {}),
  };
}

/**
 * Registers a client, reads, changes and deletes it. The signal is looked at between requests: one that has left is waited for, so
 * that the client is deleted whatever happens.
 */
export async function probe(server: ServerMetadata, options: RegisterOptions): Promise<Observations> {
  const { signal, ...requests } = options;
  const { initialAccessToken: _, validation: __, ...managing } = requests;
  signal?.throwIfAborted();
  const asked = probeMetadata(server);
  const registered = await attempt(() => registerClient(server, asked, requests));
  if ('error' in registered) return { registered };
  let latest = registered.client;
  let deleted: Seen | undefined;
  const step = async (work: () => Promise<ClientInformation>): Promise<Seen> => {
    signal?.throwIfAborted();
    const before = latest;
    const seen = await attempt(work);
    if ('error' in seen) return seen;
    latest = seen.client;
    return { ...compared(before, seen.client) };
  };
  try {
    const read = await step(() => readClient(latest, managing));
    const renamed = { ...latest, client_name: `${asked.client_name}-2` };
    const updated = await step(() => updateClient(renamed, renamed, managing));
    deleted = await remove(latest, managing);
    const afterwards = 'error' in deleted ? undefined : await attempt(() => readClient(latest, managing));
    return {
      registered: {
        ...compared(latest, registered.client),
        differences: differences(asked, registered.client),
      },
      expiresAt: registered.client.client_secret_expires_at ?? 0,
      isManageable: registered.client.registration_client_uri !== undefined,
      read,
      updated,
      deleted,
      ...(afterwards === undefined
        ? {}
        : { afterwards: 'error' in afterwards ? afterwards.error.code : 'still there' }),
    };
  } finally {
    if (deleted === undefined) await remove(latest, managing);
  }
}

async function attempt(
  work: () => Promise<ClientInformation>,
): Promise<{ readonly client: ClientInformation } | { readonly error: DcrError }> {
  try {
    return { client: await work() };
  } catch (error) {
    if (isDcrError(error)) return { error };
    throw error;
  }
}

async function remove(
  client: ClientInformation,
  managing: Parameters<typeof deleteClient>[1],
): Promise<Seen> {
  try {
    await deleteClient(client, managing);
    return {};
  } catch (error) {
    if (isDcrError(error)) return { error };
    throw error;
  }
}

function compared(before: ClientInformation, after: ClientInformation): Seen {
  return {
    tokenChanged: before.registration_access_token !== after.registration_access_token,
    secretChanged: before.client_secret !== after.client_secret,
  };
}

function differences(asked: ClientMetadata, granted: ClientInformation): readonly string[] {
  const { fields } = compareMetadata(asked, granted);
  return Object.entries(fields)
    .filter(([, { outcome }]) => outcome !== 'granted')
    .map(([member, { outcome }]) => `${member} (${outcome})`);
}
