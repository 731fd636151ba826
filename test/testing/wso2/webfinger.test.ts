import { describe, expect, test } from 'vitest';
import { type Answer, send, serverOf } from './raw-client.js';

const REL = 'http://openid.net/specs/connect/1.0/issuer';
const BASE = 'https://wso2.example.test';

const ask = (query: string): Promise<Answer> =>
  send(serverOf('7.3'), `${BASE}/.well-known/webfinger?${query}`);

describe('WebFinger', () => {
  test.each([
    ['acct:admin@localhost', ''],
    ['https://localhost:9443/joe', ''],
    ['https://localhost:9443', ''],
    ['acct:admin%40wso2.com@localhost', '/t/wso2.com'],
    ['acct:admin@wso2.com@localhost', '/t/wso2.com'],
    ['https://admin%40wso2.com@localhost/', '/t/wso2.com'],
    // A second bare @ hides the user, and with it the tenant.
    ['https://admin@wso2.com@localhost/', ''],
    // The host says nothing.
    ['acct:admin@wso2.com', ''],
    ['acct:admin@carbon.super@localhost', ''],
  ])('of %s leads to the issuer of %j', async (resource, prefix) => {
    const { status, headers, body } = await ask(
      `resource=${encodeURIComponent(resource)}&rel=${encodeURIComponent(REL)}`,
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/jrd+json');
    expect(body).toEqual({
      subject: resource,
      links: [{ rel: REL, href: `${BASE}${prefix}/oauth2/token` }],
    });
  });

  test('does not look at the relation', async () => {
    const { body } = await ask('resource=acct:admin@localhost&rel=anything');
    expect(body.links).toEqual([{ rel: REL, href: `${BASE}/oauth2/token` }]);
  });

  test.each([
    ['no relation', 'resource=acct:admin@localhost', 400],
    ['no resource', `rel=${REL}`, 400],
    ['one parameter more', `resource=acct:admin@localhost&rel=${REL}&x=1`, 400],
    ['an empty resource', `resource=&rel=${REL}`, 404],
    ['an account without a host', `resource=acct:admin&rel=${REL}`, 400],
    ['an account that is a host', `resource=acct:joe.example.com&rel=${REL}`, 400],
    ['an unknown tenant', `resource=acct:admin%2540nowhere.com@localhost&rel=${REL}`, 404],
    ['no scheme', `resource=admin@localhost&rel=${REL}`, 500],
    ['what is no URI', `resource=acct:a%20b@localhost&rel=${REL}`, 500],
  ])('refuses %s without a body', async (_, query, expected) => {
    const { status, text } = await ask(query);
    expect([status, text]).toEqual([expected, '']);
  });

  test('takes a relation that is there twice for one', async () => {
    expect((await ask(`resource=acct:admin@localhost&rel=${REL}&rel=x`)).status).toBe(200);
  });

  test('needs no authentication, and is not there below a tenant', async () => {
    const url = `${BASE}/t/wso2.com/.well-known/webfinger?resource=acct:admin@localhost&rel=${REL}`;
    const { status, headers } = await send(serverOf('7.3'), url);
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm=wso2.example.test']);
  });
});
