import { inspect } from 'node:util';
import type {
  ClientInformation,
  ClientMetadata,
  DcrError,
  DcrWarning,
  FetchLike,
  ServerMetadata,
} from 'dcr-client';
import {
  createDcrClient,
  deleteClient,
  isDcrError,
  memoryStore,
  readClient,
  registerClient,
  updateClient,
} from 'dcr-client';
import { wso2 } from 'dcr-client/wso2';
import { describe, expect, test } from 'vitest';
import table from '../fixtures/answers.json' with { type: 'json' };

const ORIGIN = 'https://as.test';
const OTHER = 'https://other.test';

interface Given {
  readonly path?: string;
  readonly method?: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly bodyRepeat?: { readonly text: string; readonly times: number };
  readonly behaviour?: 'hang' | 'reset';
  readonly refuseUnless?: Record<string, unknown>;
  readonly refusal?: Given;
  readonly answers?: readonly Given[];
  readonly also?: readonly Given[];
  readonly read?: Given;
  readonly metadata?: ServerMetadata;
}

interface Row {
  readonly id: string;
  readonly call: string;
  readonly through?: string;
  readonly sent: {
    readonly metadata?: ClientMetadata;
    readonly previous?: ClientInformation;
    readonly initialAccessToken?: string;
    readonly timeoutMs?: number;
    readonly profile?: string;
  };
  readonly given: Given;
  readonly expect: {
    readonly outcome: 'accept' | 'reject';
    readonly normalized?: Record<string, unknown>;
    readonly absent?: readonly string[];
    readonly raw?: Record<string, unknown>;
    readonly warnings?: readonly string[];
    readonly error?: {
      readonly kind: string;
      readonly status?: number;
      readonly serverError?: string;
      readonly retryAfter?: number;
      readonly mentions?: readonly string[];
      readonly hides?: readonly string[];
    };
    readonly request?: {
      readonly method?: string;
      readonly headers?: Record<string, string>;
      readonly body?: Record<string, unknown>;
      readonly bodyIfPresent?: Record<string, unknown>;
      readonly present?: readonly string[];
      readonly absent?: readonly string[];
      readonly only?: readonly string[];
    };
    readonly requests?: number;
    readonly otherRequests?: number;
  };
}

const rows = (table as unknown as Row[]).filter(({ call }) => call !== 'discover');

/** Rows in which the registration endpoint or the address of the client shows whose server it is. */
const recognised = rows.filter(
  ({ sent, given }) => sent.profile === 'wso2' && given.path?.includes('/api/identity/oauth2/dcr/'),
);

/** An address and a token for it, and the address is safe: https or on this machine. */
function isManageable({ registration_client_uri: uri, registration_access_token }: ClientInformation) {
  return registration_access_token !== undefined && /^https:|^http:\/\/(?:localhost|127\.)/.test(uri ?? '');
}

const filled = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value ?? null)
      .replaceAll('{origin}', ORIGIN)
      .replaceAll('{other}', OTHER),
  );

function serverOf(row: Row) {
  const { given, sent } = row;
  const asked: {
    url: string;
    method: string;
    headers: Headers;
    body: Record<string, unknown> | undefined;
  }[] = [];
  let turn = 0;
  const answer = async (found: Given, signal: AbortSignal | null | undefined): Promise<Response> => {
    if (found.behaviour === 'hang')
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    if (found.behaviour === 'reset')
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
      });
    const { status = 200, headers = {}, body, bodyRepeat } = filled(found);
    const text =
      bodyRepeat === undefined
        ? typeof body === 'string'
          ? body
          : body === undefined
            ? ''
            : JSON.stringify(body)
        : bodyRepeat.text.repeat(bodyRepeat.times);
    return new Response([204, 304].includes(status) ? null : text, { status, headers });
  };
  const fetch: FetchLike = async (url, init) => {
    const method = init.method ?? 'GET';
    asked.push({
      url,
      method,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    });
    const path = url.slice(new URL(url).origin.length);
    const other = given.also?.find(
      (document) => document.path === path && (document.method ?? 'GET') === method,
    );
    if (other !== undefined) return answer(other, init.signal);
    if (path.startsWith('/.well-known/') && given.metadata !== undefined)
      return answer({ body: given.metadata }, init.signal);
    if (path !== given.path) return new Response('', { status: 404 });
    if (row.call === 'update' && method === 'GET')
      return answer(given.read ?? { body: sent.previous }, init.signal);
    const refused = Object.entries(given.refuseUnless ?? {}).some(
      ([name, value]) => asked.at(-1)?.body?.[name] !== value,
    );
    if (refused && given.refusal !== undefined) return answer(given.refusal, init.signal);
    const answers = given.answers ?? [given];
    turn += 1;
    return answer(answers[Math.min(turn, answers.length) - 1] ?? given, init.signal);
  };
  return { asked, fetch };
}

