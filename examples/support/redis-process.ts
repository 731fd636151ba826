// One of several processes of the same app: they share a Redis, and so the registration.

import { createDcrClient } from 'dcr-client';
import { redisStore } from 'dcr-client/stores/redis';
import { createClient } from 'redis';

const [issuer = '', url = '', prefix = ''] = process.argv.slice(2);

const client = createClient({ url });
client.on('error', (error) => console.error(error.message));
await client.connect();
// With a second connection it hears at once when another process is done.
const subscriber = client.duplicate();
subscriber.on('error', (error) => console.error(error.message));
await subscriber.connect();

const dcr = createDcrClient({
  issuer,
  metadata: {
    client_name: 'Report Builder',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
  },
  store: redisStore({ client, subscriber, prefix }),
});
const { client_id } = await dcr.ensureRegistered();
process.stdout.write(JSON.stringify({ client_id }));

await Promise.all([client.close(), subscriber.close()]);
