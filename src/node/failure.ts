/**
 * The error to throw for what a socket reported. Node's codes are passed on while nothing has been sent. Once there was a
 * connection, the same code may come long after the request has arrived (a route that vanishes gives `EHOSTUNREACH`), and must
 * not be read as "never arrived".
 */
export function socketFailure(error: unknown, wasConnected: boolean): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  const failure = new TypeError('fetch failed', { cause });
  const { code } = cause as { code?: unknown };
  // What TLS says is worth showing, and means nothing about the request.
  if (wasConnected && !(typeof code === 'string' && code.startsWith('ERR_SSL_'))) {
    Object.assign(failure, { code: 'ECONNRESET' });
  }
  return failure;
}
