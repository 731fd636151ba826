import type { Operation } from '../protocol/record.js';
import { acquireClaim, ClaimLate, type HeldClaim } from './claim.js';
import type { Lifecycle } from './lifecycle.js';
import type { Look } from './look.js';

/** Runs `work` if the claim can be had at once; `undefined` if not, or if it came too late. */
export async function claimed<T>(
  { session }: Lifecycle,
  wish: { readonly found: Look; readonly operation: Operation },
  work: (claim: HeldClaim) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  const { record, version } = wish.found;
  if (record === undefined) return undefined;
  const claim = await acquireClaim(session, { record, version }, wish.operation);
  if (claim === undefined) return undefined;
  try {
    return { value: await work(claim) };
  } catch (error) {
    if (error instanceof ClaimLate) return undefined;
    throw error;
  } finally {
    // Gives the claim up if `work` left it; after a settlement this writes nothing.
    await claim.release();
  }
}
