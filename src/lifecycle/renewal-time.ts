/** How early something is renewed: a tenth of its lifetime, and at least the smaller of a minute and half of it. */
export function leadMs(issuedAt: number, expiresAt: number): number {
  const lifetime = Math.max(expiresAt - issuedAt, 0);
  return Math.max(lifetime / 10, Math.min(60_000, lifetime / 2));
}
