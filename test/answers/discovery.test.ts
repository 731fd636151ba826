import { type DcrWarning, discoverServer, type FetchLike, isDcrError } from 'dcr-client';
import { wso2 } from 'dcr-client/wso2';
import { describe, expect, test } from 'vitest';
import answers from '../fixtures/answers.json' with { type: 'json' };

const ORIGIN = 'https://as.test';

interface Document {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** Documents by path; anything else is 404. */
function documents(byPath: Record<string, Document>) {
  const asked: string[] = [];
  const fetch: FetchLike = async (url) => {
    const path = url.slice(new URL(url).origin.length);
    asked.push(path);
    const document = byPath[path];
    if (document === undefined) return new Response('not found', { status: 404 });
    const { status = 200, headers = { 'content-type': 'application/json' }, body } = document;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return new Response(text.replaceAll('{origin}', ORIGIN), { status, headers });
  };
  return { asked, fetch };
}

async function discover(issuer: string, fetch: FetchLike, profile: string | undefined) {
  const warnings: DcrWarning[] = [];
  const outcome = await discoverServer(issuer, {
    fetch,
    ...(profile === 'wso2' ? { profile: wso2() } : {}),
    onWarning: (warning) => warnings.push(warning),
  }).then(
    (metadata) => ({ metadata, error: undefined }),
    (error: unknown) => {
      if (!isDcrError(error)) throw error;
      return { metadata: undefined, error };
    },
  );
  return { ...outcome, warnings: warnings.map(({ code }) => code) };
}

const filled = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('{origin}', ORIGIN));

const rows = answers.filter(({ call }) => call === 'discover');
/** Each row; those of a vendor's server with its profile and without. */
const cases = rows.flatMap((row) => {
  const profile = 'profile' in row.sent ? String(row.sent.profile) : undefined;
  const named = profile === undefined ? [] : [[`${row.id}, with its profile`, row, profile] as const];
  return [[row.id, row, undefined] as const, ...named];
});

describe('what servers answer to discovery', () => {
  test.each(cases)('%s', async (_id, row, profile) => {
    const listed = ('documents' in row.given ? row.given.documents : []) as readonly (Document & {
      url: string;
    })[];
    const { asked, fetch } = documents(
      Object.fromEntries(listed.map((document) => [document.url, document])),
    );
    const issuer = ('issuer' in row.sent ? String(row.sent.issuer) : '').replaceAll('{origin}', ORIGIN);
    const { metadata, error, warnings } = await discover(issuer, fetch, profile);
    const expected = row.expect as {
      outcome: string;
      normalized?: object;
      absent?: string[];
      warnings?: string[];
      order?: string[];
      error?: { kind: string; mentions?: string[] };
    };
    if (expected.outcome === 'accept') {
      expect(error).toBeUndefined();
      expect(metadata).toMatchObject(filled(expected.normalized ?? {}) as object);
      for (const member of expected.absent ?? []) expect(metadata).not.toHaveProperty(member);
    } else {
      expect(error?.code).toBe(expected.error?.kind);
      for (const text of expected.error?.mentions ?? []) expect(error?.message).toContain(filled(text));
    }
    if (expected.warnings !== undefined) expect(warnings.sort()).toEqual([...expected.warnings].sort());
    if (expected.order !== undefined) expect(asked).toEqual(expected.order);
  });

  test('there are rows', () => {
    expect(rows.length).toBeGreaterThan(12);
  });
});
