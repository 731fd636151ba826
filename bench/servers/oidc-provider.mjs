// oidc-provider with registration and management, and the rotation of the token that it does unless told otherwise. In a process
// of its own.

import { createServer } from 'node:http';

// It warns that its keys and storage are for development, which is what they are for here.
console.warn = () => {};
console.info = () => {};
const { Provider } = await import('oidc-provider');

const server = createServer();
server.keepAliveTimeout = 60_000;
// The issuer is fixed when the provider is made, so the port must be known before.
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    cookies: { keys: ['of a benchmark'] },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      registrationManagement: { enabled: true },
    },
  });
  server.on('request', provider.callback());
  process.stdout.write(`${issuer}\n`);
});
