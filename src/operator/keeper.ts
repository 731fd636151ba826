import type { StoredRegistration } from '../protocol/record.js';
import type {
  ClientInformation,
  ClientMetadata,
  MetadataChanges,
  MetadataMembers,
} from '../protocol/types.js';
import type { DesiredClient, StandingClient } from './desired.js';

/** What every call of an operator takes. */
export interface OperatorCall {
  /** Ends the wait; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** One client, by the id that the server gave it. */
export interface ManagedClient {
  read(call: OperatorCall): Promise<ClientInformation>;
  update(metadata: MetadataMembers, call: OperatorCall): Promise<ClientInformation>;
  patch(changes: MetadataChanges, call: OperatorCall): Promise<ClientInformation>;
  delete(call: OperatorCall): Promise<void>;
}

/** Where the operator's clients are known: in a store, or at the server alone. */
export interface ClientKeeper {
  /** What is asked for under this name: where the server knows clients by name, it is the `client_name` that is left out. */
  asked(name: string, metadata: ClientMetadata): ClientMetadata;
  standing(name: string, call: OperatorCall): Promise<StandingClient | undefined>;
  /** The names of all clients. @throws DcrError `unsupported` where nobody can list them. */
  names(call: OperatorCall): AsyncIterable<string>;
  /** Registers a client of this name where there is none. @throws DcrError `client-exists`. */
  create(name: string, metadata: ClientMetadata, call: OperatorCall): Promise<ClientInformation>;
  /** Makes the client what is desired: registers, updates or replaces it, whatever stands. @throws DcrError `newer-revision`. */
  bring(client: DesiredClient, call: OperatorCall): Promise<ClientInformation>;
  /** The client of this `client_name`, by the server's word where it can be asked, else by the store's. */
  find(client_name: string, call: OperatorCall): Promise<ClientInformation | undefined>;
  /** Deletes the client of this name, if it still is the one of this id. @throws DcrError `plan-outdated`. */
  remove(name: string, client_id: string | undefined, call: OperatorCall): Promise<void>;
  byId(client_id: string, call: OperatorCall): Promise<ManagedClient>;
  /** Takes over a client that exists; without a registration the one that the server has under this name. */
  adopt(
    name: string,
    registration: ClientInformation | StoredRegistration | undefined,
    call: OperatorCall,
  ): Promise<ClientInformation>;
}