async function perform(row: Row, fetch: FetchLike, passed = row.sent.profile) {
  const { call, sent, given } = row;
  const warnings: DcrWarning[] = [];
  const options = {
    fetch,
    timeoutMs: sent.timeoutMs ?? 1000,
    onWarning: (warning: DcrWarning) => warnings.push(warning),
    ...(passed === 'wso2' ? { profile: wso2() } : {}),
  };
  const previous = filled(sent.previous ?? { client_id: '' });
  const server: ServerMetadata = filled(given.metadata) ?? {
    issuer: ORIGIN,
    registration_endpoint: `${ORIGIN}${given.path}`,
  };
  const metadata = filled(sent.metadata ?? {});
  const token = sent.initialAccessToken === undefined ? {} : { initialAccessToken: sent.initialAccessToken };
  const run = async (): Promise<ClientInformation | undefined> => {
    if (call === 'read') return readClient(previous, options);
    if (call === 'update') return updateClient(previous, metadata, options);
    if (call === 'remove') return deleteClient(previous, options).then(() => undefined);
    if (row.through !== 'facade') return registerClient(server, metadata, { ...options, ...token });
    return createDcrClient({
      server,
      metadata,
      store: memoryStore(),
      ...options,
      ...token,
    }).ensureRegistered();
  };
  const outcome = await run().then(
    (information) => ({ information, error: undefined }),
    (error: unknown) => {
      if (!isDcrError(error)) throw error;
      return { information: undefined, error };
    },
  );
  return { ...outcome, warnings: warnings.map(({ code }) => code) };
}

function checkError(error: DcrError | undefined, expected: NonNullable<Row['expect']['error']>) {
  expect(error?.code).toBe(expected.kind);
  if (expected.status !== undefined) expect(error?.status).toBe(expected.status);
  if (expected.serverError !== undefined) expect(error?.error).toBe(expected.serverError);
  if (expected.retryAfter !== undefined) expect(error?.retryAfterMs).toBe(expected.retryAfter * 1000);
  for (const text of expected.mentions ?? []) expect(error?.message).toContain(filled(text));
  for (const secret of expected.hides ?? [])
    expect(inspect(error, { depth: 10 }) + JSON.stringify(error)).not.toContain(secret);
}

function checkRequest(
  asked: ReturnType<typeof serverOf>['asked'],
  expected: NonNullable<Row['expect']['request']>,
) {
  const last = asked.at(-1);
  const body = last?.body ?? {};
  if (expected.method !== undefined) expect(last?.method).toBe(expected.method);
  for (const [name, value] of Object.entries(expected.headers ?? {}))
    expect(last?.headers.get(name)).toContain(value);
  expect(body).toMatchObject(filled(expected.body ?? {}));
  for (const [name, value] of Object.entries(expected.bodyIfPresent ?? {}))
    if (name in body) expect(body[name]).toEqual(value);
  for (const name of expected.present ?? []) expect(body).toHaveProperty(name);
  for (const name of expected.absent ?? []) expect(body).not.toHaveProperty(name);
  if (expected.only !== undefined)
    expect(Object.keys(body).every((name) => expected.only?.includes(name))).toBe(true);
}

async function meetsRow(row: Row, passed = row.sent.profile) {
  const { asked, fetch } = serverOf(row);
  const { information, error, warnings } = await perform(row, fetch, passed);
  const expected = row.expect;
  if (expected.outcome === 'reject') {
    checkError(error, expected.error ?? { kind: '' });
  } else {
    if (error !== undefined) throw error;
    const { manageable, ...members } = filled(expected.normalized ?? {});
    if (information !== undefined) {
      for (const [name, value] of Object.entries(members))
        expect([name, information[name]]).toEqual([name, value]);
      for (const name of expected.absent ?? []) expect(information).not.toHaveProperty(name);
      if (manageable !== undefined) expect(isManageable(information)).toBe(manageable);
      expect(information.rawAnswer ?? {}).toMatchObject(filled(expected.raw ?? {}));
    }
    if (expected.warnings !== undefined) expect([...warnings].sort()).toEqual([...expected.warnings].sort());
  }
  if (expected.request !== undefined) checkRequest(asked, expected.request);
  const there = asked.filter(({ url }) => url.startsWith(ORIGIN) && !url.includes('/.well-known/'));
  if (expected.requests !== undefined) expect(there.length).toBe(expected.requests);
  if (expected.otherRequests !== undefined) expect(asked.length - there.length).toBe(expected.otherRequests);
}

describe('what servers really answer', () => {
  test.each(rows.map((row) => [row.id, row] as const))('%s', (_id, row) => meetsRow(row));

  test('nothing is left out', () => {
    expect(table).toHaveLength(171);
    expect(table.filter(({ call }) => call === 'discover').length + rows.length).toBe(171);
  });
});

describe('what a server that its address shows really answers', () => {
  test.each(recognised.map((row) => [row.id, row] as const))('%s, without a profile', (_id, row) =>
    meetsRow(row, 'none'),
  );

  test('there are such rows', () => {
    expect(recognised.length).toBeGreaterThan(20);
  });
});
