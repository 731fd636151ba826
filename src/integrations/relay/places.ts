import { wellKnownAddresses } from '../../discovery/well-known.js';
import { canParse } from '../../protocol/can-parse.js';
import type { RelayedRequest } from './envelope.js';

/** The only addresses that a relay asks. */
export interface Places {
  /** Where the server's metadata may stand. */
  readonly metadata: readonly string[];
  readonly registration: string;
  /** Clients are managed here and below. */
  readonly configuration: readonly string[];
}

export type Purpose = 'discover' | 'register' | 'manage';

export function placesOf(issuer: string, registration: string, configuration: readonly string[]): Places {
  const spelt = (address: string) => new URL(address).href;
  return {
    metadata: wellKnownAddresses(issuer).map(spelt),
    registration: spelt(registration),
    configuration: configuration.map(spelt),
  };
}

/** What a request is for, or `undefined` for one that is none of a relay's business. */
export function purposeOf(request: RelayedRequest, places: Places): Purpose | undefined {
  const { method, url, authorization } = request;
  if (!canParse(url)) return undefined;
  const { href, hash } = new URL(url);
  if (hash !== '') return undefined;
  // No token goes to a public document, and no client is managed without one.
  if (method === 'GET' && authorization === undefined && places.metadata.includes(href)) return 'discover';
  if (method === 'POST' && href === places.registration) return 'register';
  const isManaged = method !== 'POST' && authorization !== undefined;
  return isManaged && places.configuration.some((place) => isBelow(href, place)) ? 'manage' : undefined;
}

/**
 * Segments as ids are written. Left out is what some server or a proxy before it takes for a way up again, and would so lead out
 * of the place: encoded dots, slashes and percent signs, and segments that begin with a dot (`..;`).
 */
const SEGMENTS = /^(?:\/(?!\.)(?:[\w.~!$&'()*+,=:@-]|%(?!2[EF5]|5C|00)[\dA-F]{2})+)*\/?$/i;

/** Whether the address is the place, with whatever query, or below its path. */
function isBelow(href: string, place: string): boolean {
  const base = new URL(place);
  const { origin, pathname, username, password } = new URL(href);
  if (origin !== base.origin || username !== '' || password !== '') return false;
  const path = base.pathname.replace(/\/$/, '');
  return pathname.startsWith(path) && SEGMENTS.test(pathname.slice(path.length));
}
