import { describe, expect, test } from 'vitest';
import { discoverServer } from '../../src/discovery/server-metadata.js';
import type { FetchLike, RequestOptions } from '../../src/http/options.js';
import { DcrError, isDcrError } from '../../src/protocol/errors.js';
import type { DcrWarning } from '../../src/protocol/warnings.js';
import { createTestServer } from '../../src/testing/index.js';

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

async function discover(issuer: string, fetch: FetchLike, options: RequestOptions = {}) {
  const warnings: DcrWarning[] = [];
  const outcome = await discoverServer(issuer, {
    fetch,
    onWarning: (warning) => warnings.push(warning),
    ...options,
  }).then(
    (metadata) => ({ metadata, error: undefined }),
    (error: unknown) => {
      if (!isDcrError(error)) throw error;
      return { metadata: undefined, error };
    },
  );
  return { ...outcome, warnings: warnings.map(({ code }) => code) };
}

describe('discoverServer', () => {
  const metadata = { issuer: ORIGIN, registration_endpoint: `${ORIGIN}/register` };
  const OIDC = '/.well-known/openid-configuration';
  const OAUTH = '/.well-known/oauth-authorization-server';

  test.each([
    ['https://as.test?x=1', 'a query'],
    ['https://as.test#x', 'a fragment'],
    ['https://as.test#', 'a fragment'],
    ['https://u:p@as.test', 'credentials'],
    ['as.test', 'not an absolute address'],
    ['', 'not an absolute address'],
    ['ftp://as.test', 'not an https address'],
  ])('%j is refused before anything is sent: it has %s', async (issuer, why) => {
    const { asked, fetch } = documents({});
    const { error } = await discover(issuer, fetch);
    expect(error).toMatchObject({ code: 'invalid-issuer' });
    expect(error?.message).toContain(why);
    expect(asked).toEqual([]);
  });

  test('plain http is refused, but on loopback, or when allowed', async () => {
    const { asked, fetch } = documents({});
    expect((await discover('http://as.test', fetch)).error?.code).toBe('insecure-url');
    expect(asked).toEqual([]);
    expect((await discover('http://localhost:1', fetch)).error?.code).toBe('discovery-failed');
    expect((await discover('http://as.test', fetch, { allowInsecureRequests: true })).error?.code).toBe(
      'discovery-failed',
    );
  });

  test.each([
    [`${ORIGIN}/.well-known/openid-configuration`, ORIGIN],
    [`${ORIGIN}/tenant/.well-known/openid-configuration`, `${ORIGIN}/tenant`],
    [`${ORIGIN}/.well-known/oauth-authorization-server/tenant`, `${ORIGIN}/tenant`],
  ])('the address of a document, %s, is told from an issuer', async (address, issuer) => {
    const { error } = await discover(address, documents({}).fetch);
    expect(error?.message).toContain(`its issuer is probably ${issuer}. `);
  });

  test('what was attempted is said once, not for each address', async () => {
    const { error } = await discover(ORIGIN, () =>
      Promise.reject(Object.assign(new TypeError('fetch failed'), { code: 'ERR_SSL_WRONG_VERSION_NUMBER' })),
    );
    expect(error?.message.match(/Could not discover/g)).toHaveLength(1);
    expect(error?.message).toMatch(/as\.test does not speak TLS.*http:\/\//);
  });

  test('a relay that is none ends it: that says nothing about the issuer', async () => {
    const { error } = await discover(ORIGIN, () =>
      Promise.reject(new DcrError('relay-failed', 'It is no relay.')),
    );
    expect(error).toMatchObject({ code: 'relay-failed', message: 'It is no relay.' });
  });

  test('without a path there are two addresses, not four', async () => {
    const { asked, fetch } = documents({});
    await discover(`${ORIGIN}/`, fetch);
    expect(asked).toEqual([OAUTH, OIDC]);
  });

  test('expectedIssuer accepts the metadata of a server that calls itself otherwise', async () => {
    const { fetch } = documents({ [OAUTH]: { body: { ...metadata, issuer: 'https://inner.test' } } });
    expect((await discover(ORIGIN, fetch)).error?.code).toBe('issuer-mismatch');
    expect((await discover(ORIGIN, fetch, { expectedIssuer: 'https://inner.test' })).metadata?.issuer).toBe(
      'https://inner.test',
    );
  });

  test('a name that does not resolve is one clear error, not four', async () => {
    let calls = 0;
    const { error } = await discover(ORIGIN, () => {
      calls += 1;
      return Promise.reject(
        Object.assign(new TypeError('fetch failed'), {
          cause: Object.assign(new Error(), { code: 'ENOTFOUND' }),
        }),
      );
    });
    expect([error?.code, error?.notProcessed, calls]).toEqual(['network', true, 1]);
  });

  test('a broken connection is asked once more, then the next address', async () => {
    let calls = 0;
    const { fetch } = documents({ [OIDC]: { body: metadata } });
    const found = await discover(ORIGIN, (url, init) => {
      calls += 1;
      const broken = Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error(), { code: 'ECONNRESET' }),
      });
      return url.endsWith(OAUTH) ? Promise.reject(broken) : fetch(url, init);
    });
    expect([found.metadata?.issuer, calls]).toEqual([ORIGIN, 3]);
  });

  test('the caller can stop it at any address', async () => {
    const controller = new AbortController();
    const call = discoverServer(ORIGIN, {
      signal: controller.signal,
      fetch: async () => {
        controller.abort(new Error('enough'));
        return new Response('', { status: 404 });
      },
    });
    await expect(call).rejects.toThrow('enough');
  });

  test('members of every kind are kept, and endpoints that are no text dropped', async () => {
    const { fetch } = documents({
      [OAUTH]: { body: { ...metadata, vendor: { a: [1] }, token_endpoint: 7 } },
    });
    const found = await discover(ORIGIN, fetch);
    expect(found.metadata).toEqual({ ...metadata, vendor: { a: [1] } });
    expect(found.warnings).toEqual(['value-ignored']);
  });

  test('a foreign object in the place of the issuer is refused with words', async () => {
    for (const target of [undefined, null, 7, {}, { account: 7 }]) {
      // @ts-expect-error what a caller without types may pass
      await expect(discoverServer(target)).rejects.toMatchObject({ code: 'invalid-issuer' });
    }
  });

  test('issuers are compared by code point', async () => {
    const { fetch } = documents({
      [`${OAUTH}/%C3%A9`]: { body: { issuer: 'https://as.test/e\u0301' } },
    });
    const found = await discover('https://as.test/\u00e9', fetch);
    expect(found.error?.code).toBe('issuer-mismatch');
  });

  test('signed metadata that nobody verified changes nothing', async () => {
    const signed_metadata = `e30.${btoa(JSON.stringify({ registration_endpoint: 'https://evil.example' }))}.c2ln`;
    const { fetch } = documents({ [OAUTH]: { body: { ...metadata, signed_metadata } } });
    expect((await discover(ORIGIN, fetch)).metadata).toEqual({ ...metadata, signed_metadata });
  });

  test('every form of the well-known address is found', async () => {
    for (const form of ['oauth-inserted', 'openid-inserted', 'openid-appended', 'oauth-appended'] as const) {
      const server = createTestServer({ issuer: 'https://as.test/tenant', wellKnown: [form] });
      const found = await discover(server.issuer, (url, init) => server.fetch(url, init));
      expect(found.metadata?.issuer).toBe('https://as.test/tenant');
    }
  });
});
