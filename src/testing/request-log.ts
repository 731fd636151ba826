import { schemeOf } from './authorization.js';
import { isObject } from './client-metadata.js';
import { type IncomingRequest, mediaType } from './request.js';

/** A request as the test server saw it, its secrets replaced by `[secret]`. */
export interface TestServerRequest {
  /** HTTP method. */
  readonly method: string;
  /** The whole address, secrets in it hidden. */
  readonly url: string;
  /** Which way of authentication the header named, readable or not; never what it carried. `none`: there was no header. */
  readonly authorization: 'none' | 'bearer' | 'basic' | 'other';
  /** Parsed, if it was JSON or a form; else the text; `undefined` when there was none. */
  readonly body: unknown;
  /** Status of the answer; `undefined` while there is none, and when none arrived. */
  readonly status: number | undefined;
  /** Epoch milliseconds of its arrival. */
  readonly at: number;
}

export interface RequestLog {
  /** Notes an arrival; the function given back notes the status of the answer. */
  add(request: IncomingRequest, at: number): (status: number) => void;
  all(): TestServerRequest[];
}

/** Finds secrets in text. */
export interface SecretFinder {
  /** Secrets that may stand anywhere in a text. */
  readonly issued: () => ReadonlySet<string>;
  /** True for a text that is a secret as a whole. */
  readonly isSecret: (text: string) => boolean;
}

const HIDDEN = '[secret]';
const SECRET_MEMBERS = [
  'client_secret',
  'ext_param_client_secret',
  'registration_access_token',
  'client_assertion',
  'access_token',
];
/** RFC 7518 section 6: what makes a key a private or a symmetric one. */
const PRIVATE_KEY_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

export function createRequestLog(finder: SecretFinder): RequestLog {
  const entries: { seen: TestServerRequest; shown?: TestServerRequest }[] = [];
  // Hidden when they are looked at: a test of many thousand requests issues as many secrets, and seldom looks.
  const show = (entry: (typeof entries)[number]): TestServerRequest => {
    const { seen } = entry;
    entry.shown ??= { ...seen, url: hideText(seen.url, finder), body: hide(seen.body, finder) };
    return entry.shown;
  };
  return {
    add(request, at) {
      const entry: (typeof entries)[number] = {
        seen: {
          method: request.method,
          url: request.url.href,
          authorization: schemeOf(request.headers),
          body: parsed(request),
          status: undefined,
          at,
        },
      };
      entries.push(entry);
      return (status) => {
        entry.seen = { ...entry.seen, status };
        if (entry.shown !== undefined) entry.shown = { ...entry.shown, status };
      };
    },
    all: () => entries.map(show),
  };
}

function parsed(request: IncomingRequest): unknown {
  if (request.body === '') return undefined;
  if (mediaType(request) === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(request.body));
  }
  try {
    return JSON.parse(request.body);
  } catch {
    return request.body;
  }
}

function hide(value: unknown, finder: SecretFinder): unknown {
  if (typeof value === 'string') return hideText(value, finder);
  if (Array.isArray(value)) return value.map((item) => hide(item, finder));
  if (!isObject(value)) return value;
  const isKey = typeof value.kty === 'string';
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const secret = SECRET_MEMBERS.includes(name) || (isKey && PRIVATE_KEY_MEMBERS.includes(name));
      return [name, secret ? HIDDEN : hide(member, finder)];
    }),
  );
}

function hideText(text: string, { issued, isSecret }: SecretFinder): string {
  if (isSecret(text)) return HIDDEN;
  return [...issued()].reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
}
