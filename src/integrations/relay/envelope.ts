import { isBearerToken } from '../../protocol/bearer.js';
import { DcrError, type DcrErrorDetails } from '../../protocol/errors.js';
import { jsonObject, parseJson } from '../../protocol/json.js';
import { quoteServerText } from '../../protocol/redact.js';

// Requests and answers travel inside JSON, and not as themselves: what a proxy, a login page or a missing route answers in place
// of the relay must never be taken for the server's word that a client is gone.

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** What a page asks a relay to send. */
export interface RelayedRequest {
  readonly method: (typeof METHODS)[number];
  readonly url: string;
  /** `Bearer`, and a token. Secret. */
  readonly authorization?: string | undefined;
  /** A JSON object, as text. */
  readonly body?: string | undefined;
}

/** What of the server's answer a page is told. */
export interface RelayedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads what a page has sent; a text says what is wrong with it. */
export function readRequest(text: string): RelayedRequest | string {
  const parsed = parseJson(text);
  const { method, url, authorization, body, ...others } = (parsed.ok && jsonObject(parsed.value)) || {};
  const known = METHODS.find((name) => name === method);
  if (known === undefined) return `its method is none of ${METHODS.join(', ')}`;
  if (typeof url !== 'string') return 'it has no address';
  if (Object.keys(others).length > 0) return 'it has members beside method, url, authorization and body';
  if (authorization !== undefined && !isBearer(authorization)) return 'its authorization is no bearer token';
  const carriesBody = known === 'POST' || known === 'PUT';
  if (carriesBody ? !isObjectText(body) : body !== undefined)
    return carriesBody ? 'its body is no JSON object' : `${known} has no body`;
  return { method: known, url, authorization, body } as RelayedRequest;
}

function isBearer(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('Bearer ') && isBearerToken(value.slice(7));
}

function isObjectText(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  const parsed = parseJson(text);
  return parsed.ok && jsonObject(parsed.value) !== undefined;
}

const DETAILS = [
  'status',
  'endpoint',
  'retryAfterMs',
  'notProcessed',
] as const satisfies readonly (keyof DcrErrorDetails)[];

export function answerText(answer: RelayedAnswer): string {
  return JSON.stringify({ answer });
}

export function failureText(error: DcrError): string {
  const { code, message } = error;
  const details = Object.fromEntries(DETAILS.map((name) => [name, error[name]]));
  return JSON.stringify({ failure: { code, message, ...details } });
}

/** The server's answer, or the relay's failure; `undefined` for what no relay has written. */
export function readReply(text: string, secrets: readonly string[]): RelayedAnswer | DcrError | undefined {
  const parsed = parseJson(text);
  const { answer, failure } = (parsed.ok && jsonObject(parsed.value)) || {};
  return readAnswer(jsonObject(answer)) ?? readFailure(jsonObject(failure), secrets);
}

function readAnswer({ status, headers, body }: Record<string, unknown> = {}): RelayedAnswer | undefined {
  const fields = jsonObject(headers);
  if (!Number.isInteger(status) || fields === undefined || typeof body !== 'string') return undefined;
  if (!Object.values(fields).every((value) => typeof value === 'string')) return undefined;
  return { status: Number(status), headers: fields as Record<string, string>, body };
}

function readFailure(
  failure: Record<string, unknown> = {},
  secrets: readonly string[],
): DcrError | undefined {
  const { code, message, status, endpoint, retryAfterMs, notProcessed } = failure;
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  return new DcrError(quoteServerText(code, secrets, 60), quoteServerText(message, secrets, 2000), {
    status: typeof status === 'number' ? status : undefined,
    endpoint: typeof endpoint === 'string' ? quoteServerText(endpoint, secrets) : undefined,
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : undefined,
    notProcessed: notProcessed === true ? true : undefined,
  });
}
