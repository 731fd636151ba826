import { expect, test, vi } from 'vitest';
import { RegistrationError, registerClient } from '../../src/index.js';

// What a page sees whose files a deployment has removed.
vi.mock('../../src/servers/wso2/profile.js', () => {
  throw new Error('Failed to fetch dynamically imported module');
});

const ORIGIN = 'https://as.example';
const GRANTED = {
  client_id: 'c1',
  client_name: 'Other',
  grant_types: ['client_credentials'],
  client_secret: 'a-secret-that-is-kept',
  client_secret_expires_at: 0,
  registration_access_token: 'a-token-that-is-kept',
  registration_client_uri: `${ORIGIN}/api/identity/oauth2/dcr/v1.1/register/c1`,
};

test('a client that cannot be taken back, as a part is missing for it, is handed over', async () => {
  const server = { issuer: ORIGIN, registration_endpoint: `${ORIGIN}/register` };
  const metadata = { client_name: 'Asked', grant_types: ['client_credentials'] } as const;
  const error = await registerClient(server, metadata, {
    onSubstitution: 'reject',
    fetch: async () => Response.json(GRANTED, { status: 201 }),
  }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RegistrationError);
  expect(error).toMatchObject({ code: 'substitution-rejected', registration: { client_id: 'c1' } });
});
