// One replica of an app: registers at start, or takes the registration that another replica has put into the Secret.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { createDcrClient, isDcrError } from 'dcr-client';
import { kubernetesSecretStore } from 'dcr-client/stores/kubernetes';

const config = new KubeConfig();
// In a pod the ServiceAccount, elsewhere the kubeconfig.
config.loadFromDefault();

const dcr = createDcrClient({
  issuer: process.env.ISSUER ?? '',
  metadata: {
    client_name: 'Report Builder',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
  },
  store: kubernetesSecretStore({
    api: config.makeApiClient(CoreV1Api),
    namespace: process.env.NAMESPACE ?? 'default',
    namePrefix: 'report-builder',
  }),
  onWarning: ({ code, message }) => console.warn(`${code}: ${message}`),
});

let isReady = false;
const server = createServer((request, response) => {
  const status = request.url !== '/healthz' ? 404 : isReady ? 200 : 503;
  response.writeHead(status, { 'content-type': 'text/plain' }).end(status === 200 ? 'ok\n' : 'not yet\n');
});
server.listen(Number(process.env.PORT ?? 8080), () => {
  console.log(`listening on port ${(server.address() as AddressInfo).port}`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});

try {
  const { client_id } = await dcr.ensureRegistered();
  console.log(`registered as ${client_id}`);
  isReady = true;
} catch (error) {
  console.error(isDcrError(error) ? `${error.code}: ${error.message}` : error);
  // Kubernetes starts the container again, later and later.
  process.exit(1);
}
