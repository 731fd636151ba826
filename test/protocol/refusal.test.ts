import { describe, expect, test } from 'vitest';
import { readChallenges } from '../../src/protocol/refusal/challenge.js';
import { type Refusal, readRefusal } from '../../src/protocol/refusal.js';

const read = (more: Partial<Omit<Refusal, 'headers'>> & { headers?: Record<string, string> } = {}) => {
  const { headers = {}, ...rest } = more;
  return readRefusal({
    operation: 'register',
    status: 400,
    text: '',
    now: 0,
    ...rest,
    headers: new Headers(headers),
  });
};
const json = (body: unknown) => JSON.stringify(body);

describe('the words of a refusal', () => {
  test.each<[string, unknown, string | undefined, string | undefined]>([
    [
      'RFC 7591',
      { error: 'invalid_redirect_uri', error_description: 'not allowed' },
      'invalid_redirect_uri',
      'not allowed',
    ],
    [
      'RFC 7591 with members that nobody knows',
      { error: 'invalid_client_metadata', error_description: 'no name', hint: 7, details: [{ field: 'x' }] },
      'invalid_client_metadata',
      'no name',
    ],
    ['a nested error', { error: { code: 'bad_request', message: 'no name' } }, 'bad_request', 'no name'],
    [
      'code and message',
      { code: 'OAUTH-6', message: 'no name', description: 'give one' },
      'OAUTH-6',
      'no name; give one',
    ],
    ['a number as code', { code: 400, message: 'no name' }, undefined, 'no name'],
    [
      'problem+json',
      { type: 'about:blank', title: 'Bad', detail: 'no name', status: 400 },
      undefined,
      'no name; Bad',
    ],
    [
      'errorCode and errorSummary',
      { errorCode: 'E0000001', errorSummary: 'Api validation failed' },
      'E0000001',
      'Api validation failed',
    ],
    [
      'an error in words',
      { statusCode: 400, error: 'Bad Request', message: 'no name' },
      undefined,
      'Bad Request; no name',
    ],
    ['a trace id', { error: 'x', error_description: 'no', traceId: 't-1' }, 'x', 'no [trace t-1]'],
    [
      'a validator in the description',
      { error: 'x', error_description: json([{ path: ['redirect_uris', 0], message: 'Invalid url' }]) },
      'x',
      'redirect_uris.0: Invalid url',
    ],
    ['an object without words', {}, undefined, undefined],
  ])('%s', (_shape, body, error, description) => {
    expect(read({ text: json(body) })).toMatchObject({
      kind: 'rejected',
      ...(error === undefined ? {} : { error }),
    });
    expect(read({ text: json(body) }).error).toBe(error);
    expect(read({ text: json(body) }).error_description).toBe(description);
  });

  test('plain text, a page with a title, a page without one, and nothing at all', () => {
    expect(read({ text: 'no name\n' }).error_description).toBe('no name');
    const page = { headers: { 'content-type': 'text/html' } };
    expect(read({ ...page, text: '<html><title>Sorry</title>' }).error_description).toBe(
      'an HTML page titled "Sorry"',
    );
    expect(read({ ...page, text: '<html>' }).error_description).toBe('an HTML page');
    expect(read().error_description).toBeUndefined();
  });

  test('a challenge speaks where the body is silent', () => {
    const headers = {
      'www-authenticate':
        'Basic realm="x", Bearer error="invalid_token", error_description="it \\"expired\\""',
    };
    expect(read({ status: 401, headers })).toMatchObject({
      kind: 'unauthorized',
      error: 'invalid_token',
      error_description: 'it "expired"',
    });
    expect(read({ status: 401, headers, text: json({ error: 'mine' }) }).error).toBe('mine');
  });

  test('time to wait is seconds or a date', () => {
    const wait = (header: string, now = 0) =>
      read({ status: 429, headers: { 'retry-after': header }, now }).retryAfterMs;
    expect([
      wait('2'),
      wait('1.5'),
      wait('Thu, 01 Jan 1970 00:00:10 GMT', 4000),
      wait('Thu, 01 Jan 1970 00:00:10 GMT', 20_000),
      wait('soon'),
    ]).toEqual([2000, 1500, 6000, 0, undefined]);
  });
});

