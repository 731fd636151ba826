import type { ClientInformation, Registration } from '../protocol/types.js';

/** The registration as a full view, if it is one: then it fills what an answer leaves out. */
export function storedView(registration: Registration): ClientInformation | undefined {
  const { client_id } = registration;
  return typeof client_id === 'string' && client_id !== '' ? { ...registration, client_id } : undefined;
}

/** What says which client it is, and nothing of what it was registered with. */
const IDENTITY = [
  'client_id',
  'client_secret',
  'client_secret_expires_at',
  'client_id_issued_at',
  'registration_client_uri',
  'registration_access_token',
];

/** The stored metadata, if there is any: who only knows an id has nothing to compare an answer with. */
export function knownMetadata(stored: ClientInformation | undefined): ClientInformation | undefined {
  const names = Object.keys(stored ?? {});
  return names.some((name) => !IDENTITY.includes(name)) ? stored : undefined;
}
