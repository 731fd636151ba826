/** Whether a client that authenticates so is of no use without a secret (RFC 7591 section 2). */
export function needsSecret(method: unknown): boolean {
  return (
    method === 'client_secret_basic' || method === 'client_secret_post' || method === 'client_secret_jwt'
  );
}
