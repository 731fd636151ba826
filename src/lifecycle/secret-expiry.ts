import type { StoredRegistration } from '../protocol/record.js';

/** How the stored secret stands against the clock. */
export type SecretState = 'none' | 'valid' | 'due' | 'expired';

/**
 * When the secret is to be renewed: a tenth of its lifetime early, and at least the smaller of a minute and half
 * the lifetime. `client_secret_expires_at` 0 means never (RFC 7591 section 3.2.1).
 */
export function secretDueAt(record: StoredRegistration): number | undefined {
  const { information, registeredAt } = record;
  const expiresAt = (information?.client_secret_expires_at ?? 0) * 1000;
  if (information?.client_secret === undefined || expiresAt === 0) return undefined;
  const issuedAt = record.secretIssuedAt ?? registeredAt ?? (information.client_id_issued_at ?? 0) * 1000;
  const lifetime = Math.max(expiresAt - issuedAt, 0);
  return expiresAt - Math.max(lifetime / 10, Math.min(60_000, lifetime / 2));
}

/** Whether the secret works, is soon to end, or has ended. */
export function secretState(record: StoredRegistration, now: number): SecretState {
  const dueAt = secretDueAt(record);
  if (dueAt === undefined) return record.information?.client_secret === undefined ? 'none' : 'valid';
  if (now >= (record.information?.client_secret_expires_at ?? 0) * 1000) return 'expired';
  return now >= dueAt ? 'due' : 'valid';
}
