import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it reached the server. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
}

export interface RunningServer {
  readonly issuer: string;
  /** What reached the server so far. */
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Starts oidc-provider on a loopback port, with registration, management and rotation of the token switched on. */
export async function startAuthorizationServer(): Promise<RunningServer> {
  const seen: SeenRequest[] = [];
  let handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  const server = createServer((request: IncomingMessage, response) => {
    seen.push({ method: request.method ?? '', path: request.url ?? '' });
    void handle?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The issuer is fixed when the provider is made, so the port must be known before.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  handle = await quietly(async () => {
    const { Provider } = await import('oidc-provider');
    return new Provider(issuer, {
      features: {
        devInteractions: { enabled: false },
        registration: { enabled: true },
        registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
        clientCredentials: { enabled: true },
      },
      ttl: { ClientCredentials: 600 },
    }).callback();
  });
  return {
    issuer,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** oidc-provider warns that its keys and storage are for development, which is what they are for here. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { warn, info } = console;
  console.warn = () => {};
  console.info = () => {};
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, info });
  }
}
