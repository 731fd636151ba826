import type { StoredRegistration } from '../protocol/record.js';
import { leadMs } from './renewal-time.js';

/** How the stored secret stands against the clock. */
export type SecretState = 'none' | 'valid' | 'due' | 'expired';

/** When the secret ends by our own clock, in epoch milliseconds. 0 on the wire means never (RFC 7591 section 3.2.1). */
export function secretEndsAt({ information, serverAheadMs = 0 }: StoredRegistration): number | undefined {
  const expiresAt = (information?.client_secret_expires_at ?? 0) * 1000;
  if (information?.client_secret === undefined || expiresAt === 0) return undefined;
  return expiresAt - serverAheadMs;
}

/** When the secret is to be renewed, in epoch milliseconds. */
export function secretDueAt(record: StoredRegistration): number | undefined {
  const endsAt = secretEndsAt(record);
  if (endsAt === undefined) return undefined;
  const { information, registeredAt, secretIssuedAt } = record;
  const issuedAt = secretIssuedAt ?? registeredAt ?? (information?.client_id_issued_at ?? 0) * 1000;
  return endsAt - leadMs(issuedAt, endsAt);
}

/** Whether the secret works, is soon to end, or has ended. */
export function secretState(record: StoredRegistration, now: number): SecretState {
  const [dueAt, endsAt] = [secretDueAt(record), secretEndsAt(record)];
  if (dueAt === undefined || endsAt === undefined)
    return record.information?.client_secret === undefined ? 'none' : 'valid';
  if (now >= endsAt) return 'expired';
  return now >= dueAt ? 'due' : 'valid';
}
