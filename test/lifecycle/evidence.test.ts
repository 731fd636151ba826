import { describe, expect, test } from 'vitest';
import { type Evidence, readEvidence } from '../../src/lifecycle/evidence.js';
import { DcrError } from '../../src/protocol/errors.js';

const openidClient = (status: number, error: string, error_description?: string) =>
  Object.assign(new Error('server responded with an error in the response body'), {
    code: 'OAUTH_RESPONSE_BODY_ERROR',
    status,
    error,
    error_description,
    cause: { error, error_description },
  });

const challenged = (scheme: string) =>
  Object.assign(new Error('server responded with a challenge in the WWW-Authenticate HTTP Header'), {
    code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
    status: 401,
    cause: [{ scheme, parameters: { realm: 'as' } }],
  });

describe('what a rejection says about the client', () => {
  test.each<[string, unknown, Evidence]>([
    ['nothing more than the word of the app', undefined, 'rejected'],
    ['401 invalid_client', openidClient(401, 'invalid_client'), 'rejected'],
    ['400 invalid_client', openidClient(400, 'invalid_client'), 'rejected'],
    ['a challenge for Basic at the token endpoint', challenged('basic'), 'rejected'],
    ['a challenge for Bearer', challenged('bearer'), 'suspect'],
    ['the code alone', 'invalid_client', 'rejected'],
    ['the code in a log line', 'token request failed: invalid_client', 'rejected'],
    ['invalid_grant', openidClient(400, 'invalid_grant'), 'suspect'],
    [
      'invalid_grant that names an unknown client',
      openidClient(400, 'invalid_grant', 'unknown client'),
      'suspect',
    ],
    [
      'invalid_grant for a code that has ended, in words about the client',
      openidClient(400, 'invalid_grant', 'The refresh token of this client was not found'),
      'suspect',
    ],
    ['unauthorized_client in words', openidClient(400, 'unauthorized_client', 'unknown client'), 'suspect'],
    [
      'a redirect URI that is not registered, in words about the client',
      { status: 400, error: 'invalid_request', error_description: 'Client: redirect_uri is not registered' },
      'suspect',
    ],
    ['invalid client metadata, in words', { status: 400, message: 'Invalid client metadata' }, 'nothing'],
    ['unauthorized_client', { status: 400, error: 'unauthorized_client' }, 'suspect'],
    [
      'access_denied for an unknown client_id',
      { status: 401, error: 'access_denied', error_description: 'unknown client_id 4711' },
      'rejected',
    ],
    [
      'invalid_request: Client ID .. not found',
      { status: 400, error: 'invalid_request', error_description: 'Client ID 4711 not found' },
      'rejected',
    ],
    ['422 Unrecognized client_id', { status: 422, message: 'Unrecognized client_id' }, 'rejected'],
    [
      'a page that says Unknown client',
      { status: 400, message: '<h1>E0003 Unknown client</h1>' },
      'rejected',
    ],
    [
      'a redirect URI that does not match',
      { status: 400, error_description: 'redirect_uri mismatch' },
      'suspect',
    ],
    ['invalid_client_metadata is no invalid_client', openidClient(400, 'invalid_client_metadata'), 'nothing'],
    ['an invalid scope', openidClient(400, 'invalid_scope'), 'nothing'],
    ['500', { status: 500, error: 'server_error' }, 'nothing'],
    ['503 with words about a client', { status: 503, message: 'client not found in cache' }, 'nothing'],
    ['429', { status: 429, message: 'slow down' }, 'nothing'],
    ['a network failure', new DcrError('network', 'invalid_client is what it would say'), 'nothing'],
    ['a timeout', new DcrError('timeout', 'late'), 'nothing'],
    ['a failed fetch', new TypeError('fetch failed'), 'nothing'],
    ['something that is no error', 42, 'nothing'],
  ])('%s', (_rule, seen, evidence) => {
    expect(readEvidence(seen)).toBe(evidence);
  });

  test('is read from causes that point to themselves, and from texts of any length, in no time', () => {
    const error: Error & { cause?: unknown } = new Error('round');
    error.cause = error;
    expect(readEvidence(error)).toBe('nothing');
    expect(readEvidence({ message: `client ${'x '.repeat(500_000)}` })).toBe('nothing');
  });
});
