/** A JSON answer that nobody may keep (RFC 7591 section 3.2.1, RFC 6749 section 5.1). */
export function privateJson(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      ...headers,
    },
  });
}

/** A public document. */
export function document(body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } });
}

/** Why a request is refused, in the words of RFC 7591 section 3.2.2 or RFC 6749 section 5.2. */
export interface Refusal {
  readonly error: string;
  readonly error_description: string;
}

export function refuse(
  status: number,
  refusal: Refusal,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return privateJson(status, { error: refusal.error, error_description: refusal.error_description }, headers);
}

/**
 * RFC 6750 section 3: the challenge names the error only when a token came at all. The body names it
 * always, because RFC 7591 clients look there.
 */
export function refuseToken(issuer: string, token: string | undefined, description: string): Response {
  const realm = `Bearer realm="${issuer}"`;
  const challenge =
    token === undefined ? realm : `${realm}, error="invalid_token", error_description="${description}"`;
  return refuse(
    401,
    { error: 'invalid_token', error_description: description },
    { 'www-authenticate': challenge },
  );
}

export function notFound(): Response {
  return new Response('Not Found', { status: 404 });
}
