/** Those that a connection needs for itself; a caller who sets them could make one request look like two. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Token and field value of RFC 9110 sections 5.6.2 and 5.5: no line break, so that no value adds a header. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The headers to send, by lower-case name.
 *
 * @throws TypeError that names the header that cannot be sent, never its value.
 */
export function outgoingHeaders(given: RequestInit['headers']): Record<string, string> {
  // A decoded answer costs more than the bytes that it saves; who leaves this out accepts anything (RFC 9110 section 12.5.3).
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  for (const [name, text] of entriesOf(given)) {
    const key = name.toLowerCase();
    const value = String(text).trim();
    if (!NAME.test(name) || OF_THE_CONNECTION.has(key)) {
      throw new TypeError(`nodeFetch: ${JSON.stringify(name.slice(0, 60))} cannot be set as a header.`);
    }
    if (!VALUE.test(value)) {
      throw new TypeError(`nodeFetch: the header ${key} holds a character that no header can carry.`);
    }
    headers[key] = value;
  }
  return headers;
}

function entriesOf(given: RequestInit['headers']): Iterable<readonly [string, string]> {
  if (given === undefined) return [];
  if (Symbol.iterator in given) return given as Iterable<[string, string]>;
  return Object.entries(given as Record<string, string>);
}

/**
 * The headers of an answer, with the reading half of `Headers`. The global class would do, but the first use of it makes
 * Node load its whole HTTP client.
 */
export class AnswerHeaders {
  readonly #values = new Map<string, string>();
  readonly #cookies: string[] = [];

  /** @param raw names and values in turn, as Node received them. */
  constructor(raw: readonly string[]) {
    for (let at = 0; at + 1 < raw.length; at += 2) {
      const name = (raw[at] ?? '').toLowerCase();
      const value = raw[at + 1] ?? '';
      const earlier = this.#values.get(name);
      this.#values.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
      if (name === 'set-cookie') this.#cookies.push(value);
    }
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  getSetCookie(): string[] {
    return [...this.#cookies];
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of this.#values) visit(value, name);
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }

  keys(): IterableIterator<string> {
    return this.#values.keys();
  }

  values(): IterableIterator<string> {
    return this.#values.values();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.#values.entries();
  }
}
