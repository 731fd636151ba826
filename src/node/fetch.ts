/**
 * A `fetch` over `node:https`, for faster starts, client certificates and own authorities. docs/performance.md has what it saves.
 *
 * @module dcr-client/node
 */

import type { FetchLike } from '../protocol/fetch.js';
import { type NodeFetchOptions, openConnections } from './connections.js';
import { exchange } from './exchange.js';

export type { NodeFetchOptions } from './connections.js';

/** A `fetch` over node:http and node:https. */
export interface NodeFetch extends FetchLike {
  /**
   * Ends the idle connections; those in use end with their answer, and none is kept from now on. Not needed for a process to
   * end: idle connections do not hold it.
   */
  close(): void;
}

/**
 * A transport for Node that costs a fraction of the global `fetch`, in time to load and for each request:
 * `fetch: nodeFetch()`. HTTP/1.1 with connections that are kept. It follows no redirect: with `redirect: 'manual'` the caller
 * sees status and `location`, else one is an error. Bodies are text or bytes. Limits and signals are those that the caller
 * passes; an abort rejects with the signal's reason.
 *
 * Each call makes a transport with connections of its own, and nothing is kept in this module: who has two client
 * certificates has two of them, and no request ever travels over a connection that was opened as somebody else.
 *
 * The answer has what reading takes of a `Response`: status, headers, `body`, `text()`, `json()`, `bytes()`, `arrayBuffer()`.
 *
 * @throws DcrError `invalid-option`. The function itself throws `TypeError`, with the code of Node in it or in its `cause`.
 */
export function nodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const connections = openConnections(options);
  const fetch: FetchLike = (url, init) => exchange(connections, url, init);
  return Object.assign(fetch, { close: connections.close });
}
