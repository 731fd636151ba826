import { describe, expect, test } from 'vitest';
import { findIssuer } from '../../src/discovery/find-issuer.js';
import { discoverServer } from '../../src/discovery/server-metadata.js';
import { createTestServer } from '../../src/testing/index.js';
import { failing } from '../support/failing.js';

const REL = 'http://openid.net/specs/connect/1.0/issuer';

/** Answers everything with this, and remembers what was asked. */
function host(body: unknown, init: ResponseInit = {}) {
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url);
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), init);
  };
  return { asked, fetch };
}

describe('findIssuer', () => {
  test('asks the host of the account, once', async () => {
    const { asked, fetch } = host({
      links: [
        { rel: 'other', href: 'https://no.example' },
        { rel: REL, href: 'https://as.example' },
      ],
    });
    expect(await findIssuer('joe@example.com', { fetch })).toBe('https://as.example');
    expect(asked).toEqual([
      `https://example.com/.well-known/webfinger?resource=acct%3Ajoe%40example.com&rel=${encodeURIComponent(REL)}`,
    ]);
  });

  test('the subject may be another name of the account', async () => {
    const { fetch } = host({
      subject: 'acct:joseph@example.com',
      links: [{ rel: REL, href: 'https://as.example/' }],
    });
    expect(await findIssuer('joe@example.com', { fetch })).toBe('https://as.example/');
  });

  test.each([
    ['404', '', { status: 404 }],
    ['HTML', '<html>', {}],
    ['no links', {}, {}],
    ['null links', { links: [null, 7, 'x'] }, {}],
    [
      'https in the relation',
      { links: [{ rel: REL.replace('http:', 'https:'), href: 'https://as.example' }] },
      {},
    ],
    ['a link without address', { links: [{ rel: REL }] }, {}],
  ])('%s: issuer-not-found, with what to do', async (_name, body, init) => {
    const error = await failing(findIssuer('joe@example.com', { fetch: host(body, init).fetch }));
    expect(error).toMatchObject({
      code: 'issuer-not-found',
      attempts: [{ url: expect.stringContaining('webfinger') }],
    });
    expect(error.message).toContain('give the issuer directly');
  });

  test.each(['http://as.example', 'https://as.example?x', 'as.example'])(
    'a link to %s is no issuer',
    async (href) => {
      const { fetch } = host({ links: [{ rel: REL, href }] });
      expect((await failing(findIssuer('joe@example.com', { fetch }))).code).toMatch(
        /^(?:invalid-issuer|insecure-url)$/,
      );
    },
  );

  test.each(['', '@joe', 'joe:secret@example.com', 'https://joe:secret@example.com/', 'tel:+1'])(
    '%j is refused before anything is sent, without repeating a password',
    async (account) => {
      const { asked, fetch } = host({});
      const error = await failing(findIssuer(account, { fetch }));
      expect(error.code).toBe('invalid-account');
      expect(error.message).not.toContain('secret');
      expect(asked).toEqual([]);
    },
  );

  test('asks over https even for a plain http identifier, unless it is on loopback', async () => {
    const jrd = { links: [{ rel: REL, href: 'https://as.example' }] };
    const remote = host(jrd);
    await findIssuer('http://example.com/joe', { fetch: remote.fetch });
    const local = host(jrd);
    await findIssuer('http://127.0.0.1:8080/joe', { fetch: local.fetch });
    expect([remote.asked[0]?.slice(0, 8), local.asked[0]?.slice(0, 22)]).toEqual([
      'https://',
      'http://127.0.0.1:8080/',
    ]);
  });

  test('a failure over https is not tried again over http', async () => {
    for (const status of [404, 500, 503]) {
      const { asked, fetch } = host('', { status });
      await failing(findIssuer('joe@example.com', { fetch }));
      expect(asked.filter((url) => !url.startsWith('https:'))).toEqual([]);
    }
    const asked: string[] = [];
    const broken = async (url: string) => {
      asked.push(url);
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } });
    };
    await failing(findIssuer('joe@example.com', { fetch: broken }));
    expect(asked.filter((url) => !url.startsWith('https:'))).toEqual([]);
  });

  test('leads from an account to the metadata of its server', async () => {
    const server = createTestServer({ accounts: { 'acct:joe@example.com': 'https://as.example.test' } });
    const fetch = (url: string, init: RequestInit) => server.fetch(url, init);
    expect(await discoverServer({ account: 'joe@example.com' }, { fetch })).toMatchObject({
      issuer: 'https://as.example.test',
    });
  });
});
