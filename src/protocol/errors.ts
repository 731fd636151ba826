import type { ClientInformation } from './types.js';

/** The codes known today. The union stays open: a later version may add one. */
export type DcrErrorCode =
  // before anything is sent
  | 'invalid-option'
  | 'invalid-issuer'
  | 'invalid-account'
  | 'invalid-metadata'
  | 'insecure-url'
  | 'url-refused'
  | 'part-not-loaded'
  // finding the server
  | 'issuer-not-found'
  | 'discovery-failed'
  | 'issuer-mismatch'
  | 'no-registration-endpoint'
  // getting an answer
  | 'network'
  | 'timeout'
  | 'redirect-refused'
  | 'response-too-large'
  | 'relay-refused'
  | 'relay-failed'
  // what the answer says
  | 'rejected'
  | 'conflict'
  | 'unauthorized'
  | 'forbidden'
  | 'wrong-endpoint'
  | 'rate-limited'
  | 'server-error'
  | 'blocked-by-edge'
  | 'html'
  | 'not-json'
  | 'no-client-id'
  | 'secret-missing'
  | 'secret-not-allowed'
  | 'redirect-uri-not-registered'
  | 'substitution-rejected'
  | 'client-mismatch'
  | 'token-refused'
  | 'gone'
  | 'unsupported'
  // keeping and managing a registration
  | 'initial-access-token-failed'
  | 'credential-failed'
  | 'not-registered'
  | 'client-exists'
  | 'plan-outdated'
  | 'unexpected'
  | 'not-manageable'
  | 'management-lost'
  | 'store-conflict'
  | 'store-failed'
  | 'record-too-new'
  | 'record-unreadable'
  | 'registration-not-saved'
  | 'registration-budget-exhausted'
  | 'claim-busy'
  | 'metadata-drift'
  | 'newer-revision'
  | (string & {});

/** What a {@link DcrError} may carry beside its code and message. */
export interface DcrErrorDetails {
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
  /** Address that was asked, without query. */
  readonly endpoint?: string | undefined;
  /** The server's `error` (RFC 7591 section 3.2.2, RFC 6750 section 3.1). */
  readonly error?: string | undefined;
  /** The server's `error_description`, shortened and escaped. */
  readonly error_description?: string | undefined;
  /** How long the server asked to wait, in milliseconds (`Retry-After`, RFC 9110 section 10.2.3). */
  readonly retryAfterMs?: number | undefined;
  /** True when the request certainly had no effect at the server, so that sending it again is safe. */
  readonly notProcessed?: boolean | undefined;
  /** What was thrown below, without secrets. Not enumerable. */
  readonly cause?: unknown;
}

const BRAND = Symbol.for('dcr-client.DcrError');

/**
 * The one base of every failure. Switch on `code`; docs/errors.md has a section per code with what to do.
 * No message, property or inspection of it holds a secret.
 */
export class DcrError extends Error {
  /** What went wrong, for a `switch`; docs/errors.md has a section for each. */
  readonly code: DcrErrorCode;
  /** HTTP status of the answer. */
  declare readonly status?: number;
  /** Address that was asked, without query. */
  declare readonly endpoint?: string;
  /** The server's `error` (RFC 7591 section 3.2.2, RFC 6750 section 3.1). */
  declare readonly error?: string;
  /** The server's `error_description`, shortened and escaped. */
  declare readonly error_description?: string;
  /** How long the server asked to wait, in milliseconds (`Retry-After`, RFC 9110 section 10.2.3). */
  declare readonly retryAfterMs?: number;
  /** True when the request certainly had no effect at the server, so that sending it again is safe. */
  declare readonly notProcessed?: boolean;

  constructor(code: DcrErrorCode, message: string, details: DcrErrorDetails = {}) {
    super(message);
    this.name = 'DcrError';
    this.code = code;
    for (const [name, value] of Object.entries(details)) {
      // The cause is not enumerable, as with the platform's own errors; absent members stay absent.
      if (value === undefined) continue;
      const enumerable = name !== 'cause';
      Object.defineProperty(this, name, { value, enumerable, writable: false, configurable: true });
    }
    // Recognised across copies of this module (ESM beside CommonJS, bundles), where instanceof is not.
    Object.defineProperty(this, BRAND, { value: true, enumerable: false });
  }
}

/** One thing wrong with metadata or options. */
export interface Finding {
  /** Id of the rule, stable across versions. */
  readonly rule: string;
  /** Where, in dots and brackets: `redirect_uris[0]`. */
  readonly path: string;
  /** What is wrong and what to do. */
  readonly message: string;
  /** An error stops the request, a warning does not. */
  readonly severity: 'error' | 'warning';
}

/** `invalid-metadata`: all that was found wrong, at once. Nothing was sent. */
export class InvalidMetadataError extends DcrError {
  /** Everything that was found, warnings too. */
  declare readonly findings: readonly Finding[];
  constructor(message: string, findings: readonly Finding[]) {
    super('invalid-metadata', message);
    this.name = 'InvalidMetadataError';
    Object.defineProperty(this, 'findings', { value: findings, enumerable: true });
  }
}

/** One address that discovery tried, and what came of it. */
export interface DiscoveryAttempt {
  /** The address that was asked. */
  readonly url: string;
  /** Why it was of no use, in words. */
  readonly outcome: string;
}

/** `discovery-failed`, `issuer-mismatch`, `issuer-not-found`: lists every address tried. */
export class DiscoveryError extends DcrError {
  /** Every address that was tried, in turn. */
  declare readonly attempts: readonly DiscoveryAttempt[];
  constructor(
    code: DcrErrorCode,
    message: string,
    details: DcrErrorDetails & { attempts: readonly DiscoveryAttempt[] },
  ) {
    const { attempts, ...rest } = details;
    super(code, message, rest);
    this.name = 'DiscoveryError';
    Object.defineProperty(this, 'attempts', { value: attempts, enumerable: true });
  }
}

/**
 * The server created a client, but not one that can be used as asked (`secret-missing`,
 * `secret-not-allowed`, `redirect-uri-not-registered`, `substitution-rejected`). `registration` holds what was answered; it
 * carries credentials and is not enumerable.
 */
export class RegistrationError extends DcrError {
  /** What the server answered. Secret: `client_secret`, `registration_access_token`. */
  declare readonly registration: ClientInformation;
  constructor(
    code: DcrErrorCode,
    message: string,
    details: DcrErrorDetails & { registration: ClientInformation },
  ) {
    const { registration, ...rest } = details;
    super(code, message, rest);
    this.name = 'RegistrationError';
    Object.defineProperty(this, 'registration', { value: registration, enumerable: false });
  }
}

/** True for every {@link DcrError}, whichever copy of this package made it. */
export function isDcrError(value: unknown): value is DcrError {
  return typeof value === 'object' && value !== null && (value as { [BRAND]?: unknown })[BRAND] === true;
}
