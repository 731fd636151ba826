import type { DiscoveryTarget } from '../discovery/server-metadata.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import type { Validation } from '../protocol/rules/options.js';
import type { ServerMetadata } from '../protocol/types.js';
import type { InitialAccessToken } from '../registration/initial-access-token.js';
import type { Wanted } from './plan.js';
import type { Session } from './session.js';

/** One call's view of the app's registration: where it is kept, what is wanted, and how to reach the server. */
export interface Lifecycle {
  readonly session: Session;
  /** Carries no signal: once a call that may rotate a credential is under way, it completes. */
  readonly context: RequestContext;
  readonly wanted: Wanted;
  readonly initialAccessToken: InitialAccessToken | undefined;
  readonly validation: Validation;
  /** The server's metadata if the caller gave it. */
  readonly givenServer: ServerMetadata | undefined;
  /** Where the server's metadata is looked up, and how. */
  readonly discovery: { readonly target: DiscoveryTarget; readonly options: RequestOptions };
  /** Metadata older than this is fetched anew when it is needed. Milliseconds. */
  readonly serverMaxAgeMs: number;
}
