// A small app: it has a client at the server of its company, and gets tokens with it. Nothing in it is there for the tests.

import { createDcrClient, type RegistrationStore } from 'dcr-client';
import { withOpenidClient } from 'dcr-client/openid-client';
import { clientCredentialsGrant } from 'openid-client';

export const ISSUER = 'https://login.example.com';

export function createReports(store: RegistrationStore) {
  const dcr = createDcrClient({
    issuer: ISSUER,
    store,
    metadata: {
      client_name: 'Reports',
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  });
  return {
    start: async () => void (await dcr.ensureRegistered()),
    token: async () => {
      const { access_token } = await withOpenidClient(dcr, (client) => clientCredentialsGrant(client));
      return access_token;
    },
    health: () => dcr.status(),
  };
}
