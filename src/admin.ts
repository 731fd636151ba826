/**
 * Many clients at one server, one by one or as a list of what is desired: {@link createDcrAdmin}. docs/admin.md has examples.
 *
 * @module dcr-client/admin
 */

import { lookUpServer } from './discovery/server-metadata.js';
import { REQUEST_OPTIONS, requestContext } from './http/context.js';
import type { RequestOptions } from './http/options.js';
import { systemClock } from './lifecycle/clock.js';
import { adminProfile } from './operator/admin-profile.js';
import { type ApplyOptions, type ApplyReport, applyPlan } from './operator/apply.js';
import { checkName, type DesiredClient } from './operator/desired.js';
import type { ClientKeeper, OperatorCall } from './operator/keeper.js';
import { keptClients } from './operator/kept-clients.js';
import { namedClients } from './operator/named-clients.js';
import { checkAdminOptions, type DcrAdminOptions, type DcrAdminSettings } from './operator/options.js';
import { type ClientPlan, type PlanOptions, planClients } from './operator/plan.js';
import { createRateGate, type RateGate } from './operator/rate-gate.js';
import { rememberServer } from './operator/server.js';
import { DcrError } from './protocol/errors.js';
import { parseIssuer } from './protocol/issuer.js';
import type { StoredRegistration } from './protocol/record.js';
import type {
  CheckedMetadata,
  CheckedUpdate,
  ClientInformation,
  ClientMetadata,
  MetadataChanges,
  MetadataMembers,
} from './protocol/types.js';

export type { ApplyOptions, ApplyProgress, ApplyReport, StepOutcome } from './operator/apply.js';
export type { DesiredClient, FieldChange, PlannedStep } from './operator/desired.js';
export type { OperatorCall } from './operator/keeper.js';
export type { AdminCredential, DcrAdminOptions, DcrAdminSettings } from './operator/options.js';
export type { ClientPlan, PlanOptions } from './operator/plan.js';

/** Many clients at one server. What it knows of them is in the store, or at the server alone. */
export interface DcrAdmin {
  /**
   * Registers a client under a name, `client_name` unless given.
   *
   * @returns Secret: carries the credentials.
   * @throws DcrError `client-exists`, `invalid-option` without a name, what `registerClient` throws; with a store
   * `claim-busy`, `store-failed`, `record-unreadable`, `record-too-new`.
   * @throws UnsavedRegistrationError `registration-not-saved`: the server acted and the store did not. Keep its `record`.
   */
  create<const M extends ClientMetadata>(
    metadata: CheckedMetadata<M>,
    options?: OperatorCall & { readonly name?: string },
  ): Promise<ClientInformation>;
  /**
   * Reads a client at the server (RFC 7592 section 2.1).
   *
   * @returns Secret: carries the credentials.
   * @throws DcrError `not-registered`, `not-manageable`, what `readClient` throws; with a store as {@link DcrAdmin.create}.
   */
  read(client_id: string, options?: OperatorCall): Promise<ClientInformation>;
  /**
   * The client of this name, by the server's word where it can be asked for names, else by the store's.
   *
   * @returns Secret: carries the credentials. `undefined`: there is none.
   * @throws DcrError `invalid-option`, what `readClient` throws; `store-failed`, `record-unreadable`, `record-too-new`.
   */
  findByName(name: string, options?: OperatorCall): Promise<ClientInformation | undefined>;
  /**
   * Replaces the metadata of a client as a whole (RFC 7592 section 2.2).
   *
   * @returns Secret: carries the credentials.
   * @throws DcrError as {@link DcrAdmin.read}, and what `updateClient` throws.
   */
  update<const M extends ClientMetadata | ClientInformation>(
    client_id: string,
    metadata: CheckedUpdate<M>,
    options?: OperatorCall,
  ): Promise<ClientInformation>;
  /**
   * Changes some members; `null` removes one.
   *
   * @returns Secret: carries the credentials.
   * @throws DcrError as {@link DcrAdmin.update}.
   */
  patch(client_id: string, changes: MetadataChanges, options?: OperatorCall): Promise<ClientInformation>;
  /**
   * Deletes a client at the server (RFC 7592 section 2.3).
   *
   * @throws DcrError `not-registered`, what `deleteClient` throws; with a store `claim-busy`, `store-failed`.
   */
  delete(client_id: string, options?: OperatorCall): Promise<void>;
  /**
   * Takes over a client that exists: by its registration, by the `record` of an error, or where the server can find clients by
   * name by that alone. What is planned for it later changes only members that are desired. Needs a store.
   *
   * @returns Secret: what is kept now.
   * @throws DcrError `unsupported` without a store, or without a registration where the server knows no names; `not-registered`
   * where it knows none of this name; as `DcrClient.adopt`.
   */
  adopt(
    name: string,
    registration?: ClientInformation | StoredRegistration,
    options?: OperatorCall,
  ): Promise<ClientInformation>;
  /** The names of all clients in the store. @throws DcrError `unsupported` without one. */
  names(options?: OperatorCall): AsyncIterable<string>;
  /**
   * What would have to be done for the desired clients to be there. Changes nothing.
   *
   * @throws DcrError `invalid-option` for a list that names two clients alike; `unsupported` for `prune` without a store;
   * `store-failed`, `record-unreadable`, `record-too-new`; without a store what `readClient` throws.
   */
  plan<const M extends ClientMetadata>(
    desired: readonly DesiredClient<CheckedMetadata<M>>[],
    options?: PlanOptions,
  ): Promise<ClientPlan>;
  /**
   * Does it, several clients at once; all of them wait where the server asks to come back later. What fails does not stop the
   * others and stands in the report. After a crash or an abort plan and apply again: what was done is not done twice.
   *
   * @throws DcrError `invalid-option`. What fails for one client is in `open` of the report.
   */
  apply(plan: ClientPlan, options?: ApplyOptions): Promise<ApplyReport>;
}

