import type { ClientOperation } from './client-operation.js';
import type { DcrErrorCode } from './errors.js';
import { jsonObject, parseJson } from './json.js';
import { hintFor } from './refusal/hints.js';
import { challengeWords, serverError, traceOf, wordsOf } from './refusal/words.js';

/** An answer that is not a success. */
export interface Refusal {
  /** What was attempted. */
  readonly operation: ClientOperation;
  /** What the request was sent with: the client's own token (or an initial one), an administrator's credential, nothing. */
  readonly authorizedBy?: 'token' | 'administrator' | undefined;
  /** HTTP status. */
  readonly status: number;
  /** Headers of the answer. */
  readonly headers: Headers;
  /** Body of the answer, as text. */
  readonly text: string;
  /** Epoch milliseconds, for a Retry-After that is a date. */
  readonly now: number;
  /** Texts that must never show in an error. Secret. */
  readonly secrets?: readonly string[];
}

/** What it means. */
export interface RefusalReading {
  /** The code of the {@link DcrError} that is thrown. */
  readonly kind: DcrErrorCode;
  /** The server's `error`. */
  readonly error?: string;
  /** The server's words, shortened and escaped. */
  readonly error_description?: string;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What to do. */
  readonly hint: string;
}

/** Reads a refusal in any of the shapes that servers and what stands before them give it. */
export function readRefusal(refusal: Refusal): RefusalReading {
  const { headers, text, secrets = [] } = refusal;
  const parsed = parseJson(text);
  const body = parsed.ok ? jsonObject(parsed.value) : undefined;
  const said = body === undefined ? wordsOf(refusal, secrets) : serverError(body, secrets);
  const challenge = headers.get('www-authenticate');
  const challenged = challengeWords(challenge, secrets);
  const error = said.error ?? challenged.error;
  const description = [
    said.error_description ?? challenged.error_description,
    traceOf(headers, body, secrets),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  const kind = kindOf(refusal, { isJson: body !== undefined, error, description });
  const waitMs = retryAfterMs(headers.get('retry-after'), refusal.now);
  return {
    kind,
    ...(error === undefined ? {} : { error }),
    ...(description === '' ? {} : { error_description: description }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    hint: hintFor({
      kind,
      operation: refusal.operation,
      authorizedBy: refusal.authorizedBy,
      error,
      said: `${error ?? ''} ${description}`,
      challenge,
    }),
  };
}

interface Said {
  readonly isJson: boolean;
  readonly error: string | undefined;
  readonly description: string;
}

function kindOf(refusal: Refusal, { isJson, error, description }: Said): DcrErrorCode {
  const { operation, status, headers, authorizedBy } = refusal;
  if (status === 429) return 'rate-limited';
  if (!isJson && (status === 403 || status === 503) && isEdge(headers)) return 'blocked-by-edge';
  if (operation !== 'register') {
    if (status === 404 || status === 410) return 'gone';
    // An administrator's credential says nothing about the client.
    if (authorizedBy === 'administrator' && status === 401) return 'unauthorized';
    if (authorizedBy === 'administrator' && status === 403) return 'forbidden';
    // The token is good (RFC 6750 section 3.1): Keycloak's policies refuse so what is to be changed.
    if (operation === 'update' && status === 403 && error === 'insufficient_scope') return 'forbidden';
    if (status === 401 || status === 403) return 'token-refused';
    if ((status === 405 || status === 501) && operation !== 'read') return 'unsupported';
  } else {
    if (status === 401) return 'unauthorized';
    if (status === 403) return 'forbidden';
    if (status === 404 || status === 405) return 'wrong-endpoint';
  }
  if (status === 409) return 'conflict';
  if (status === 400 && /already (?:exist|registered|in use|been taken)/i.test(description))
    return 'conflict';
  return status >= 500 ? 'server-error' : 'rejected';
}

/** Marks of a firewall in front of the server. */
function isEdge(headers: Headers): boolean {
  return (
    headers.has('cf-ray') ||
    headers.has('x-amzn-waf-action') ||
    /cloudflare/i.test(headers.get('server') ?? '')
  );
}

/** `Retry-After` in milliseconds, from seconds or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+(?:\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header) * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
