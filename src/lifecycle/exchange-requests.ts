import { requestRead } from '../management/read.js';
import { requestUpdate } from '../management/update.js';
import { isDeepEqual } from '../protocol/equality.js';
import { outgoingUpdate } from '../protocol/outgoing.js';
import type { MetadataMembers } from '../protocol/types.js';
import type { HeldClaim } from './claim.js';
import type { Exchange } from './exchange.js';
import type { Lifecycle } from './lifecycle.js';

/** A read, ready to be sent under the claim. */
export function readExchange({ context }: Lifecycle, { beforeSend }: HeldClaim): Exchange {
  return { operation: 'read', request: (used) => requestRead(used, context, { beforeSend }) };
}

/** A full replacement, ready to be sent under the claim. */
export function updateExchange(
  { context }: Lifecycle,
  { beforeSend }: HeldClaim,
  metadata: MetadataMembers,
): Exchange {
  return {
    operation: 'update',
    request: (used) => requestUpdate(used, metadata, { context, beforeSend }),
    isDone: (readBack) => {
      const shown: Record<string, unknown> = readBack;
      return Object.entries(outgoingUpdate(metadata, readBack.client_id)).every(([name, value]) =>
        isDeepEqual(shown[name], value),
      );
    },
  };
}
