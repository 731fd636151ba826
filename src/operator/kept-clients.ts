import { startFlight } from '../lifecycle/abort.js';
import { adoptClient, isRecord } from '../lifecycle/adopt.js';
import { amend } from '../lifecycle/amend.js';
import { lifecycleOf } from '../lifecycle/bind.js';
import { deleteStored } from '../lifecycle/delete.js';
import { ensureRegistered } from '../lifecycle/ensure.js';
import type { Lifecycle } from '../lifecycle/lifecycle.js';
import { patchStored, readStored, updateStored } from '../lifecycle/manage.js';
import type { DcrClientOptions } from '../lifecycle/options.js';
import { hasOverdueRetired } from '../lifecycle/overlap.js';
import { isManaged, type Wanted } from '../lifecycle/plan.js';
import { registerNew } from '../lifecycle/register-new.js';
import { readSlot } from '../lifecycle/slot.js';
import { emptyRecord } from '../lifecycle/transitions.js';
import { requestFind } from '../management/find.js';
import { DcrError } from '../protocol/errors.js';
import { issuerKey } from '../protocol/issuer.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientMetadata, MetadataMembers, ServerMetadata } from '../protocol/types.js';
import { checkPlanned, clientExists, type StandingClient, withName } from './desired.js';
import type { ClientKeeper, ManagedClient, OperatorCall } from './keeper.js';

/** Of one process; others are found by looking again. */
const MOST_NAMES_BY_ID = 10_000;

/** What is common to all clients of one operator. */
export type KeptSettings = Omit<DcrClientOptions, 'issuer' | 'account' | 'server' | 'name' | 'metadata'>;

/**
 * Clients kept in a store, each under its name as an app keeps its own: RFC 7592 has no list of clients, so the store is
 * the inventory, and its claims are the journal from which a crashed run goes on.
 */
export function keptClients(settings: KeptSettings, server: () => Promise<ServerMetadata>): ClientKeeper {
  const { store } = settings;
  /** Names by id, as far as they were looked up; what other processes add is found by looking again. */
  const namesById = new Map<string, string>();

  const bind = async (name: string, metadata: ClientMetadata = {}): Promise<Lifecycle> =>
    lifecycleOf({ ...settings, server: await server(), name, metadata }, () => {}, 'createDcrAdmin');
  /** Once a call that may change a client has left, it is read and saved, whoever still waits. */
  const run = async <T>(
    { signal }: OperatorCall,
    lifecycle: Lifecycle,
    work: (lifecycle: Lifecycle) => Promise<T>,
  ): Promise<T> => {
    signal?.throwIfAborted();
    const session = (checkpoint: () => void) => ({ ...lifecycle.session, checkpoint });
    return startFlight((checkpoint) => work({ ...lifecycle, session: session(checkpoint) })).join(signal);
  };

  async function* names({ signal }: OperatorCall): AsyncIterable<string> {
    if (store.list === undefined) throw cannotList();
    const prefix = `${issuerKey((await server()).issuer)}#`;
    for await (const key of store.list(prefix, signal === undefined ? {} : { signal }))
      yield key.slice(prefix.length);
  }

  function remember(client_id: string, name: string): void {
    namesById.set(client_id, name);
    const [oldest] = namesById.size > MOST_NAMES_BY_ID ? namesById.keys() : [];
    if (oldest !== undefined) namesById.delete(oldest);
  }

  async function nameOf(client_id: string, call: OperatorCall): Promise<string> {
    const known = namesById.get(client_id);
    if (known !== undefined && (await recordOf(known))?.information?.client_id === client_id) return known;
    for await (const name of names(call)) {
      const found = (await recordOf(name))?.information?.client_id;
      if (found !== undefined) remember(found, name);
      if (found === client_id) return name;
    }
    throw new DcrError(
      'not-registered',
      `No client with the id ${JSON.stringify(client_id)} is kept in this store. Take it over with adopt(), or use the store it was registered with.`,
    );
  }

  const recordOf = async (name: string): Promise<StoredRegistration | undefined> =>
    (await readSlot((await bind(name)).session)).record;

  const asked: ClientKeeper['asked'] = (name, metadata) =>
    settings.profile?.namesAreUnique === true ? withName(name, metadata) : metadata;

  const keeper: ClientKeeper = {
    asked,
    standing: async (name) => {
      const { session, wanted } = await bind(name);
      return standingOf((await readSlot(session)).record, wanted, session.clock.now());
    },
    names,
    create: async (name, metadata, call) =>
      run(call, await bind(name, asked(name, metadata)), (bound) =>
        registerNew(bound, () => clientExists(name)),
      ),
    bring: async ({ name, metadata, revision }, call) => {
      const bound = await bind(name, metadata);
      const lifecycle = {
        ...bound,
        wanted: { ...bound.wanted, revision, onNewerRevision: 'refuse' as const },
      };
      await giveWish(lifecycle, metadata);
      return run(call, lifecycle, ensureRegistered);
    },
    remove: async (name, client_id, call) => {
      checkPlanned(name, client_id, (await recordOf(name))?.information);
      await run(call, await bind(name), deleteStored);
    },
    byId: async (client_id, call): Promise<ManagedClient> => {
      const lifecycle = await bind(await nameOf(client_id, call));
      return {
        read: (last) => run(last, lifecycle, readStored),
        update: (metadata, last) => run(last, lifecycle, (bound) => updateStored(bound, metadata)),
        patch: (changes, last) => run(last, lifecycle, (bound) => patchStored(bound, changes, false)),
        delete: (last) => run(last, lifecycle, deleteStored),
      };
    },
    find: async (client_name, call) => {
      const lifecycle = await bind(client_name);
      const { context } = lifecycle;
      if (context.profile?.nameAddress === undefined) return (await recordOf(client_name))?.information;
      const search = { client_name, server: await server(), profile: context.profile, context };
      return (await run(call, lifecycle, () => requestFind(search)))?.information;
    },
    adopt: async (name, given, call) => {
      const lifecycle = await bind(name);
      const { issuerStamp, clock } = lifecycle.session;
      const found = given ?? (await keeper.find(name, call));
      if (found === undefined) throw notFound(name);
      const record = isRecord(found)
        ? found
        : { ...emptyRecord(issuerStamp), information: found, registeredAt: clock.now() };
      return run(call, lifecycle, (bound) => adoptClient(bound, record));
    },
  };
  return keeper;
}

