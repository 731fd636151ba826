import { members } from './text.js';

/** What people look for first. */
const FIRST = [
  'client_id',
  'client_secret',
  'client_secret_expires_at',
  'registration_client_uri',
  'registration_access_token',
  'client_id_issued_at',
] as const;

/** A client, one member a line: what the server issued, then its metadata. */
export function clientWords(client: Readonly<Record<string, unknown>>): string {
  const issued = FIRST.filter((name) => client[name] !== undefined).map((name) => [name, client[name]]);
  return members({ ...Object.fromEntries(issued), ...client });
}
