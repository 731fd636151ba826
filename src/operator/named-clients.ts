import type { RequestContext } from '../http/options.js';
import { applyChanges } from '../lifecycle/drift.js';
import { requestDeletion } from '../management/delete.js';
import { requestFind } from '../management/find.js';
import { requestRead } from '../management/read.js';
import { requestUpdate } from '../management/update.js';
import { type Accepted, registrationProblem } from '../protocol/accept.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { outgoingMetadata } from '../protocol/outgoing.js';
import type { Validation } from '../protocol/rules/options.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import type {
  ClientInformation,
  ClientMetadata,
  MetadataMembers,
  Registration,
  ServerMetadata,
} from '../protocol/types.js';
import { checkMetadata } from '../protocol/validate.js';
import type { InitialAccessToken } from '../registration/initial-access-token.js';
import { requestRegistration } from '../registration/register.js';
import { checkPlanned, clientExists, withName } from './desired.js';
import type { ClientKeeper, ManagedClient, OperatorCall } from './keeper.js';

/** What is common to all clients of one operator. */
export interface NamedSettings {
  readonly context: RequestContext;
  readonly profile: ServerProfile;
  readonly validation: Validation;
  readonly initialAccessToken: InitialAccessToken | undefined;
}

/**
 * Clients that the server alone knows, by names that are unique there (`client_name`). Needs no store: an administrator's
 * credential reaches all of them, and no secret is kept.
 */
export function namedClients(settings: NamedSettings, server: () => Promise<ServerMetadata>): ClientKeeper {
  const { profile, validation, initialAccessToken } = settings;
  /** Members that this server was seen to take and not to show, so that their absence says nothing. */
  const hidden = new Set<string>();

  const within = ({ signal }: OperatorCall): RequestContext => ({ ...settings.context, signal });
  const told = ({ information, warnings }: Accepted): ClientInformation => {
    for (const warning of warnings) settings.context.warn(warning);
    return information;
  };
  const find = async (client_name: string, call: OperatorCall): Promise<ClientInformation | undefined> =>
    (await requestFind({ client_name, server: await server(), profile, context: within(call) }))?.information;
  const registrationOf = async (client_id: string): Promise<Registration> => {
    const address = profile.configurationAddress?.(client_id, (await server()).registration_endpoint);
    return { client_id, ...(address === undefined ? {} : { registration_client_uri: address }) };
  };
  const change = async (
    registered: ClientInformation,
    metadata: MetadataMembers,
    call: OperatorCall,
  ): Promise<ClientInformation> => {
    await checkMetadata(metadata, { where: 'createDcrAdmin', validation, registered, profile });
    const target = { ...registered, ...(await registrationOf(registered.client_id)) };
    return told(await requestUpdate(target, metadata, { context: within(call) }));
  };
  const read = async (client_id: string, call: OperatorCall) =>
    told(await requestRead(await registrationOf(client_id), within(call)));

  async function register(metadata: ClientMetadata, call: OperatorCall): Promise<ClientInformation> {
    const known = await server();
    await checkMetadata(metadata, { where: 'createDcrAdmin', validation, server: known, profile });
    const accepted = await requestRegistration(known, metadata, {
      context: within(call),
      initialAccessToken,
    });
    const information = told(accepted);
    if (accepted.problem !== undefined) throw registrationProblem(accepted);
    return information;
  }

  async function make(metadata: ClientMetadata, call: OperatorCall): Promise<ClientInformation> {
    const made = await register(metadata, call);
    noteHidden(metadata, made);
    return made;
  }

  /** Also what the profile knows to be dropped, so that another process finds nothing to do either. */
  function notShown(asked: ClientMetadata): ReadonlySet<string> {
    const members = outgoingMetadata(asked);
    const sent = profile.outgoing?.({ operation: 'register', members, asked });
    return new Set([...hidden, ...(sent?.notKept ?? [])]);
  }

  function noteHidden(metadata: MetadataMembers, shown: MetadataMembers): void {
    for (const name of Object.keys(outgoingMetadata(metadata)))
      if (shown[name] === undefined) hidden.add(name);
  }

  return {
    asked: withName,
    standing: async (name, call) => {
      const information = await find(name, call);
      return information && { information, isManageable: true, notShown };
    },
    // biome-ignore lint/correctness/useYield: there is nothing to give, and the caller hears why.
    async *names() {
      throw new DcrError(
        'unsupported',
        'This server has no list of its clients. Give createDcrAdmin a store: then it knows the clients that it has registered or adopted.',
      );
    },
    create: async (name, wished, call) => {
      const metadata = namedAlike(name, wished);
      if ((await find(name, call)) !== undefined) throw clientExists(name);
      // Of two at once the server refuses the second, since names are unique there; an id may be taken as well.
      return make(metadata, call).catch(async (error: unknown) => {
        const isTaken =
          isDcrError(error) && error.code === 'conflict' && (await find(name, call)) !== undefined;
        throw isTaken ? clientExists(name) : error;
      });
    },
    bring: async ({ name, metadata: wished }, call) => {
      const metadata = namedAlike(name, wished);
      const standing = await find(name, call);
      if (standing === undefined) {
        return make(metadata, call);
      }
      // Members that nobody speaks of stay.
      const changed = await change(standing, { ...standing, ...metadata }, call);
      noteHidden(metadata, changed);
      return changed;
    },
    remove: async (name, client_id, call) => {
      const standing = await find(name, call);
      checkPlanned(name, client_id, standing);
      if (standing !== undefined)
        await requestDeletion(await registrationOf(standing.client_id), within(call));
    },
    byId: async (client_id): Promise<ManagedClient> => ({
      read: (call) => read(client_id, call),
      update: async (metadata, call) => change(await read(client_id, call), metadata, call),
      patch: async (changes, call) => {
        const registered = await read(client_id, call);
        return change(registered, applyChanges(registered, changes), call);
      },
      delete: async (call) => requestDeletion(await registrationOf(client_id), within(call)),
    }),
    find,
    adopt: async () => {
      throw new DcrError(
        'unsupported',
        'Without a store there is nothing to take a client over into: the server knows it already, and findByName() and plan() see it.',
      );
    },
  };
}

function namedAlike(name: string, wished: ClientMetadata): ClientMetadata {
  const metadata = withName(name, wished);
  if (metadata.client_name === name) return metadata;
  throw new DcrError(
    'invalid-option',
    `Without a store a client is found by its client_name, so both names must be equal, and ${JSON.stringify(name)} is not ` +
      `${JSON.stringify(metadata.client_name)}. Leave client_name out, or give createDcrAdmin a store.`,
  );
}
