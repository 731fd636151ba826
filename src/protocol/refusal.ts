import type { DcrErrorCode } from './errors.js';
import { isHtml } from './html.js';
import { jsonObject, parseJson } from './json.js';
import { quoteServerText } from './redact.js';

/** An answer that is not a success. */
export interface Refusal {
  readonly operation: 'register' | 'read' | 'update' | 'delete';
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Epoch milliseconds, for a Retry-After that is a date. */
  readonly now: number;
  readonly secrets?: readonly string[];
}

/** What it means. */
export interface RefusalReading {
  readonly kind: DcrErrorCode;
  readonly error?: string;
  readonly error_description?: string;
  readonly retryAfterMs?: number;
  /** What to do. */
  readonly hint: string;
}

/** Reads a refusal in any of the shapes that servers and what stands before them give it. */
export function readRefusal(refusal: Refusal): RefusalReading {
  const { headers, text, secrets = [] } = refusal;
  const parsed = parseJson(text);
  const body = parsed.ok ? jsonObject(parsed.value) : undefined;
  const said = body === undefined ? wordsOf(refusal) : serverError(body, secrets);
  const challenge = challengeOf(headers.get('www-authenticate'), secrets);
  const error = said.error ?? challenge.error;
  const description = [said.error_description ?? challenge.error_description, traceOf(refusal, body)]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  const kind = kindOf(refusal, body !== undefined, description);
  const retryAfterMs = retryAfter(headers.get('retry-after'), refusal.now);
  return {
    kind,
    ...(error === undefined ? {} : { error }),
    ...(description === '' ? {} : { error_description: description }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    hint: hintFor(kind, refusal, `${error ?? ''} ${description}`),
  };
}

/** `error` and its description out of a JSON body: RFC 7591 section 3.2.2, and the habits of many servers. */
export function serverError(
  body: Record<string, unknown>,
  secrets: readonly string[],
): { readonly error?: string; readonly error_description?: string } {
  const nested = jsonObject(body.error) ?? {};
  const candidates = [body.error, nested.code, body.code, body.error_code, body.errorCode];
  const error = candidates.find(
    (value): value is string => typeof value === 'string' && /^\S{1,100}$/.test(value),
  );
  const words = [
    typeof body.error === 'string' && body.error !== error ? body.error : undefined,
    body.error_description,
    nested.message,
    nested.error_description,
    body.message,
    body.description,
    body.errorSummary,
    body.detail,
    body.title,
  ].filter((value): value is string => typeof value === 'string' && value !== '');
  const description = quoteServerText([...new Set(words)].map(unfoldJson).join('; '), secrets);
  return {
    ...(error === undefined ? {} : { error: quoteServerText(error, secrets, 100) }),
    ...(description === '' ? {} : { error_description: description }),
  };
}

/** Some servers put the JSON of a validator into the description: its messages are what a reader wants. */
function unfoldJson(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  const parsed = parseJson(text);
  const entries = parsed.ok ? [parsed.value].flat() : [];
  const messages = entries.flatMap((entry) => {
    const { message, path } = jsonObject(entry) ?? {};
    if (typeof message !== 'string') return [];
    return [Array.isArray(path) ? `${path.join('.')}: ${message}` : message];
  });
  return messages.length === 0 ? text : messages.join('; ');
}

/** What a body that is no JSON object says: the title of a page, or the text. */
function wordsOf({ headers, text, secrets = [] }: Refusal): {
  readonly error?: undefined;
  readonly error_description?: string;
} {
  const page = isHtml(headers.get('content-type'), text);
  const title = page ? /<title[^>]*>([^<]{1,300})/i.exec(text.slice(0, 20_000))?.[1] : text;
  const words = quoteServerText(title ?? '', secrets);
  if (words === '') return page ? { error_description: 'an HTML page' } : {};
  return { error_description: page ? `an HTML page titled "${words}"` : words };
}

/** RFC 6750 section 3. */
function challengeOf(
  header: string | null,
  secrets: readonly string[],
): { error?: string; error_description?: string } {
  const value = (name: string) => new RegExp(`\\b${name}="([^"]{1,500})"`, 'i').exec(header ?? '')?.[1];
  const [error, description] = [value('error'), value('error_description')];
  return {
    ...(error === undefined ? {} : { error: quoteServerText(error, secrets, 100) }),
    ...(description === undefined ? {} : { error_description: quoteServerText(description, secrets) }),
  };
}

/** What the server's operator needs to find the request in a log. */
function traceOf(
  { headers, secrets = [] }: Refusal,
  body: Record<string, unknown> | undefined,
): string | undefined {
  const id = [
    body?.traceId,
    body?.trace_id,
    body?.request_id,
    body?.requestId,
    headers.get('cf-ray'),
    headers.get('x-request-id'),
  ].find((value): value is string => typeof value === 'string' && value !== '');
  return id === undefined ? undefined : `[trace ${quoteServerText(id, secrets, 80)}]`;
}

function kindOf(refusal: Refusal, isJson: boolean, description: string): DcrErrorCode {
  const { operation, status, headers } = refusal;
  if (status === 429) return 'rate-limited';
  if (!isJson && (status === 403 || status === 503) && isEdge(headers)) return 'blocked-by-edge';
  if (operation !== 'register') {
    if (status === 404 || status === 410) return 'gone';
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

function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+(?:\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header) * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const HINTS: Record<string, string> = {
  'rate-limited':
    'Too many requests were made. Wait as long as retryAfterMs says, and keep registrations in a store that lasts.',
  'blocked-by-edge':
    'A firewall in front of the server blocked the request; its operator must let this client through.',
  gone: 'The client does not exist there any more. Call delete() and then ensureRegistered() for a new one.',
  'token-refused':
    'The registration access token is not valid, or the client is gone: the server does not say which. If the client is ' +
    'still needed, ask its operator for a new token and adopt() it.',
  unsupported:
    'The server does not offer this operation. Register a new client instead, or ask its operator.',
  unauthorized:
    'Registering here needs an initial access token, or the one given is not valid any more. Get one from the operator ' +
    'and pass it as initialAccessToken; where each serves once, pass a function.',
  forbidden:
    'A policy of the server does not allow this registration. Ask its operator which clients may register.',
  'wrong-endpoint':
    'There is no registration endpoint at this address, or it is switched off. Check the server metadata.',
  conflict:
    'Something of that name exists already. Choose another client_name, or adopt() the existing client.',
  'server-error': 'The server failed. Whether it acted on the request is unknown; try again later.',
  rejected: 'Change what the server objects to.',
};

function hintFor(kind: DcrErrorCode, { operation }: Refusal, said: string): string {
  if (/trusted hosts/i.test(said)) {
    return 'This is Keycloak\'s policy "Trusted Hosts": add this machine and the hosts of the redirect URIs to it, or use an initial access token.';
  }
  if (kind === 'server-error' && operation === 'read') return 'The server failed. Try again later.';
  return HINTS[kind] ?? 'See docs/errors.md.';
}
