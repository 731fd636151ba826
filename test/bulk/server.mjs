// oidc-provider with its clients in a Map, in a process of its own. Prints its issuer, and counts what reached it.

import { createServer } from 'node:http';

console.warn = () => {};
console.info = () => {};
const { Provider } = await import('oidc-provider');

const clients = new Map();
class MapAdapter {
  constructor(model) {
    this.prefix = `${model}:`;
  }
  async upsert(id, payload) {
    clients.set(this.prefix + id, payload);
  }
  async find(id) {
    return clients.get(this.prefix + id);
  }
  async destroy(id) {
    clients.delete(this.prefix + id);
  }
  async consume() {}
  async findByUserCode() {}
  async findByUid() {}
  async revokeByGrantId() {}
}

const counts = { POST: 0, GET: 0, PUT: 0, DELETE: 0, refused: 0 };
// A storm begins with the first registration after it was announced.
let isAnnounced = false;
let stormUntil = 0;
let handle;
const server = createServer((request, response) => {
  if (request.url === '/counts') {
    const living = [...clients.keys()].filter((key) => key.startsWith('Client:')).length;
    const names = [...clients]
      .filter(([key]) => key.startsWith('Client:'))
      .map(([, { client_name }]) => client_name);
    response.end(JSON.stringify({ ...counts, living, distinctNames: new Set(names).size }));
    return;
  }
  if (request.url === '/storm') {
    isAnnounced = true;
    response.end();
    return;
  }
  if (isAnnounced && request.method === 'POST') {
    isAnnounced = false;
    stormUntil = Date.now() + 2000;
  }
  if (Date.now() < stormUntil && request.method === 'POST') {
    counts.refused += 1;
    response.writeHead(429, { 'retry-after': '1' }).end();
    return;
  }
  response.on('finish', () => {
    if (response.statusCode < 300 && request.url.startsWith('/reg')) counts[request.method] += 1;
  });
  handle(request, response);
});
// A machine that stands still for seconds would have connections closed under requests that are on their way.
server.keepAliveTimeout = 10 * 60_000;
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  handle = new Provider(issuer, {
    adapter: MapAdapter,
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
      clientCredentials: { enabled: true },
    },
  }).callback();
  process.stdout.write(`${issuer}\n`);
});
