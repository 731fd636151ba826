import { isHtml } from '../html.js';
import { jsonObject, parseJson } from '../json.js';
import { quoteServerText } from '../redact.js';
import { readChallenges } from './challenge.js';

/** What somebody said about a refusal. */
export interface Said {
  readonly error?: string;
  readonly error_description?: string;
}

/** `error` and its description out of a JSON body: RFC 7591 section 3.2.2, and the habits of many servers. */
export function serverError(body: Record<string, unknown>, secrets: readonly string[]): Said {
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
export function wordsOf(
  { headers, text }: { readonly headers: Headers; readonly text: string },
  secrets: readonly string[],
): Said {
  const page = isHtml(headers.get('content-type'), text);
  const title = page ? /<title[^>]*>([^<]{1,300})/i.exec(text.slice(0, 20_000))?.[1] : text;
  const words = quoteServerText(title ?? '', secrets);
  if (words === '') return page ? { error_description: 'an HTML page' } : {};
  return { error_description: page ? `an HTML page titled "${words}"` : words };
}

/** What the challenge says (RFC 6750 section 3): the first one that says anything. */
export function challengeWords(header: string | null, secrets: readonly string[]): Said {
  const { error, error_description } =
    readChallenges(header).find(({ parameters }) => parameters.error !== undefined)?.parameters ?? {};
  return {
    ...(error === undefined ? {} : { error: quoteServerText(error, secrets, 100) }),
    ...(error_description === undefined
      ? {}
      : { error_description: quoteServerText(error_description, secrets) }),
  };
}

/** What the server's operator needs to find the request in a log. */
export function traceOf(
  headers: Headers,
  body: Record<string, unknown> | undefined,
  secrets: readonly string[],
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
