// Requests that do not go through our code, to see what the server really holds.

export interface RawRegistration {
  readonly registration_client_uri?: string;
  readonly registration_access_token?: string;
}

/** Reads a client by its configuration address and token. */
export async function rawRead({
  registration_client_uri = '',
  registration_access_token = '',
}: RawRegistration) {
  const answer = await fetch(registration_client_uri, {
    headers: { authorization: `Bearer ${registration_access_token}` },
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Asks for a token with a client's id and secret. */
export async function rawToken(
  issuer: string,
  client: { readonly client_id: string; readonly client_secret?: string },
) {
  const credentials = `${encodeURIComponent(client.client_id)}:${encodeURIComponent(client.client_secret ?? '')}`;
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(credentials)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