/**
 * Registers and manages many clients at one server: with the clients' own registration access tokens, kept in a store
 * (RFC 7592 has no list, so the store is the inventory), or with an administrator's credential.
 *
 * @throws DcrError `invalid-option`, `invalid-issuer`, `insecure-url`.
 */
export function createDcrAdmin(options: DcrAdminOptions): DcrAdmin {
  checkAdminOptions(options);
  const { clock = systemClock } = options;
  const gate = createRateGate(clock);
  const pace = { gate, clock };
  const keeper = keeperOf(options, gate);
  const byId = async <T>(
    client_id: string,
    last: OperatorCall = {},
    work: (client: Awaited<ReturnType<ClientKeeper['byId']>>) => Promise<T>,
  ): Promise<T> => work(await keeper.byId(checkedId(client_id), last));

  return {
    create: async (metadata: ClientMetadata, last: OperatorCall & { readonly name?: string } = {}) => {
      const name = last.name ?? metadata?.client_name;
      if (typeof name !== 'string' || name === '') throw nameless();
      checkName(name, 'create: the name');
      return keeper.create(name, metadata, last);
    },
    read: (client_id, last = {}) => byId(client_id, last, (client) => client.read(last)),
    findByName: async (name, last = {}) => {
      checkName(name, 'findByName: the name');
      return keeper.find(name, last);
    },
    update: (client_id: string, metadata: MetadataMembers, last: OperatorCall = {}) =>
      byId(client_id, last, (client) => client.update(metadata, last)),
    patch: (client_id, changes, last = {}) => byId(client_id, last, (client) => client.patch(changes, last)),
    delete: (client_id, last = {}) => byId(client_id, last, (client) => client.delete(last)),
    adopt: async (name, registration, last = {}) => {
      checkName(name, 'adopt: the name');
      return keeper.adopt(name, registration, last);
    },
    names: (last = {}) => keeper.names(last),
    plan: (desired: readonly DesiredClient[], last?: PlanOptions) =>
      planClients({ keeper, pace }, desired, last),
    apply: (plan, last) => applyPlan({ keeper, pace }, plan, last),
  };
}

/** What a client that is kept in a store is bound with. */
const KEPT = [
  'onSubstitution',
  'onChange',
  'claimTtlMs',
  'claimWaitMs',
  'registrationBudget',
  'overlapMs',
  'random',
  'initialAccessToken',
  'validation',
] as const;

function keeperOf(options: DcrAdminOptions, gate: RateGate): ClientKeeper {
  const { issuer, server, auth, store, validation = {}, initialAccessToken, clock = systemClock } = options;
  const { fetch = (url, init) => globalThis.fetch(url, init) } = options;
  // Each call has a signal of its own.
  const names = REQUEST_OPTIONS.filter((name) => name !== 'signal' && name !== 'fetch');
  const requests: RequestOptions = { ...given(options, names), fetch: gate.watch(fetch) };
  const known = rememberServer(server, clock, () => lookUpServer(issuer ?? '', requests, clock));
  const profile =
    auth === undefined ? options.profile : adminProfile(auth, options.profile, known.registrationEndpoint);
  const target = String(server?.issuer ?? issuer);
  parseIssuer(target, { allowInsecureRequests: options.allowInsecureRequests ?? false });
  const context = requestContext(
    { ...requests, ...(profile === undefined ? {} : { profile }) },
    { where: 'createDcrAdmin', target, time: clock },
  );
  if (store !== undefined) {
    const settings = given(options, KEPT);
    return keptClients(
      { ...requests, ...settings, ...(profile === undefined ? {} : { profile }), store, clock },
      known.server,
    );
  }
  if (profile === undefined) throw new TypeError('checked before');
  return namedClients({ context, profile, validation, initialAccessToken }, known.server);
}

/** Those of the options that are set. */
function given<K extends keyof DcrAdminSettings>(
  options: DcrAdminSettings,
  names: readonly K[],
): Pick<DcrAdminSettings, K> {
  const isNamed = (name: string) => names.some((other) => other === name);
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => isNamed(name) && value !== undefined),
  ) as Pick<DcrAdminSettings, K>;
}

function checkedId(client_id: string): string {
  if (typeof client_id === 'string' && client_id !== '') return client_id;
  throw new DcrError('invalid-option', 'Give the client_id, as the server issued it.');
}

function nameless(): DcrError {
  return new DcrError(
    'invalid-option',
    'create: a client needs a name to be found by: give metadata with client_name, or { name }.',
  );
}
