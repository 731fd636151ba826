import { expect, test } from 'vitest';
import { remediesFor, WSO2_CREDENTIAL } from '../../src/cli/remedies.js';
import { createDcrClient, DcrError, memoryStore, registerClient } from '../../src/index.js';
import { failing } from '../support/failing.js';

test.each([
  ['pass it as initialAccessToken; where each', /^initialAccessToken is DCR_INITIAL_ACCESS_TOKEN/],
  ['pass wso2({ baseUrl, credentials }) as profile', new RegExp(`^${WSO2_CREDENTIAL}$`)],
  ['the credential of an administrator (of wso2)', new RegExp(`^${WSO2_CREDENTIAL}$`)],
  ['/.well-known/openid-configuration: answered 401', /--profile wso2/],
])('a message that says "%s" is told in words of the command line', (message, here) => {
  expect(remediesFor(message)).toEqual([expect.stringMatching(here)]);
});

test('a message about another option of the profile does not ask for a credential', () => {
  expect(remediesFor('tell the profile the release, wso2({ version }), and')).toEqual([]);
});

test('what the library says of a missing token and of a missing client has remedies', async () => {
  const unauthorized = await failing(
    registerClient(
      { issuer: 'https://as.example', registration_endpoint: 'https://as.example/register' },
      { redirect_uris: ['https://app.example/cb'] },
      { fetch: async () => new Response('{"error":"invalid_token"}', { status: 401 }) },
    ),
  );
  const dcr = createDcrClient({ issuer: 'https://as.example', metadata: {}, store: memoryStore() });
  const absent = await failing(dcr.patch({ client_name: 'x' }));
  expect(remediesFor(unauthorized.message)).toHaveLength(1);
  expect(remediesFor(absent.message)).toEqual(['ensureRegistered() is dcr register', 'adopt() is dcr adopt']);
  expect(remediesFor(new DcrError('network', 'No answer.').message)).toEqual([]);
});
