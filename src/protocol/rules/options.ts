import type { Finding } from '../errors.js';
import type { ServerProfile } from '../server-profile.js';
import type { MetadataMembers, ServerMetadata } from '../types.js';

/** A profile of rules on top of the common ones: what an ecosystem or a security profile demands. */
export type MetadataProfile =
  | 'fapi-2'
  | 'uk-open-banking'
  | 'open-finance-brasil'
  | 'australia-cdr'
  | 'client-id-metadata-document';

/** How strictly metadata is checked before it is sent. */
export interface Validation {
  /**
   * `default`: what breaks a MUST of the registration specifications is an error, the rest a warning. `strict`: best
   * practices (RFC 9700, RFC 8252, OAuth 2.1) are errors, too. `off`: nothing is checked but that no private key leaves.
   */
  readonly mode?: 'off' | 'default' | 'strict';
  /** Rules on top of the common ones. Default: none. */
  readonly profiles?: readonly MetadataProfile[];
  /** Told about every finding, warnings too, before anything is sent. What it throws is ignored. */
  readonly onFinding?: (finding: Finding) => void;
}

/** Options of `validateMetadata`. What is not known is not checked. */
export interface ValidateMetadataOptions extends Omit<Validation, 'onFinding'> {
  /** What the server says it supports. What differs from that is a warning: servers often know more than they say. */
  readonly server?: ServerMetadata;
  /** The client as it is registered: the metadata then is an update of it (RFC 7592 section 2.2). */
  readonly registered?: MetadataMembers;
  /** The content of the file at `sector_identifier_uri`, parsed (OpenID Connect Registration 1.0 section 5). */
  readonly sectorIdentifier?: unknown;
  /** Where the metadata is published, for the profile `client-id-metadata-document`. */
  readonly documentUrl?: string;
  /** What this vendor's server does otherwise; its rules are checked, too. */
  readonly profile?: ServerProfile;
  /** Epoch milliseconds, for the age of a software statement. Default: now. */
  readonly now?: number;
}
