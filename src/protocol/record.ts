import type { DcrErrorCode } from './errors.js';
import type { ClientInformation, ClientMetadata, ServerMetadata } from './types.js';

/** Version of the record's layout. A record with a higher one is refused, never overwritten. */
export const RECORD_FORMAT = 1;

/** What may change a client at the server, and is therefore written down before it is sent. */
export type Operation = 'register' | 'read' | 'update' | 'renew' | 'delete' | 'recover';

/** A write-ahead note: the process `owner` may be changing the server right now. */
export interface Claim {
  /** Random id of this attempt. */
  readonly attempt: string;
  /** The process, as the store describes it. */
  readonly owner: string;
  readonly operation: Operation;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Epoch milliseconds of the last sign of life. */
  readonly renewedAt: number;
}

/** An attempt whose fate at the server nobody knows: it may have made a client that nobody holds. */
export interface SuspectedOrphan {
  /** Random id of the attempt. */
  readonly attempt: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Known when the answer arrived but the client could not be deleted again. */
  readonly client_id?: string;
}

/** An attempt to register, for the budget. */
export interface Attempt {
  readonly attempt: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** `planned`: replaces a client whose secret ends; not counted. */
  readonly outcome: 'registered' | 'planned' | 'unknown';
}

/** A client that was replaced and is still to be deleted at the server. */
export interface RetiredClient {
  /** Secret: carries the old client's credentials. */
  readonly information: ClientInformation;
  /** Epoch milliseconds. */
  readonly retiredAt: number;
  /** When its deletion was last tried in vain. Epoch milliseconds. */
  readonly triedAt?: number;
}

/** Why the last attempt failed, for those who waited for it. */
export interface LastFailure {
  readonly attempt: string;
  readonly code: DcrErrorCode;
  readonly message: string;
  readonly status?: number;
  readonly endpoint?: string;
  readonly error?: string;
  readonly error_description?: string;
  readonly retryAfterMs?: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Does this server change a credential during this operation? `unknown` until seen. */
export type Habit = 'yes' | 'no' | 'unknown';

/** What was learned of the server's habits (RFC 7592 sections 2.1 and 2.2 leave them open). */
export interface Habits {
  readonly read: RotationHabit;
  readonly update: RotationHabit;
  /** `no` once the server refused PUT as such (405, 501). */
  readonly updateSupported: Habit;
}

/** Whether one operation renews the registration access token, and the secret. */
export interface RotationHabit {
  readonly token: Habit;
  readonly secret: Habit;
}

/** An operation that ended without an answer. */
export interface UnsettledOperation {
  readonly attempt: string;
  readonly operation: Operation;
  /** Its process certainly runs no more, or it was our own: nobody will still come with its answer. */
  readonly ownerIsGone: boolean;
}

/**
 * What the record of an error was not saved of: a registration, by its attempt, or a read or an update of the client, with
 * the registration access token that the server was asked with.
 */
export type Unsaved =
  | { readonly of: 'registration'; readonly attempt: string }
  /** `used`: secret. */
  | { readonly of: 'change'; readonly used: string | undefined };

/** Everything kept about one registration: one JSON value, written whole. */
export interface StoredRegistration {
  /** Version of the record's layout. A higher one is refused (`record-too-new`). */
  readonly format: typeof RECORD_FORMAT;
  /** The issuer it belongs to. A record of another issuer reads as absent. */
  readonly issuer: string;
  /** Set by `encryptedStore`: the record itself, encrypted (JWE). All that stands beside it says nothing then. */
  readonly sealed?: string;
  /** The metadata of the server, which is fetched anew past its age. */
  readonly server?: {
    /** As the server said it. */
    readonly metadata: ServerMetadata;
    /** Epoch milliseconds. */
    readonly fetchedAt: number;
  };
  /** The metadata wished for by the last registration or drift update. */
  readonly requested?: ClientMetadata;
  /** The highest `revision` of those who wished. */
  readonly revision?: number;
  /** The granted view. Secret: carries the credentials. */
  readonly information?: ClientInformation;
  /** Credentials that were in force before. Secret. */
  readonly previous?: {
    /** Secret. */
    readonly client_secret?: string;
    /** Secret. */
    readonly registration_access_token?: string;
  };
  /** A read showed this secret without saying that it rotated; kept beside the one in use. Secret. */
  readonly otherSecret?: string;
  /** Set while the stored registration access token is known not to work any more. */
  readonly managementLost?: {
    /** Epoch milliseconds. */
    readonly at: number;
    /** In words. */
    readonly reason: string;
  };
  /**
   * When a request with the token in use was left without an answer. It may arrive yet and replace the token, so that a refusal
   * of it proves nothing. Epoch milliseconds.
   */
  readonly unansweredAt?: number;
  /** The server no longer knows the client, so that another one takes its place. */
  readonly dead?: {
    /** Epoch milliseconds. */
    readonly at: number;
    /** What proved it, in words. */
    readonly reason: string;
    /** Certain by more than the rejection of its credentials; else the client is listed when it is replaced. */
    readonly isGone: boolean;
  };
  /** An operation whose outcome is still to be found out. */
  readonly unsettled?: UnsettledOperation;
  /** The client exists, but not as asked; it is not registered again until the wish changes. */
  readonly problem?:
    | 'secret-missing'
    | 'secret-not-allowed'
    | 'redirect-uri-not-registered'
    | 'substitution-rejected';
  /** What was learned of which credentials this server renews. */
  readonly habits: Habits;
  /** Who is changing the client right now. */
  readonly claim?: Claim;
  /** The attempt whose outcome this record shows. */
  readonly settledBy?: string;
  /** In the record of an error alone: lets `adopt` judge what has happened since. */
  readonly unsaved?: Unsaved;
  /** Why the last attempt failed, for those who waited for it. */
  readonly lastFailure?: LastFailure;
  /** The registrations of the last 24 hours, for the budget. */
  readonly attempts: readonly Attempt[];
  /** Attempts that may have made clients nobody holds, the latest last. At most 100. */
  readonly suspectedOrphans: readonly SuspectedOrphan[];
  /** Replaced clients that still exist at the server. Secret: carry their credentials. */
  readonly retired: readonly RetiredClient[];
  /** When the client was registered. Like all times here in epoch milliseconds. */
  readonly registeredAt?: number;
  /** When the secret in use was first seen. */
  readonly secretIssuedAt?: number;
  /** When the authentication method last changed. */
  readonly methodChangedAt?: number;
  /** When the registration access token in use was first seen. */
  readonly tokenIssuedAt?: number;
  /** By the server's clock, where the end of the registration access token is known. */
  readonly tokenExpiresAt?: number;
  /** When a renewal of the token was last tried. */
  readonly tokenTriedAt?: number;
  /** The server was seen to know the client. */
  readonly lastSeenAt?: number;
  /** The credentials in use were seen to work. */
  readonly lastAcceptedAt?: number;
  /** Set once the client was deleted: the record then keeps what is still to be cleared up. */
  readonly deletedAt?: number;
  /** Clients that were deleted, the latest last, so that a slow process does not bring one back. Bounded. */
  readonly deletedClientIds?: readonly string[];
  /** How far the server's clock was ahead of ours at its last answer, where that was seconds. Milliseconds. */
  readonly serverAheadMs?: number;
}
