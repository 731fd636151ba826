import type { Clock } from '../lifecycle/clock.js';
import type { ServerMetadata } from '../protocol/types.js';

const MAXIMUM_AGE_MS = 24 * 60 * 60 * 1000;

/** The server's metadata: as given, or discovered once for all clients and again after a day. A failure is not remembered. */
export function rememberServer(
  given: ServerMetadata | undefined,
  clock: Clock,
  discover: () => Promise<ServerMetadata>,
): { server(): Promise<ServerMetadata>; registrationEndpoint(): string | undefined } {
  let latest = given;
  let current: { readonly found: Promise<ServerMetadata>; readonly at: number } | undefined;
  return {
    server: async () => {
      if (given !== undefined) return given;
      if (current === undefined || clock.monotonic() - current.at >= MAXIMUM_AGE_MS) {
        const started = { found: discover(), at: clock.monotonic() };
        current = started;
        started.found.catch(() => {
          if (current === started) current = undefined;
        });
      }
      latest = await current.found;
      return latest;
    },
    registrationEndpoint: () => latest?.registration_endpoint,
  };
}
