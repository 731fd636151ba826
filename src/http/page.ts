import { parseAddress } from '../protocol/can-parse.js';
import { isLoopbackHost } from '../protocol/issuer.js';

/** What of a page or worker of a browser decides how a failed request reads. */
export interface Page {
  /** `null` in a sandboxed frame. */
  readonly origin: string;
  readonly isOnLine: boolean;
}

/** Where this code runs, if that is a browser. */
export function currentPage(): Page | undefined {
  const { location, origin, navigator } = globalThis as Partial<typeof globalThis>;
  const isBrowser = 'document' in globalThis || 'WorkerGlobalScope' in globalThis;
  if (!isBrowser || typeof location?.origin !== 'string') return undefined;
  return { origin: origin ?? location.origin, isOnLine: navigator?.onLine !== false };
}

/** What may have stopped a request, and what to do. */
export interface BrowserReading {
  readonly what: string;
  readonly todo: string;
  /**
   * Even such a request may have been acted upon: a server may allow it in its answer to the preflight, and forget that
   * in the answer itself.
   */
  readonly notProcessed: false;
  /** Only the server can change it, so asking again is of no use. */
  readonly isCors?: boolean;
}

const OTHERWISE =
  'the network, an extension, or a connect-src of the Content-Security-Policy that does not name it';

/** Why a request of a page failed: a browser only says that it did, so that pages learn nothing of other networks. */
export function readBrowserFailure(url: string, page: Page): BrowserReading {
  const target = parseAddress(url);
  if (!page.isOnLine)
    return { what: 'this device is offline', todo: 'Try again when it has a network.', notProcessed: false };
  if (page.origin.startsWith('https:') && target?.protocol === 'http:' && !isLoopbackHost(target.hostname)) {
    return {
      what: 'a page that came by https may ask nothing over plain http',
      todo: 'Use the https address of the server.',
      notProcessed: false,
    };
  }
  if (target === undefined || target.origin === page.origin) {
    return {
      what: 'the browser gives no reason',
      todo: `What can stop a request to the page's own origin: ${OTHERWISE}. Look into the console of the browser.`,
      notProcessed: false,
    };
  }
  return {
    what: `the browser gives no reason, which mostly means CORS: ${target.origin} does not let pages of ${page.origin} read its answers`,
    todo:
      `Three ways out: have the operator of ${target.origin} allow ${page.origin} on the registration, configuration and metadata ` +
      'endpoints (GET, POST, PUT, DELETE with authorization and content-type); pass a fetch that sends these requests through your ' +
      'own back end, to this server alone (dcr-client/relay has both ends); or register in the back end or when the app is built, and ' +
      `give the page the client_id alone (docs/browsers.md). The console of the browser names the cause; others are ${OTHERWISE}.`,
    notProcessed: false,
    isCors: true,
  };
}
