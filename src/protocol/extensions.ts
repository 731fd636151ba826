import type { ClientMetadata } from './types.js';

/**
 * The deliberate act for members that no registry knows: `withExtensions<{ vendor_flag: boolean }>({ …, vendor_flag: true })`.
 * Without it such a member does not compile, since mostly it is a typo. Returns what it is given.
 */
export function withExtensions<Extensions extends Record<string, unknown>>(
  metadata: ClientMetadata & Extensions,
): ClientMetadata {
  return metadata;
}
