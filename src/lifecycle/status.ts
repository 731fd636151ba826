import type { Operation, StoredRegistration, SuspectedOrphan } from '../protocol/record.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import { isManaged } from './plan.js';
import { secretState } from './secret-expiry.js';

/** How the registration stands, as far as the store tells. Holds no secret. */
export interface DcrStatus {
  /** `absent`: the store has nothing. `deleted`: what it has says that the client was deleted. */
  readonly state: 'absent' | 'registered' | 'deleted';
  /** The credentials work, as far as is known: there are some, as asked for, and they have not expired. */
  readonly usable: boolean;
  /**
   * Configuration address and registration access token are there, and not known to be refused; or the profile has the
   * credential of an administrator.
   */
  readonly manageable: boolean;
  /** The issuer of the record; with `account` the one that was found. */
  readonly issuer?: string;
  /** The client that is registered. */
  readonly client_id?: string;
  /** Epoch seconds, as on the wire; absent: it never expires. */
  readonly secretExpiresAt?: number;
  /** When the registration access token ends, in epoch seconds; absent: no end is known. */
  readonly tokenExpiresAt?: number;
  /** Why the client cannot be managed any more, once that is known. */
  readonly managementLost?: string;
  /** What a process, perhaps another one, is doing right now. */
  readonly busyWith?: Operation;
  /** Attempts that may have made clients nobody holds, the latest last. At most 100. */
  readonly suspectedOrphans: readonly SuspectedOrphan[];
  /** Ids of replaced clients that still exist at the server. */
  readonly retired: readonly string[];
}

/** Reads the state off a record. */
export function statusOf(
  record: StoredRegistration | undefined,
  now: number,
  profile?: ServerProfile,
): DcrStatus {
  const information = record?.information;
  const orphans = record?.suspectedOrphans ?? [];
  const common = {
    ...(record?.claim === undefined ? {} : { busyWith: record.claim.operation }),
    ...(record === undefined ? {} : { issuer: record.issuer }),
    suspectedOrphans: orphans,
    retired: (record?.retired ?? []).map((client) => client.information.client_id),
  };
  if (record === undefined || information === undefined) {
    const state = record?.deletedAt === undefined ? 'absent' : 'deleted';
    return { state, usable: false, manageable: false, ...common };
  }
  const expiresAt = information.client_secret_expires_at ?? 0;
  return {
    state: 'registered',
    usable:
      record.problem === undefined && record.dead === undefined && secretState(record, now) !== 'expired',
    manageable: isManaged(record, profile),
    client_id: information.client_id,
    ...(expiresAt > 0 ? { secretExpiresAt: expiresAt } : {}),
    ...(record.tokenExpiresAt === undefined
      ? {}
      : { tokenExpiresAt: Math.floor(record.tokenExpiresAt / 1000) }),
    ...(record.managementLost === undefined ? {} : { managementLost: record.managementLost.reason }),
    ...common,
  };
}
