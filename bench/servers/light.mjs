// A registration server that does little itself, so that what is measured is the client. In a process of its own.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const clients = new Map();

function answer(response, status, body) {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
    'cache-control': 'no-store',
  });
  response.end(text);
}

function registered(metadata, issuer) {
  const client_id = randomUUID();
  const client = {
    ...metadata,
    client_id,
    client_id_issued_at: Math.floor(Date.now() / 1000),
    client_secret: randomUUID(),
    client_secret_expires_at: 0,
    registration_access_token: randomUUID(),
    registration_client_uri: `${issuer}/reg/${client_id}`,
  };
  clients.set(client_id, client);
  return client;
}

function manage(request, response, body) {
  const client = clients.get(request.url.slice('/reg/'.length));
  if (request.headers.authorization !== `Bearer ${client?.registration_access_token}`) {
    return answer(response, 401, { error: 'invalid_token' });
  }
  if (request.method === 'DELETE') {
    clients.delete(client.client_id);
    return answer(response, 204);
  }
  if (request.method === 'PUT') Object.assign(client, JSON.parse(body));
  return answer(response, 200, client);
}

const server = createServer((request, response) => {
  const issuer = `http://${request.headers.host}`;
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    if (request.url.startsWith('/.well-known/')) {
      return answer(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        registration_endpoint: `${issuer}/reg`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'client_credentials'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['client_secret_basic'],
      });
    }
    if (request.url === '/reg') return answer(response, 201, registered(JSON.parse(body), issuer));
    return manage(request, response, body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
