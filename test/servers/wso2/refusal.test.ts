import { describe, expect, test } from 'vitest';
import { type Refusal, readRefusal } from '../../../src/protocol/refusal.js';
import { wso2Refusal } from '../../../src/servers/wso2/refusal.js';

const CHALLENGE = { 'www-authenticate': 'Bearer' };
const VALVE = '{"code":401,"message":"Unauthorized","description":"A valid OAuth2 access token is required"}';

const read = ({
  headers,
  ...refusal
}: Partial<Omit<Refusal, 'headers'>> & { headers?: Record<string, string> }) => {
  const full: Refusal = {
    operation: 'read',
    status: 401,
    text: '',
    now: 0,
    ...refusal,
    headers: new Headers(headers),
  };
  const general = readRefusal(full);
  return { ...general, ...wso2Refusal(full, general) };
};

describe('what a refusal of WSO2 means', () => {
  test.each(['read', 'update', 'delete', 'find'] as const)(
    'an empty 401 to %s: no such client',
    (operation) => {
      expect(read({ operation }).kind).toBe('gone');
      expect(read({ operation, text: ' \n' }).kind).toBe('gone');
      expect(read({ operation, authorizedBy: 'administrator' }).kind).toBe('gone');
    },
  );

  test.each<[string, Parameters<typeof read>[0], string]>([
    ['an empty 401 to a registration', { operation: 'register' }, 'unauthorized'],
    ['a 401 with a challenge', { headers: CHALLENGE }, 'token-refused'],
    ['a 401 with a body', { text: VALVE }, 'token-refused'],
    [
      "a 401 with both, for an administrator's credential",
      { headers: CHALLENGE, text: VALVE, authorizedBy: 'administrator' },
      'unauthorized',
    ],
    ['an empty 403', { status: 403 }, 'token-refused'],
    [
      "an empty 403 for an administrator's credential",
      { status: 403, authorizedBy: 'administrator' },
      'forbidden',
    ],
  ])('%s: not that', (_what, refusal, kind) => {
    expect(read(refusal).kind).toBe(kind);
  });

  test.each<[string, Parameters<typeof read>[0], RegExp]>([
    ['what it takes to register', { operation: 'register', text: VALVE }, /software_statement/],
    [
      'that an initial access token goes before the credential of the profile',
      { operation: 'register', text: VALVE, authorizedBy: 'token' },
      /leave initialAccessToken out/,
    ],
    [
      'how an administrator of a tenant logs in',
      { text: VALVE, authorizedBy: 'administrator' },
      /user@tenant/,
    ],
    ['which scopes there are', { status: 403, text: '{"code":403}' }, /internal_dcr_create/],
    ['whose client it is', { status: 403 }, /another owner/],
    [
      'that a name is taken',
      {
        status: 400,
        text: '{"error":"invalid_client_metadata","error_description":"Application with the name a already exist in the system"}',
      },
      /of this client_name exists/,
    ],
    [
      'that an id is taken',
      {
        status: 400,
        text: '{"error":"invalid_client_metadata","error_description":"Client id a already exist in the system"}',
      },
      /ext_param_client_id/,
    ],
    [
      'what to do about an older release',
      {
        status: 400,
        text: '{"error":"invalid_client_metadata","error_description":"Unrecognized field : scope"}',
      },
      /wso2\(\{ version \}\)/,
    ],
    [
      'how a name looks',
      {
        status: 400,
        text: '{"error":"invalid_client_metadata","error_description":"Client Name is not adhering to the regex: x"}',
      },
      /ext_application_display_name/,
    ],
    [
      'that a statement is wanted',
      {
        status: 400,
        text: '{"error":"invalid_software_statement","error_description":"Mandatory software statement is missing"}',
      },
      /registers nobody without/,
    ],
    ['what an empty 500 mostly was', { operation: 'register', status: 500 }, /up to 6\.1/],
  ])('says %s', (_what, refusal, words) => {
    expect(read(refusal).hint).toMatch(words);
  });

  test('leaves alone what means the same everywhere', () => {
    const general = read({ operation: 'register', status: 429, headers: { 'retry-after': '3' } });
    expect(general).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3000 });
  });
});
