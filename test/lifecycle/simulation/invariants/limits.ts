import { isDcrError } from '../../../../src/index.js';
import type { History } from '../play.js';
import type { Call, SentRequest } from '../world.js';
import { MOST_SKEW_MS } from './claim.js';

/** Nobody waits longer than this, apart from the time in which it stood still itself. Milliseconds. */
export const LONGEST_CALL_MS = 300_000;

export function nobodyWaitsForEver({ calls, isEndless }: History): string[] {
  if (isEndless) return ['it does not come to an end'];
  return calls
    .filter(({ process }) => !process.dead)
    .flatMap(({ process, operation, tookMs }) => {
      if (tookMs === undefined) return [`${process.name} never came back from ${operation}`];
      return tookMs > LONGEST_CALL_MS ? [`${process.name} waited ${tookMs} ms for ${operation}`] : [];
    });
}

export function everyFailureIsTyped({ calls }: History): string[] {
  return calls
    .filter(({ error }) => error !== undefined && !isDcrError(error))
    .map(({ process, operation, error }) => `${operation} of ${process.name} failed with ${String(error)}`);
}

/** At most five clients in 24 hours, which no simulation outlasts. */
export function theBudgetHolds({ clients, scenario }: History): string[] {
  // Clients whose secrets end are replaced as planned.
  if (scenario.secretLifetimeSeconds > 0) return [];
  return clients.length > 5 ? [`${clients.length} clients were made`] : [];
}

/** When the server refused: the process may have stood still before the call came to its end. */
function refusedAt({ process, startedAt, endedAt = 0 }: Call, requests: readonly SentRequest[]): number {
  const refusals = requests.filter(
    ({ process: sender, status = 0, effectAt = 0 }) =>
      sender === process && status >= 400 && effectAt >= startedAt && effectAt <= endedAt,
  );
  return refusals.at(-1)?.effectAt ?? endedAt;
}

const REFUSED = ['token-refused', 'management-lost', 'gone'];

/**
 * Nobody is refused by the server for a token that has been replaced and saved: a refusal means that the newer one had not
 * been saved by then, since its answer was lost or its process slow, or that the client is gone.
 */
export function nobodyIsRefusedWithoutCause(history: History): string[] {
  const { calls, requests, written, forgotten, scenario } = history;
  const isSkewed = scenario.processes.some(({ aheadMs }) => Math.abs(aheadMs) > MOST_SKEW_MS);
  if (forgotten.size > 0 || isSkewed) return [];
  const savedAt = (token: string | undefined) =>
    written.find(({ record }) => record?.information?.registration_access_token === token)?.at ??
    Number.POSITIVE_INFINITY;
  const isCause = ({ method, effectAt, client }: SentRequest, moment: number) =>
    effectAt !== undefined &&
    effectAt < moment &&
    (method === 'DELETE' || (client !== undefined && savedAt(client.token) > moment));
  return calls
    .filter(({ error }) => isDcrError(error) && REFUSED.includes(error.code))
    .filter((call) => !requests.some((request) => isCause(request, refusedAt(call, requests))))
    .map(
      ({ process, operation, error, endedAt }) =>
        `${operation} of ${process.name} at ${endedAt}: ${String(error)}`,
    );
}