describe('challenges', () => {
  test.each([
    ['Bearer', [{ scheme: 'bearer', parameters: {} }]],
    ['bearer ERROR=invalid_token', [{ scheme: 'bearer', parameters: { error: 'invalid_token' } }]],
    ['Bearer realm="a, b=c", error="x"', [{ scheme: 'bearer', parameters: { realm: 'a, b=c', error: 'x' } }]],
    [
      'Basic realm="x", Bearer error="y"',
      [
        { scheme: 'basic', parameters: { realm: 'x' } },
        { scheme: 'bearer', parameters: { error: 'y' } },
      ],
    ],
    [
      'DPoP algs="ES256 PS256", error="x"',
      [{ scheme: 'dpop', parameters: { algs: 'ES256 PS256', error: 'x' } }],
    ],
    ['Bearer error="first", error="second"', [{ scheme: 'bearer', parameters: { error: 'first' } }]],
    ['', []],
    [null, []],
    ['=,="', []],
  ])('%s', (header, expected) => {
    expect(readChallenges(header)).toEqual(expected);
  });

  test('a hostile header takes no time and no prototype', () => {
    readChallenges('a="'.repeat(100_000));
    readChallenges('Bearer __proto__="x", constructor="y"');
    expect('x' in {}).toBe(false);
  });
});

describe('what to do', () => {
  const hint = (text: string, more: Parameters<typeof read>[0] = {}) => read({ text, ...more }).hint;
  test.each<[string, RegExp, string]>([
    [
      "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.",
      /Keycloak.*hosts/,
      'insufficient_scope',
    ],
    ["Policy 'Max Clients Limit' rejected request", /realm is full/, 'x'],
    [
      "Policy 'Allowed Client Scopes' rejected request: Not permitted to use specified clientScope",
      /leave scope out/,
      'x',
    ],
    ["Policy 'Consent Required' rejected request", /Keycloak's client registration policies/, 'x'],
    ['Client Identifier included', /leave it out/, 'invalid_client_metadata'],
    ['no', /software statement is not good/, 'invalid_software_statement'],
    ['no', /statements of this issuer/, 'unapproved_software_statement'],
    ['no', /does not allow one of the redirect_uris/, 'invalid_redirect_uri'],
    [
      'redirect_uris is mandatory property',
      /Give redirect_uris.*response_types: \[\]/,
      'invalid_redirect_uri',
    ],
    ['no', /its scopes/, 'insufficient_scope'],
    ['no', /Change what the server objects to/, 'invalid_client_metadata'],
  ])('%s', (error_description, expected, error) => {
    expect(hint(json({ error, error_description }))).toMatch(expected);
  });

  test('a firewall, a login page, an interface for administrators, a wrong endpoint, an exhausted limit', () => {
    const page = { 'content-type': 'text/html' };
    expect(hint('<title>Attention</title>', { status: 403, headers: { ...page, 'cf-ray': '1' } })).toMatch(
      /firewall/i,
    );
    expect(hint('<html><title>Sign in to Example</title>', { status: 403, headers: page })).toMatch(
      /login page/,
    );
    expect(hint('', { status: 401, headers: { 'www-authenticate': 'Basic realm="WSO2"' } })).toMatch(
      /administrators/,
    );
    expect(hint('', { status: 401, headers: { 'www-authenticate': 'Bearer' } })).toMatch(
      /initial access token/,
    );
    expect(hint('', { status: 404 })).toMatch(/no registration endpoint/);
    expect(hint('', { status: 429 })).toMatch(/retryAfterMs/);
  });
});
