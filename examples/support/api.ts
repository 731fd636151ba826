import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts an API that has something for everybody who brings a token. */
export async function startApi() {
  const server = createServer(({ headers }, response) => {
    const hasToken = headers.authorization?.startsWith('Bearer ') === true;
    response.writeHead(hasToken ? 200 : 401).end(hasToken ? 'all is well' : 'who are you?');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
