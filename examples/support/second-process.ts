// Another process of the same app: it shares the directory, and so the registration.

import { createDcrClient } from 'dcr-client';
import { fileStore } from 'dcr-client/stores/file';

const [issuer = '', directory = ''] = process.argv.slice(2);
const dcr = createDcrClient({
  issuer,
  metadata: {
    client_name: 'Report Builder',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
  },
  store: fileStore({ directory }),
});
const { client_id } = await dcr.ensureRegistered();
process.stdout.write(JSON.stringify({ client_id }));
