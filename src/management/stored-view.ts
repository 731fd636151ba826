import type { ClientInformation, Registration } from '../protocol/types.js';

/** The registration as a full view, if it is one: then it fills what an answer leaves out. */
export function storedView(registration: Registration): ClientInformation | undefined {
  const { client_id } = registration;
  return typeof client_id === 'string' && client_id !== '' ? { ...registration, client_id } : undefined;
}
