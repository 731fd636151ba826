import type { RetiredClient, StoredRegistration } from '../protocol/record.js';
import { ageMs } from './age.js';

/** A deletion that failed is not tried again at each start. */
const RETRY_MS = 60 * 60 * 1000;

/** Whether the deletion of a client that was replaced may be tried, or tried again. */
export function mayTryDeletion({ triedAt }: RetiredClient, now: number): boolean {
  return triedAt === undefined || ageMs(triedAt, now) >= RETRY_MS;
}

/** Whether a client that was replaced is to be deleted now. */
export function isOverdue(client: RetiredClient, overlapMs: number, now: number): boolean {
  return now - client.retiredAt >= overlapMs && mayTryDeletion(client, now);
}

/** Whether a client that was replaced is past its overlap and still to be deleted. */
export function hasOverdueRetired({ retired }: StoredRegistration, overlapMs: number, now: number): boolean {
  return retired.some((client) => isOverdue(client, overlapMs, now));
}
