import type { ClientOperation } from './client-operation.js';
import { DcrError, type Finding } from './errors.js';
import type { FetchLike } from './fetch.js';
import type { Refusal, RefusalReading } from './refusal.js';
import type { MetadataMembers, ServerMetadata } from './types.js';
import type { DcrWarning } from './warnings.js';

/** A request that is about to leave and wants a credential. */
export interface CredentialRequest {
  /** What the request is for. */
  readonly operation: ClientOperation;
  /** Where the credential will travel. A profile throws where it is not meant for this address. */
  readonly url: string;
  /**
   * The value that the server has just refused with 401: give another one and the request is sent once more, give the
   * same and it is not. Secret.
   */
  readonly refused?: string | undefined;
  /** For a profile that has to ask for the credential: the caller's `fetch`, limit (milliseconds) and signal. */
  readonly fetch: FetchLike;
  /** The limit of one request, in milliseconds. */
  readonly timeoutMs: number;
  /** The caller's signal. */
  readonly signal?: AbortSignal | undefined;
}

/** Metadata on its way to the server. */
export interface OutgoingMetadata {
  /** What they are sent for. */
  readonly operation: 'register' | 'update';
  /** What would be sent: no nulls, no meaningless empty lists; in an update no read-only member but `client_id`. */
  readonly members: Record<string, unknown>;
  /** What the caller asked for: `members` may have safe defaults beside it. */
  readonly asked: MetadataMembers;
  /** For an update: the client as far as it is known, which may be out of date. */
  readonly registered?: MetadataMembers | undefined;
}

/** What is sent instead. */
export interface SentMetadata {
  /** What is sent, as it is. */
  readonly members: Record<string, unknown>;
  /** Members of `asked` that this server drops: told (`not-kept`) once it has accepted, but for those that it shows. */
  readonly notKept?: readonly string[];
  /** Members that an update leaves out and this server keeps all the same: told (`not-removed`). */
  readonly notRemoved?: readonly string[];
  /** Texts among the members that must never show in an error. */
  readonly secrets?: readonly string[];
}

/** What is known where metadata is checked. */
export interface MetadataSetting {
  /** What the metadata would be sent for. */
  readonly operation: 'register' | 'update';
  /** For an update: the client as far as it is known. */
  readonly registered?: MetadataMembers | undefined;
  /** Best practices are errors, too (`validation: { mode: 'strict' }`). */
  readonly strict: boolean;
}

/** What a server says of itself, put right. */
export interface CorrectedServer {
  /** The metadata to go by. */
  readonly server: ServerMetadata;
  /** What was corrected, told to `onWarning`. */
  readonly warnings: readonly DcrWarning[];
}

/** The credentials that a server certainly never renews in an operation. */
export interface NeverRenewed {
  /** The registration access token. */
  readonly token?: 'no';
  /** The client secret. */
  readonly secret?: 'no';
}

/**
 * What one vendor's server does otherwise than the specifications, as data and small functions that make no request
 * (but `credential`, which may). All members but `name` are optional: what is left out is done by the book.
 *
 * Pass one as `profile` to any function. The profile of WSO2 is chosen without being passed where the registration
 * endpoint shows it; a credential is only ever used from a profile that was passed.
 */
export interface ServerProfile {
  /** Short and stable, such as `wso2`. Shows in messages. */
  readonly name: string;

  // Finding the server

  /**
   * The issuer that is meant by what the caller gave: some servers are known by a host, and call themselves otherwise.
   * Must not lead to another host. Applied to the answer of WebFinger, too.
   *
   * @throws DcrError `invalid-option` for an issuer that this profile is not made for.
   */
  issuerOf?(target: string): string;
  /** Where the metadata of an issuer may stand, in the order in which it is asked. Default: the four usual addresses. */
  wellKnownAddresses?(issuer: string): readonly string[];
  /** Corrects what the server says of itself, such as a registration endpoint known to be gone. */
  correctServer?(server: ServerMetadata): CorrectedServer;

  // Reaching a client

  /** Sent with every request about a client, beside `accept`. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The whole value of the `authorization` header, such as `Bearer …`, `Basic …` or `SSWS …`. There only if this profile
   * holds the credential of an administrator: with it, clients without a registration access token are manageable. Used
   * where a request has no token of its own (`initialAccessToken`, `registration_access_token`). `undefined`: none for
   * this request. Secret.
   *
   * @throws DcrError `credential-failed`, `url-refused`.
   */
  credential?(request: CredentialRequest): Promise<string | undefined>;
  /**
   * The address at which a client is managed (RFC 7592 section 3), where answers do not name it. `undefined`: not known
   * without the registration endpoint.
   */
  configurationAddress?(client_id: string, registrationEndpoint?: string): string | undefined;
  /** The address that answers the client of that name; there if the server can be asked so. */
  nameAddress?(client_name: string, registrationEndpoint?: string): string | undefined;

  /** Two clients of one name cannot be: a client that takes the place of another one gets a name of its own. */
  readonly namesAreUnique?: true;
  /** Credentials in a Basic header are not decoded (RFC 6749 section 2.3.1 says they are), so they are sent as they are. */
  readonly plainBasic?: true;

  // Sending metadata

  /** Checked before anything is sent, beside the common rules. Errors stop the request. */
  findings?(metadata: MetadataMembers, setting: MetadataSetting): readonly Finding[];
  /** Says the same in this server's words. */
  outgoing?(metadata: OutgoingMetadata): SentMetadata;

  // Understanding answers

  /**
   * Whether the server may renew a credential in this operation; `no` where it certainly never does. A secret that
   * differs where none is renewed is not adopted: some servers show a hash of it.
   */
  readonly habits?: {
    /** RFC 7592 section 2.1. */
    readonly read?: NeverRenewed;
    /** RFC 7592 section 2.2. */
    readonly update?: NeverRenewed;
  };
  /** What a refusal means here, where that differs from the given reading. */
  refusal?(refusal: Refusal, reading: RefusalReading): Partial<RefusalReading> | undefined;
}

/** Refuses what is no profile, such as its name. */
export function checkProfile(profile: ServerProfile | undefined, where: string): void {
  if (profile === undefined || typeof profile?.name === 'string') return;
  throw new DcrError(
    'invalid-option',
    `${where}: profile must be a server profile, such as wso2() of dcr-client/wso2. Names of rules go into profiles.`,
  );
}
