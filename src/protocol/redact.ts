const REDACTED = '[redacted]';

/** Shorter ones guard nothing, and replacing them would only garble the words around. */
const SHORTEST_SECRET = 4;

/** Text in which every given secret is replaced, as it is and as it looks inside an address. */
function withoutSecrets(text: string, secrets: readonly string[] = []): string {
  // Longest first, so that a secret inside another leaves no rest behind.
  const spellings = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, inAddress(secret)])
    .sort((a, b) => b.length - a.length);
  return spellings.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
}

/** Half a surrogate pair cannot be encoded; it becomes what any encoder puts in its place. */
function inAddress(secret: string): string {
  return encodeURIComponent(new TextDecoder().decode(new TextEncoder().encode(secret)));
}

/** What looks like a credential even if we did not send it. */
const CREDENTIALS = [
  /\b(Bearer|Basic)\s+[A-Za-z0-9\-._~+/]{4,}=*/gi,
  /((?:client_secret|registration_access_token|access_token|refresh_token|id_token)\\?["']?\s*[:=]\s*\\?["']?)[^"'\\\s,&}]+/gi,
];

/**
 * The server's words for a message: shortened, secrets replaced, and control characters escaped so that no answer
 * can forge a line of a log.
 */
export function quoteServerText(text: string, secrets: readonly string[] = [], limit = 300): string {
  // Cut generously first: an answer may have a megabyte.
  const redacted = CREDENTIALS.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (_whole, kept: string) =>
        `${kept.trimEnd()} ${REDACTED}`.replace(/([:="'])\s/, '$1'),
      ),
    withoutSecrets(text.slice(0, 20_000), secrets),
  );
  const escaped = redacted
    .trim()
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );
  const flat = escaped.trim();
  return flat.length > limit ? `${flat.slice(0, limit)}…` : flat;
}

/**
 * What may be shown of a foreign error: name, message and code, down three causes. A fetch of the caller's may
 * hang the whole request, with its headers, on its errors.
 */
export function safeCause(error: unknown, secrets: readonly string[] = [], depth = 0): Error | undefined {
  if (!(error instanceof Error))
    return error === undefined ? undefined : new Error(quoteServerText(String(error), secrets));
  const inner =
    depth < 3 && error.cause !== undefined ? safeCause(error.cause, secrets, depth + 1) : undefined;
  const safe = new Error(
    quoteServerText(error.message, secrets),
    inner === undefined ? undefined : { cause: inner },
  );
  const hidden = (name: string, value: string) =>
    Object.defineProperty(safe, name, { value, enumerable: false, configurable: true, writable: true });
  hidden('name', error.name);
  // The stack repeats the message; its first lines are rebuilt, the rest tells where it came from.
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  hidden('stack', [`${error.name}: ${safe.message}`, ...frames.slice(0, 10)].join('\n'));
  if ('code' in error && typeof error.code === 'string')
    Object.assign(safe, { code: quoteServerText(error.code, secrets, 60) });
  return safe;
}
