/** The grammar of RFC 6750 section 2.1; anything else would break the header, or smuggle another one in. */
export function isBearerToken(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9\-._~+/]+=*$/.test(value);
}
