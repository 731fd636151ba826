// A handler for the edge, of what every Fetch runtime has. Each request may meet another instance of it, so all it knows is in the
// store, and of many first requests one registers while the others wait for it.

import { createDcrClient, type RegistrationStore } from 'dcr-client';
import { withOpenidClient } from 'dcr-client/openid-client';
import { Hono } from 'hono';
import { clientCredentialsGrant } from 'openid-client';

/** What the runtime gives with each request. */
export interface Environment {
  readonly ISSUER: string;
  /** What is called with the token. */
  readonly API: string;
  /** One for all instances: anything with compare-and-set, such as a Durable Object or a database. */
  readonly STORE: RegistrationStore;
}

/** In a Worker: `export default app`. */
export const app = new Hono<{ Bindings: Environment }>();

app.get('/reports', async ({ env, req }) => {
  const dcr = createDcrClient({
    issuer: env.ISSUER,
    store: env.STORE,
    metadata: {
      client_name: 'Reports at the Edge',
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  });
  // Without the signal of the request: a registration that was begun for a user who left is one for the next.
  const { access_token } = await withOpenidClient(dcr, (client) => clientCredentialsGrant(client));
  return fetch(env.API, { headers: { authorization: `Bearer ${access_token}` }, signal: req.raw.signal });
});

app.onError((error, context) => {
  console.error(error);
  return context.text('The reports are not to be had just now.', 503, { 'retry-after': '30' });
});
