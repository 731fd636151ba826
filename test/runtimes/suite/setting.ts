import type { FetchLike, RegistrationStore } from 'dcr-client';
import type { Area } from './check.js';

/** The servers that the checks ask; all on loopback, and of other origins than a page. */
export interface Servers {
  /** oidc-provider, with rotation of registration access tokens. */
  readonly issuer: string;
  /** Tells what oidc-provider has seen. */
  readonly witness: string;
  /** Answers as no server should: servers/odd.ts. */
  readonly odd: string;
  /** Nothing listens there. */
  readonly closed: string;
}

/** What a runtime has, and what it does otherwise. */
export interface Runtime {
  /** Stores that other runtimes lack. `open` opens one on the same backend each time. */
  readonly stores: Partial<Record<'fileStore' | 'webStore', () => RegistrationStore>>;
  /** Another way to send requests. */
  readonly nodeFetch?: FetchLike;
  /** Tells a refused connection from others that fail. */
  readonly saysRefused: boolean;
  /** Hides where a redirect leads. */
  readonly isBrowser: boolean;
}

export interface Setting {
  readonly servers: Servers;
  readonly runtime: Runtime;
}

/** By which way requests are sent, and where what comes of it is counted. */
export interface Via {
  readonly area: Area;
  readonly options: { readonly fetch?: FetchLike };
}

/** What oidc-provider has seen so far. */
export async function seen({
  witness,
}: Servers): Promise<{ readonly created: number; readonly left: number }> {
  return (await fetch(`${witness}/seen`)).json();
}
