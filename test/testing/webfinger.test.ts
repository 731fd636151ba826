import { expect, test } from 'vitest';
import { createTestServer } from '../../src/testing/index.js';

const RELATION = 'http://openid.net/specs/connect/1.0/issuer';
const accounts = {
  'acct:joe@example.com': 'https://as.example.test',
  'https://example.org/jane': 'https://as.example.test/t',
};

function ask(query: string): Promise<Response> {
  return createTestServer({ accounts }).fetch(`https://example.com/.well-known/webfinger${query}`);
}

test('an account leads to its issuer, at its own host', async () => {
  const response = await ask(`?resource=acct%3Ajoe%40example.com&rel=${encodeURIComponent(RELATION)}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/jrd+json');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.json()).toEqual({
    subject: 'acct:joe@example.com',
    links: [{ rel: RELATION, href: 'https://as.example.test' }],
  });
});

test('links of other relations are filtered out', async () => {
  expect(await (await ask('?resource=acct:joe@example.com&rel=avatar')).json()).toEqual({
    subject: 'acct:joe@example.com',
    links: [],
  });
});

test.each([
  ['', 400],
  ['?resource=', 400],
  ['?resource=acct:nobody@example.com', 404],
  ['?resource=constructor', 404],
  ['?resource=https://example.org/jane', 200],
])('%s is answered by %i', async (query, status) => {
  expect((await ask(query)).status).toBe(status);
});

test('the hosts of the accounts are among the origins', () => {
  expect(createTestServer({ accounts }).origins()).toEqual([
    'https://as.example.test',
    'https://example.com',
    'https://example.org',
  ]);
});
