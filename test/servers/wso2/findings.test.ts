import { describe, expect, test } from 'vitest';
import { wso2Findings } from '../../../src/servers/wso2/findings.js';

type Members = Record<string, unknown>;
type Found = readonly (readonly [string, string, string])[];

const find = (metadata: Members, setting: object = {}, patterns: object = {}): Found =>
  wso2Findings(metadata, { operation: 'register', strict: false, ...setting }, patterns).map(
    ({ rule, path, severity }) => [rule, path, severity],
  );

const GOOD = { client_name: 'my-app_1.0', redirect_uris: ['https://app.example/cb'] };

describe('what WSO2 would refuse or misunderstand', () => {
  test.each<[string, Members, Found]>([
    ['nothing of what is good', GOOD, []],
    ['no name', { redirect_uris: [] }, [['WSO2-1', 'client_name', 'error']]],
    [
      'a blank name',
      { client_name: ' ' },
      [
        ['WSO2-1', 'client_name', 'error'],
        ['WSO2-2', 'client_name', 'warning'],
      ],
    ],
    ['a name with a space', { client_name: 'My App' }, [['WSO2-2', 'client_name', 'warning']]],
    ['a short id', { ...GOOD, ext_param_client_id: 'short' }, [['WSO2-3', 'ext_param_client_id', 'warning']]],
    [
      'an id with a dash',
      { ...GOOD, ext_param_client_id: 'a-long-enough-identifier' },
      [['WSO2-3', 'ext_param_client_id', 'warning']],
    ],
    ['an id that fits', { ...GOOD, ext_param_client_id: 'a_long_enough_identifier' }, []],
    [
      'a secret without an id',
      { ...GOOD, ext_param_client_secret: 's' },
      [['WSO2-4', 'ext_param_client_secret', 'error']],
    ],
    [
      'a pattern',
      { ...GOOD, redirect_uris: ['regexp=(https://a.example|https://b.example)'] },
      [['WSO2-5', 'redirect_uris[0]', 'error']],
    ],
    [
      'several addresses',
      { ...GOOD, redirect_uris: ['https://a.example', 'https://b.example'] },
      [['WSO2-6', 'redirect_uris', 'warning']],
    ],
    [
      'keys that are not kept',
      { ...GOOD, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [] } },
      [['WSO2-8', 'jwks', 'warning']],
    ],
    ['pushed requests in a registration', { ...GOOD, require_pushed_authorization_requests: true }, []],
    [
      'values of the wrong type',
      { client_name: 5, redirect_uris: 'x', ext_param_client_id: {} },
      [['WSO2-1', 'client_name', 'error']],
    ],
  ])('%s', (_what, metadata, found) => {
    expect(find(metadata)).toEqual(found);
  });

  test.each<[string, Members, Found]>([
    ['a name that is missing stays', {}, []],
    ['a name that was taken before is taken again', { client_name: 'Old Name' }, []],
    ['a new name must fit', { client_name: 'New Name' }, [['WSO2-2', 'client_name', 'warning']]],
    [
      'pushed requests would be switched off',
      { require_pushed_authorization_requests: true },
      [['WSO2-7', 'require_pushed_authorization_requests', 'error']],
    ],
    [
      'or switched on',
      { require_signed_request_object: true },
      [['WSO2-7', 'require_pushed_authorization_requests', 'warning']],
    ],
    [
      'both together are safe',
      {
        require_pushed_authorization_requests: true,
        require_signed_request_object: true,
      },
      [],
    ],
    ['and neither', { require_pushed_authorization_requests: false }, []],
  ])('in an update %s', (_what, metadata, found) => {
    expect(find(metadata, { operation: 'update', registered: { client_name: 'Old Name' } })).toEqual(found);
  });

  test('a strict check and a stated pattern make errors of what may be so', () => {
    const metadata = { client_name: 'My App', ext_param_client_id: 'short' };
    const severities = (found: Found) => found.map(([, , severity]) => severity);
    expect(severities(find(metadata, { strict: true }))).toEqual(['error', 'error']);
    expect(severities(find(metadata, {}, { clientName: /^[a-z]*$/, clientId: /^.{6}$/ }))).toEqual([
      'error',
      'error',
    ]);
    expect(find(metadata, {}, { clientName: /^[\w ]*$/, clientId: /^.{5}$/ })).toEqual([]);
  });

  test('a pattern that keeps its place between calls does not matter', () => {
    const patterns = { clientName: /^[\w.-]*$/g };
    expect([find(GOOD, {}, patterns), find(GOOD, {}, patterns)]).toEqual([[], []]);
  });
});
