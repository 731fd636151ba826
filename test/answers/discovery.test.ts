import { type DcrWarning, discoverServer, type FetchLike, isDcrError } from 'dcr-client';
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

async function discover(issuer: string, fetch: FetchLike) {
  const warnings: DcrWarning[] = [];
  const outcome = await discoverServer(issuer, {
    fetch,
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

/** Rows that need the profile of their vendor, which is not there yet. */
const OPEN: readonly string[] = ['W72-discovery-old-version'];

const rows = answers.filter(({ call, id }) => call === 'discover' && !OPEN.includes(id));

describe('what servers answer to discovery', () => {
  test.each(rows.map((row) => [row.id, row] as const))('%s', async (_id, row) => {
    const listed = ('documents' in row.given ? row.given.documents : []) as readonly (Document & {
      url: string;
    })[];
    const { asked, fetch } = documents(
      Object.fromEntries(listed.map((document) => [document.url, document])),
    );
    const issuer = ('issuer' in row.sent ? String(row.sent.issuer) : '').replaceAll('{origin}', ORIGIN);
    const { metadata, error, warnings } = await discover(issuer, fetch);
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
