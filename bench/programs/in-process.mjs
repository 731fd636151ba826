// Answers at once what the server would, so that only the work of the client itself is left.

export function inProcess(issuer) {
  const client = {
    client_id: 'c1',
    client_name: 'Bench',
    redirect_uris: ['https://app.example/cb'],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    client_id_issued_at: 1_700_000_000,
    client_secret: 'a-secret-of-this-client',
    client_secret_expires_at: 0,
    registration_access_token: 'a-token-of-this-client',
    registration_client_uri: `${issuer}/reg/c1`,
  };
  const server = {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/reg`,
    response_types_supported: ['code'],
  };
  const headers = { 'content-type': 'application/json' };
  const text = { client: JSON.stringify(client), server: JSON.stringify(server) };
  return async (url, { method = 'GET' } = {}) => {
    if (method === 'DELETE') return new Response(null, { status: 204 });
    const isDiscovery = String(url).includes('/.well-known/');
    const status = method === 'POST' ? 201 : 200;
    return new Response(isDiscovery ? text.server : text.client, { status, headers });
  };
}
