import type { FetchLike } from '../protocol/fetch.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import type { DcrWarning } from '../protocol/warnings.js';
import type { RequestTime } from './time.js';

export type { FetchLike } from '../protocol/fetch.js';

/**
 * Judges an address before it is asked. `false` refuses it. The preset `no-private-networks` refuses
 * loopback, link-local and private addresses, for services that take issuers from their users; names that
 * resolve to such addresses are for the network to stop.
 */
export type UrlPolicy = 'no-private-networks' | ((url: URL) => boolean | Promise<boolean>);

/** What every function takes last. */
export interface RequestOptions {
  /** Called as `(url: string, init)`. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: FetchLike;
  /** Ends the call; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Limit for one request with its answer, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
  /** Sent with every request. `authorization` may not be among them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What this vendor's server does otherwise, such as `wso2()` of `dcr-client/wso2`. */
  readonly profile?: ServerProfile;
  /** The issuer that the metadata must name, when it differs from the address it is found at (RFC 8414 section 3.3). */
  readonly expectedIssuer?: string;
  /** Origins, beside the issuer's and the registration endpoint's, where a `registration_client_uri` may lie. */
  readonly allowedOrigins?: readonly string[];
  /** Judges every address before it is asked, beside the rules about https. Default: none. */
  readonly urlPolicy?: UrlPolicy;
  /** Allows plain http to any host. For tests; credentials then cross the network readable. Default false. */
  readonly allowInsecureRequests?: boolean;
  /** Told about what was repaired or noticed. What it throws is ignored. */
  readonly onWarning?: (warning: DcrWarning) => void;
}

/** Request options with every default in place, and what one call adds to them. */
export interface RequestContext {
  readonly fetch: FetchLike;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The one that was passed; see {@link profileFor} for the one in force. */
  readonly profile: ServerProfile | undefined;
  readonly expectedIssuer: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly urlPolicy: UrlPolicy | undefined;
  readonly allowInsecureRequests: boolean;
  /** The caller named a loopback http address, so loopback may be asked over plain http. */
  readonly loopbackHttp: boolean;
  readonly warn: (warning: DcrWarning) => void;
  readonly time: RequestTime;
}
