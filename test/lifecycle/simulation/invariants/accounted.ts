import type { History } from '../play.js';
import type { SentRequest } from '../world.js';

/** Every client at the server is the active one, or listed: as retired, or as a suspected orphan. */
export function everyClientIsAccountedFor({ record, clients, requests }: History): string[] {
  const known = new Set([
    record?.information?.client_id,
    ...(record?.retired ?? []).map(({ information }) => information.client_id),
    ...(record?.suspectedOrphans ?? []).map(({ client_id }) => client_id),
  ]);
  const unknown = new Set((record?.suspectedOrphans ?? []).map(({ attempt }) => attempt));
  // A claim is a note of the same kind: it is listed once it is dead.
  if (record?.claim !== undefined) unknown.add(record.claim.attempt);
  // An attempt alone accounts for a client of which nobody who lives has heard.
  const isExcused = ({ attempt, process, answeredAt }: SentRequest) =>
    attempt !== undefined && unknown.has(attempt) && (answeredAt === undefined || process.dead);
  return clients
    .filter(({ deletedAt, client_id }) => deletedAt === undefined && !known.has(client_id))
    .filter(({ client_id }) => !requests.some((request) => made(request, client_id) && isExcused(request)))
    .map(({ client_id }) => `${client_id} lives at the server, and the record does not know it`);
}

function made({ method, client }: SentRequest, client_id: string): boolean {
  return method === 'POST' && client?.client_id === client_id;
}

/** A version of the record does not forget a client that the version before it knew, unless it is gone. */
export function nothingOnRecordIsForgotten({ written, clients }: History): string[] {
  const gone = new Map(clients.map(({ client_id, deletedAt }) => [client_id, deletedAt !== undefined]));
  const found: string[] = [];
  for (const [index, { record, by, at }] of written.entries()) {
    const before = written[index - 1]?.record;
    if (before === undefined || record === undefined) continue;
    const now = new Set(idsIn(record));
    for (const id of idsIn(before)) {
      if (!now.has(id) && gone.get(id) === false) found.push(`${by} forgot ${id} at ${at}`);
    }
  }
  return found;
}

function idsIn({ information, retired, suspectedOrphans }: NonNullable<History['record']>): string[] {
  return [
    ...(information === undefined ? [] : [information.client_id]),
    ...retired.map((client) => client.information.client_id),
    ...suspectedOrphans.flatMap(({ client_id }) => (client_id === undefined ? [] : [client_id])),
  ];
}

/**
 * Once deleted, always deleted: no slow writer brings a client back. One that could not be deleted may be given out again, by a
 * server that gives equal metadata the same client.
 */
export function noClientComesBack({ written, clients, requests }: History): string[] {
  const gone = new Set(
    clients.flatMap(({ client_id, deletedAt }) => (deletedAt === undefined ? [] : [client_id])),
  );
  const buried = new Map<string, number>();
  const isGivenSince = (client_id: string, moment: number) =>
    requests.some((request) => made(request, client_id) && (request.effectAt ?? 0) > moment);
  const found: string[] = [];
  for (const [index, { record, by, at }] of written.entries()) {
    const before = written[index - 1]?.record?.information?.client_id;
    const now = record?.information?.client_id;
    if (before !== undefined && now === undefined && gone.has(before)) buried.set(before, at);
    const buriedAt = now === undefined || now === before ? undefined : buried.get(now);
    if (now !== undefined && buriedAt !== undefined && !isGivenSince(now, buriedAt))
      found.push(`${by} brought ${now} back at ${at}`);
  }
  return found;
}

/** The client in use is never on the list of those to be deleted, or looked for. */
export function noClientIsListedTwice({ written }: History): string[] {
  return written.flatMap(({ record, by, at }) => {
    const ids = record === undefined ? [] : idsIn(record);
    return new Set(ids).size === ids.length ? [] : [`${by} listed ${ids.join(', ')} at ${at}`];
  });
}
