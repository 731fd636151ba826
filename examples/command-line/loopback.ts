import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the user's browser comes when it is done. */
export interface LoopbackListener {
  readonly redirectUri: string;
  /** The address it came to, with the code or the error. Rejects with the signal's reason. */
  callback(signal: AbortSignal): Promise<URL>;
  close(): void;
}

/** Listens on this machine, at a port that is free just now unless one is given. */
export async function listenOnLoopback(path: string, port = 0): Promise<LoopbackListener> {
  // Not `localhost`: what that name leads to is for the machine to say (RFC 8252 section 8.3).
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const arrived = new Promise<URL>((resolve) => {
    server.on('request', (request: IncomingMessage, response) => {
      const url = new URL(request.url ?? '/', redirectUri);
      // Browsers also ask for an icon.
      const isCallback = url.pathname === path;
      response.writeHead(isCallback ? 200 : 404, { 'content-type': 'text/plain', connection: 'close' });
      response.end(isCallback ? 'You may close this window.\n' : 'There is nothing here.\n');
      if (isCallback) resolve(url);
    });
  });
  return {
    redirectUri,
    callback: (signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        arrived.then(resolve);
      }),
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
}
