import type { StoredRegistration } from '../../../../src/protocol/record.js';
import type { SharedRecord } from '../store.js';
import type { SentRequest, World } from '../world.js';

/** Twenty times the time to live of a claim. */
export const MOST_SKEW_MS = 20 * 15_000;

/** The addresses at which something may change: of the registration endpoint and of clients. */
const CHANGING = /\/(?:register|clients\/.*)$/;

/**
 * Whoever sends what may change the server holds the claim on the record at that moment, so no two do. Except: a
 * process may always delete the client that it has made itself and that nobody uses, and one that is retired.
 */
export function claimStands(world: World, shared: SharedRecord): (request: SentRequest) => void {
  const { processes } = world.scenario;
  // A clock that is that wrong lets live claims look dead: it costs an extra client, which is found again.
  if (processes.some(({ aheadMs }) => Math.abs(aheadMs) > MOST_SKEW_MS)) return () => {};
  return (request) => {
    if (!CHANGING.test(request.url)) return;
    const { process, method, url, attempt } = request;
    const record = shared.read()?.record;
    if (attempt !== undefined && record?.claim?.attempt === attempt) return;
    if (method === 'DELETE' && mayBeDeleted(world, request, record)) return;
    const holder = record?.claim === undefined ? 'nobody' : record.claim.owner;
    world.violations.push({
      invariant: 'only who holds the claim sends',
      detail: `${process.name} sent ${method} ${url} at ${world.timeline.elapsed()}, and ${holder} held the claim`,
    });
  };
}

function mayBeDeleted(
  world: World,
  { process, url }: SentRequest,
  record: StoredRegistration | undefined,
): boolean {
  const target = world.requests.find(({ method, client }) => method === 'POST' && client?.uri === url);
  const client_id = target?.client?.client_id;
  if (client_id === undefined || client_id === record?.information?.client_id) return false;
  const isOwn = world.requests.some(
    (request) =>
      request.process === process && request.method === 'POST' && request.client?.client_id === client_id,
  );
  // Who read of it before another process deleted it deletes it once more, which does no harm.
  const wasRetired = ({ record: version }: World['written'][number]) =>
    version?.retired.some(({ information }) => information.client_id === client_id);
  return isOwn || world.written.some(wasRetired);
}