function notFound(name: string): DcrError {
  return new DcrError(
    'not-registered',
    `Neither store nor server have a client named ${JSON.stringify(name)}. Pass its registration: client_id, and what manages it.`,
  );
}

/** A wish that says nothing, as of an app that takes a client over as it stands, is none. */
function spokenWish({ requested }: StoredRegistration): ClientMetadata | undefined {
  return requested === undefined || Object.keys(requested).length === 0 ? undefined : requested;
}

/**
 * A client that was taken over has no wish on record. What is desired now was granted as it stands, as far as we know: so
 * only what differs is changed, and members that nobody speaks of stay.
 */
async function giveWish({ session }: Lifecycle, desired: ClientMetadata): Promise<void> {
  const granted = ({ information }: StoredRegistration): ClientMetadata => {
    const shown: MetadataMembers = { ...information };
    const wish: ClientMetadata = {};
    return Object.assign(wish, Object.fromEntries(Object.keys(desired).map((name) => [name, shown[name]])));
  };
  await amend(session, (record) =>
    record.information === undefined || spokenWish(record) !== undefined
      ? undefined
      : { ...record, requested: granted(record) },
  );
}

function standingOf(
  record: StoredRegistration | undefined,
  { profile, overlapMs }: Wanted,
  now: number,
): StandingClient | undefined {
  const information = record?.information;
  if (record === undefined || information === undefined) return undefined;
  const { dead, unsettled, claim, revision } = record;
  const operation = unsettled?.operation ?? claim?.operation;
  const unfinished = operation === undefined ? undefined : `nobody knows what came of "${operation}"`;
  const overdue = hasOverdueRetired(record, overlapMs, now)
    ? 'a client that was replaced is still to be deleted'
    : undefined;
  return {
    information,
    requested: spokenWish(record),
    revision,
    isManageable: isManaged(record, profile) && record.habits.updateSupported !== 'no',
    defect: dead?.reason,
    unfinished: unfinished ?? overdue,
  };
}

function cannotList(): DcrError {
  return new DcrError(
    'unsupported',
    'This store cannot list its keys, so nobody knows which clients there are. Use a store that has list(), or name the clients.',
  );
}
