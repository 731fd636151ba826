/** What was repaired or noticed. docs/warnings.md says what each means. */
export type DcrWarningCode =
  | 'unexpected-status'
  | 'unexpected-content-type'
  | 'empty-member'
  | 'type-coerced'
  | 'value-ignored'
  | 'time-in-milliseconds'
  | 'missing-expiry'
  | 'assumed-values'
  | 'server-changed-values'
  | 'alias-used'
  | 'secret-for-public-client'
  | 'secret-differs'
  | 'redirect-uris-changed'
  | 'redirect-uris-decoded'
  | 'relative-uri'
  | 'insecure-uri'
  | 'foreign-uri'
  | 'management-incomplete'
  | 'uri-changed'
  | 'not-advertised'
  | 'host-mismatch'
  | 'issuer-trailing-slash'
  | 'record-set-aside'
  | 'record-not-encrypted'
  | 'server-not-reachable'
  | 'token-not-renewed'
  | 'renewal-failed'
  | 'retired-not-deleted'
  | 'retried'
  | 'address-corrected'
  | 'not-kept'
  | 'not-removed'
  | 'substituted'
  | (string & {});

/** Something that did not stop the call. Never holds a secret. */
export interface DcrWarning {
  /** What it is about; docs/warnings.md has a row for each. */
  readonly code: DcrWarningCode;
  /** What was repaired or noticed, in words. */
  readonly message: string;
  /** The members concerned, if any. */
  readonly members?: readonly string[];
}
