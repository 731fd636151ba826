import type { Accepted } from '../protocol/accept.js';
import type { StoredRegistration } from '../protocol/record.js';
import { ageMs } from './age.js';

// A read may show another secret than the one in use without saying that it rotated (some servers show a hash). Both are kept
// until one of them has worked.

/** A second secret stays until one of the two has worked, an answer shows what is in force, or a new one comes. */
export function otherSecretAfter(
  record: StoredRegistration,
  { information, otherSecret }: Accepted,
  newSecret: boolean,
): Pick<StoredRegistration, 'otherSecret'> {
  const answer: { client_secret?: unknown } = Object(information.rawAnswer);
  const saysNothing = !newSecret && typeof answer.client_secret !== 'string';
  const kept = otherSecret ?? (saysNothing ? record.otherSecret : undefined);
  return kept === undefined ? {} : { otherSecret: kept };
}

/** An acceptance seen again within this time is no news. */
const ACCEPTED_AGAIN_MS = 60 * 60 * 1000;

/**
 * The credentials with this secret worked. The other of two secrets at hand takes the place of the one in use; what was in
 * force before is forgotten. The same record where that is no news.
 */
export function withAcceptance(
  record: StoredRegistration,
  secret: string | undefined,
  now: number,
): StoredRegistration {
  const { information, otherSecret, previous, lastAcceptedAt } = record;
  if (information === undefined) return record;
  if (secret !== information.client_secret) {
    const isOther = secret !== undefined && secret === otherSecret;
    return isOther ? { ...withOtherSecret(record), lastAcceptedAt: now, lastSeenAt: now } : record;
  }
  const isNews = lastAcceptedAt === undefined || ageMs(lastAcceptedAt, now) >= ACCEPTED_AGAIN_MS;
  if (!isNews && otherSecret === undefined && previous?.client_secret === undefined) return record;
  const { otherSecret: _other, previous: _previous, ...rest } = record;
  const { client_secret: _superseded, ...kept } = previous ?? {};
  return {
    ...rest,
    ...(Object.keys(kept).length === 0 ? {} : { previous: kept }),
    lastAcceptedAt: now,
    lastSeenAt: now,
  };
}

/** The secret that a read showed takes the place of the one in use, which does not work. */
export function withOtherSecret(record: StoredRegistration): StoredRegistration {
  const { otherSecret, ...rest } = record;
  const { information } = record;
  if (otherSecret === undefined || information === undefined) return record;
  const { client_secret } = information;
  return {
    ...rest,
    information: { ...information, client_secret: otherSecret },
    previous: { ...rest.previous, ...(client_secret === undefined ? {} : { client_secret }) },
  };
}
