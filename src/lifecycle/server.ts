import { lookUpServer } from '../discovery/server-metadata.js';
import { isDcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ServerMetadata } from '../protocol/types.js';
import { ageMs } from './age.js';
import type { Lifecycle } from './lifecycle.js';
import { compareAndSet, readSlot } from './slot.js';
import { withServer } from './transitions.js';

/** The server's metadata: as given, as kept if young enough, or discovered. */
export async function serverFor(
  lifecycle: Lifecycle,
  record: StoredRegistration | undefined,
): Promise<ServerMetadata> {
  const { session, givenServer, discovery, serverMaxAgeMs } = lifecycle;
  if (givenServer !== undefined) return givenServer;
  const kept = record?.server;
  if (kept !== undefined && ageMs(kept.fetchedAt, session.clock.now()) < serverMaxAgeMs) return kept.metadata;
  try {
    return await lookUpServer(discovery.target, discovery.options, session.clock);
  } catch (error) {
    // Old metadata beats none: addresses seldom change, and an outage must not stop a client that works.
    if (kept === undefined || !isDcrError(error)) throw error;
    session.warn({
      code: 'server-not-reachable',
      message: `The server's metadata could not be renewed, the stored one is used. ${error.message}`,
    });
    return kept.metadata;
  }
}

/** The server's metadata, and the record brought up to date with it if there is one that nobody is working on. */
export async function keptServer(lifecycle: Lifecycle): Promise<ServerMetadata> {
  const { session } = lifecycle;
  const { record, version } = await readSlot(session);
  const metadata = await serverFor(lifecycle, record);
  if (record === undefined || record.claim !== undefined || metadata === record.server?.metadata)
    return metadata;
  const renewed = withServer(record, metadata, session.clock.now());
  // A courtesy to the next start; whoever is faster may have it.
  await compareAndSet(session, { record: renewed, expected: version }, () => false).catch(() => undefined);
  return metadata;
}
