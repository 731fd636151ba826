import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import { leadMs } from './renewal-time.js';

/** A server may renew its tokens only now and then, so that one try in vain is not repeated at each start. */
const RETRY_MS = 60 * 60 * 1000;

/**
 * When a registration access token ends, in epoch milliseconds by the server's clock, as far as can be told: the `exp` of a
 * JWT, or the lifetime that some servers state beside the token. RFC 7592 itself gives tokens no end.
 */
export function tokenExpiry(information: ClientInformation, serverNow: number): number | undefined {
  const answer: { registration_access_token_expires_in?: unknown } = Object(information.rawAnswer);
  const stated = Number(answer.registration_access_token_expires_in);
  if (Number.isFinite(stated) && stated > 0) return serverNow + stated * 1000;
  const exp = jwtExpiry(information.registration_access_token ?? '');
  return exp === undefined ? undefined : exp * 1000;
}

/** `exp` of a JWT (RFC 7519 section 4.1.4), not verified: it only says when to ask for another one. */
function jwtExpiry(token: string): number | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
    return typeof exp === 'number' && Number.isFinite(exp) && exp > 0 ? exp : undefined;
  } catch {
    return undefined;
  }
}

/** When the token is to be renewed, in epoch milliseconds by our own clock; `undefined`: it has no known end. */
export function tokenDueAt(
  record: StoredRegistration,
  maxTokenAgeMs: number | undefined,
): number | undefined {
  const {
    tokenIssuedAt = record.registeredAt ?? 0,
    tokenExpiresAt,
    tokenTriedAt,
    serverAheadMs = 0,
  } = record;
  const endsAt = tokenExpiresAt === undefined ? undefined : tokenExpiresAt - serverAheadMs;
  const dueAt = Math.min(
    endsAt === undefined ? Number.POSITIVE_INFINITY : endsAt - leadMs(tokenIssuedAt, endsAt),
    maxTokenAgeMs === undefined ? Number.POSITIVE_INFINITY : tokenIssuedAt + maxTokenAgeMs,
  );
  if (dueAt === Number.POSITIVE_INFINITY) return undefined;
  return tokenTriedAt === undefined || tokenTriedAt < dueAt ? dueAt : tokenTriedAt + RETRY_MS;
}
