import type { StoredRegistration } from '../protocol/record.js';

/**
 * Takes a client over into a record, as a pure function. What an error carries is judged by what has happened since: other
 * processes may have saved it after all, changed the client again, replaced it or deleted it, and then that stands.
 */
export function withAdopted(
  record: StoredRegistration,
  adopted: StoredRegistration,
  now: number,
): StoredRegistration {
  switch (adopted.unsaved?.of) {
    case 'registration':
      return withUnsavedRegistration(record, adopted, { attempt: adopted.unsaved.attempt, now });
    case 'change':
      return withUnsavedChange(record, adopted, { used: adopted.unsaved.used, now });
    default:
      return takenOver(record, adopted, now);
  }
}

function withUnsavedRegistration(
  record: StoredRegistration,
  adopted: StoredRegistration,
  { attempt, now }: { readonly attempt: string; readonly now: number },
): StoredRegistration {
  const wasSaved = record.attempts.some((entry) => entry.attempt === attempt && entry.outcome !== 'unknown');
  if (wasSaved) return record;
  const taken = takenOver(record, adopted, now);
  const { suspectedOrphans, attempts } = taken;
  const ours = adopted.information;
  // A server that gives equal metadata the same client has given it to others as well, who are further by now.
  const { information, retired, deletedClientIds = [] } = record;
  const known = [information, ...retired.map((client) => client.information)].map(
    (client) => client?.client_id,
  );
  if (ours === undefined || known.includes(ours.client_id) || deletedClientIds.includes(ours.client_id)) {
    return { ...record, suspectedOrphans, attempts };
  }
  if (information === undefined || record.dead !== undefined) return taken;
  // Others have registered meanwhile and use that; ours is superfluous, and known again so that it can be deleted.
  return {
    ...record,
    suspectedOrphans,
    attempts,
    retired: [...retired, { information: ours, retiredAt: now }],
  };
}

function withUnsavedChange(
  record: StoredRegistration,
  adopted: StoredRegistration,
  { used, now }: { readonly used: string | undefined; readonly now: number },
): StoredRegistration {
  const { information } = adopted;
  if (information === undefined) return record;
  if (isSame(record, adopted)) {
    const isOlder =
      record.information?.registration_access_token === used || record.managementLost !== undefined;
    if (!isOlder) return record;
    const { unsettled } = record;
    return { ...takenOver(record, adopted, now), ...(unsettled === undefined ? {} : { unsettled }) };
  }
  // Replaced since: what can still delete it is kept, and nothing else of it.
  const retired = record.retired.map((client) =>
    client.information.client_id === information.client_id ? { ...client, information } : client,
  );
  return { ...record, retired };
}

function isSame(record: StoredRegistration, adopted: StoredRegistration): boolean {
  return record.information?.client_id === adopted.information?.client_id;
}

/** The given client is the one in use from now on; one before it is retired. */
function takenOver(record: StoredRegistration, adopted: StoredRegistration, now: number): StoredRegistration {
  const old = record.information;
  const { attempts, suspectedOrphans, retired, server, claim } = record;
  const { unsaved, ...given } = adopted;
  const client_id = given.information?.client_id;
  const attempt = unsaved?.of === 'registration' ? unsaved.attempt : given.settledBy;
  const others = retired.filter(({ information }) => information.client_id !== client_id);
  const replaces = old !== undefined && old.client_id !== client_id;
  const known = new Set(given.attempts.map((entry) => entry.attempt));
  return {
    ...given,
    ...((given.server ?? server) ? { server: given.server ?? server } : {}),
    ...(claim === undefined ? {} : { claim }),
    attempts: [...attempts.filter((entry) => !known.has(entry.attempt)), ...given.attempts],
    suspectedOrphans: suspectedOrphans.filter(
      (orphan) => orphan.attempt !== attempt && orphan.client_id !== client_id,
    ),
    retired: replaces ? [...others, { information: old, retiredAt: now }] : others,
  };
}
