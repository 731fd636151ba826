import { parseAddress } from '../protocol/can-parse.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { quoteServerText, safeCause } from '../protocol/redact.js';
import { withoutQuery } from './address.js';
import { type BrowserReading, currentPage, readBrowserFailure } from './page.js';

interface FailedRequest {
  readonly url: string;
  readonly attempted: string;
  readonly secrets: readonly string[];
  /** The answer had begun, so the server has seen the request. */
  readonly answering?: boolean;
}

interface Reading {
  readonly what: string;
  readonly todo: string;
  /** The request certainly never reached the server's application. */
  readonly notProcessed: boolean;
}

/** Turns what a `fetch` threw into an error that says what went wrong and what to do. */
export function networkFailure(error: unknown, request: FailedRequest): DcrError {
  // A fetch that throws one knows best.
  if (isDcrError(error)) return error;
  const code = errorCode(error);
  const page = code === undefined && request.answering !== true ? currentPage() : undefined;
  const inBrowser = page === undefined ? undefined : readBrowserFailure(request.url, page);
  const words = firstCause(error);
  const reading =
    request.answering === true ? CUT : (inBrowser ?? readFailure(code ?? codeInWords(words), request.url));
  const detail = code ?? quoteServerText(words, request.secrets);
  const failure = new DcrError(
    'network',
    `Could not ${request.attempted}: ${reading.what} (${withoutQuery(request.url)}, ${detail}). ${reading.todo}`,
    {
      endpoint: withoutQuery(request.url),
      notProcessed: reading.notProcessed ? true : undefined,
      cause: safeCause(error, request.secrets),
    },
  );
  if (inBrowser?.isCors === true) Object.defineProperty(failure, CORS, { value: inBrowser });
  return failure;
}

const CUT: Reading = {
  what: 'the connection broke before the answer was complete',
  todo: 'Whether the server acted on the request is unknown. Try again when the network is steady.',
  notProcessed: false,
};

const UNKNOWN: Reading = {
  what: 'the request failed without a reason given',
  todo: 'Whether the server acted on it is unknown. See what the fetch in use reports.',
  notProcessed: false,
};

/** Marks the errors of requests that a browser probably stopped for the sake of CORS. */
const CORS = Symbol('CORS');

/** What to do about an answer that the browser does not let this page read, if that is what the error means. */
export function corsSuspicion(error: DcrError): BrowserReading | undefined {
  return (error as { [CORS]?: BrowserReading })[CORS];
}

/** Codes of Node's resolver, sockets and TLS, of undici, and of Bun. Browsers and workers give none. */
function readFailure(code: string | undefined, url: string): Reading {
  const host = parseAddress(url)?.host ?? url;
  if (code === undefined) return UNKNOWN;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA') {
    return {
      what: `the name ${host} could not be resolved`,
      todo: 'Check the spelling of the issuer and the DNS of this machine.',
      notProcessed: true,
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      what: `nothing accepts connections at ${host}`,
      todo: 'Check that the server runs and that the port is right.',
      notProcessed: true,
    };
  }
  if (UNREACHABLE.has(code)) {
    return {
      what: `${host} cannot be reached from here`,
      todo: 'Check routes, firewalls and proxies between this machine and the server.',
      notProcessed: true,
    };
  }
  if (PLAIN_HTTP.has(code)) {
    return {
      what: `what answers at ${host} does not speak TLS`,
      todo: 'Check the port. A test server on this machine may be meant, which speaks plain http: then the address begins with http://.',
      notProcessed: false,
    };
  }
  if (
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_SSL|ERR_TLS|^EPROTO$|^CRL_|HOSTNAME_MISMATCH/.test(
      code,
    )
  ) {
    return {
      what: `the certificate or TLS handshake of ${host} was not accepted`,
      todo:
        'Have the server present a valid certificate for this name, or make its authority known to this runtime ' +
        '(on Node: NODE_EXTRA_CA_CERTS, or the `ca` of a nodeFetch).',
      // A certificate is judged before anything is sent. Other failures of TLS can come at any time, after the request, too.
      notProcessed: !/^(?:ERR_SSL|EPROTO)/.test(code),
    };
  }
  return CUT;
}

/** What OpenSSL makes of an answer that is no TLS, which may come at any time. */
const PLAIN_HTTP: ReadonlySet<string> = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
]);

/** Bun before 1.3 says ConnectionRefused, and means names that cannot be resolved, too. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
]);

/** The first code along the causes; a refused connection to several addresses hides it in a list. */
function errorCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string' && /^[A-Z]\w+$/.test(code)) return code;
  const inner = Array.isArray(errors) ? errorCode(errors[0], depth + 1) : undefined;
  return inner ?? errorCode(cause, depth + 1);
}

/** What the innermost cause says: the outer ones mostly say that something failed. */
function firstCause(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && depth < 4 ? firstCause(error.cause, depth + 1) : error.message;
}

/** Deno gives no codes. Its client says `Connect` of all that breaks before a request is sent. */
function codeInWords(words: string): string | undefined {
  const reason = /client error \(Connect\)(.*)/s.exec(words)?.[1];
  if (reason === undefined) return undefined;
  if (reason.includes('dns error')) return 'ENOTFOUND';
  if (reason.includes('Connection refused')) return 'ECONNREFUSED';
  return reason.includes('certificate') ? 'CERT' : 'EHOSTUNREACH';
}
