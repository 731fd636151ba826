import type { IncomingRequest } from './request.js';

/** Which requests go wrong, and how many of them. Left out: any method, any path, once. */
export interface FaultSelection {
  /** HTTP method, in any case. */
  readonly method?: string | undefined;
  /** The whole path, or an expression that it matches. The query is not looked at. */
  readonly path?: string | RegExp | undefined;
  /** How often; `Infinity` for ever. Default 1. */
  readonly times?: number | undefined;
}

/**
 * When the fault strikes: when the `request` arrives, so that nothing happens at the server, or after its
 * `effect`, so that only the answer is lost.
 */
export type FaultMoment = 'request' | 'effect';

/** Arranges what goes wrong. The oldest arrangement that fits a request is used, and only that one. */
export interface Faults {
  /** Answers this and does nothing. Default: 500 without a body. A body that is no text goes out as JSON. */
  failNext(
    fault?: FaultSelection & {
      readonly status?: number | undefined;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly body?: unknown;
    },
  ): void;
  /** Answers this very text, by default as 200 `text/html`, such as the page of a proxy. */
  answerNext(
    fault: FaultSelection & {
      readonly text: string;
      readonly status?: number | undefined;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      /** Default `request`. */
      readonly after?: FaultMoment | undefined;
    },
  ): void;
  /** Redirects, by default with 302, and does nothing. */
  redirectNext(
    fault: FaultSelection & {
      readonly location: string;
      readonly status?: 301 | 302 | 303 | 307 | 308 | undefined;
    },
  ): void;
  /** The request takes effect, then the connection breaks: `TypeError`, its cause's code `ECONNRESET`. */
  loseNextAnswer(fault?: FaultSelection): void;
  /** Nobody listens: `TypeError`, its cause's code `ECONNREFUSED`. Nothing happens at the server. */
  refuseConnection(fault?: FaultSelection): void;
  /** No answer ever comes; fetch rejects with the signal's reason when the signal aborts. */
  hangNext(
    fault?: FaultSelection & {
      /** Default `request`. */
      readonly after?: FaultMoment | undefined;
    },
  ): void;
  /** Answers JSON that begins and never ends, until it is cancelled or the signal aborts. */
  endlessBodyNext(
    fault?: FaultSelection & {
      readonly status?: number | undefined;
      /** Default `request`. */
      readonly after?: FaultMoment | undefined;
    },
  ): void;
}

/** A fault that was found for a request. */
export interface Fault {
  readonly after: FaultMoment;
  readonly strike: (request: IncomingRequest) => Response | Promise<Response>;
}

interface Arrangement extends Fault {
  readonly selection: FaultSelection;
  left: number;
}

export interface FaultQueue {
  add(selection: FaultSelection, after: FaultMoment, strike: Fault['strike']): void;
  take(request: IncomingRequest): Fault | undefined;
}

export function createFaultQueue(): FaultQueue {
  const arrangements: Arrangement[] = [];
  return {
    add(selection, after, strike) {
      arrangements.push({ selection, after, strike, left: selection.times ?? 1 });
    },
    take(request) {
      const found = arrangements.find(({ left, selection }) => left > 0 && selects(selection, request));
      if (found !== undefined) found.left -= 1;
      return found;
    },
  };
}

function selects({ method, path }: FaultSelection, { method: asked, url }: IncomingRequest): boolean {
  if (method !== undefined && method.toUpperCase() !== asked) return false;
  if (path === undefined) return true;
  // String.search, unlike RegExp.test, does not depend on where an expression with /g last stopped.
  return typeof path === 'string' ? path === url.pathname : url.pathname.search(path) !== -1;
}
