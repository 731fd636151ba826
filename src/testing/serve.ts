import { orAborted } from './abort.js';
import type { FaultQueue } from './faults.js';
import { followRedirects } from './redirect.js';
import { type IncomingRequest, readRequest } from './request.js';
import type { RequestLog } from './request-log.js';
import type { Timing } from './timing.js';

/** Takes the place of `globalThis.fetch`. */
export type TestServerFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** What every test server is made of, whatever it answers. */
export interface Parts {
  readonly timing: Timing;
  readonly log: RequestLog;
  readonly queue: FaultQueue;
  /** Answers as if nothing had been arranged to go wrong. */
  readonly answer: (request: IncomingRequest) => Response | Promise<Response>;
}

/** Puts a server behind a fetch: with its log, its faults, its latency, and redirects as a real fetch treats them. */
export function serve({ timing, log, queue, answer }: Parts): TestServerFetch {
  async function once(request: IncomingRequest): Promise<Response> {
    const noteStatus = log.add(request, timing.now());
    const fault = queue.take(request);
    const honest = fault?.after === 'request' ? undefined : await answer(request);
    const response = fault === undefined ? honest : await fault.strike(request);
    if (response === undefined) throw new TypeError('A request got no answer.');
    if (!response.headers.has('date')) response.headers.set('date', new Date(timing.now()).toUTCString());
    const latency = timing.latencyMs();
    if (latency > 0) await timing.sleep(latency, request.signal);
    if (request.signal?.aborted !== true) noteStatus(response.status);
    return response;
  }

  return async (url, init = {}) => {
    init.signal?.throwIfAborted();
    const request = await readRequest(url, init);
    request.signal?.throwIfAborted();
    return orAborted(followRedirects(request, init.redirect ?? 'follow', once), request.signal);
  };
}
