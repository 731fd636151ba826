import { type Flight, shareFlight, startFlight } from './lifecycle/abort.js';
import { lifecycleOf } from './lifecycle/bind.js';
import { ensureRegistered } from './lifecycle/ensure.js';
import type { Lifecycle } from './lifecycle/lifecycle.js';
import {
  checkClientOptions,
  type DcrClientOptions,
  type DcrClientSettings,
  type DcrTarget,
} from './lifecycle/options.js';
import type { Renewal } from './lifecycle/renew.js';
import type { RejectionOutcome, UsedCredentials } from './lifecycle/report-rejected.js';
import { readSlot } from './lifecycle/slot.js';
import { type DcrStatus, statusOf } from './lifecycle/status.js';
import { loaded } from './protocol/loaded.js';
import type { StoredRegistration } from './protocol/record.js';
import type {
  CheckedMetadata,
  CheckedUpdate,
  ClientInformation,
  ClientMetadata,
  MetadataChanges,
  MetadataMembers,
  ServerMetadata,
} from './protocol/types.js';

/** What every method takes last. */
export interface CallOptions {
  /**
   * Ends the wait; the call then rejects with the signal's own reason. A request under way that may rotate a
   * credential is still read and saved.
   */
  readonly signal?: AbortSignal;
}

/** An app's own registration at one authorization server. Holds no state but what is in the store. */
export interface DcrClient {
  /**
   * The one call at start-up: the stored registration while it holds, without a request; else a new, updated or
   * renewed one. Of many processes with one store, one registers and all get the same.
   *
   * @returns Secret: carries the credentials.
   * @throws DcrError what {@link discoverServer}, {@link registerClient} and {@link updateClient} throw; `claim-busy`,
   * `registration-budget-exhausted`, `metadata-drift`; `store-failed`, `record-unreadable`, `record-too-new`.
   * @throws UnsavedRegistrationError `registration-not-saved`: the server acted and the store did not. Keep its `record`.
   */
  ensureRegistered(options?: CallOptions): Promise<ClientInformation>;
  /**
   * The server's metadata (RFC 8414), kept in the record and fetched anew past its maximum age.
   *
   * @throws DcrError what {@link discoverServer} throws, where none is kept; `store-failed`, `record-unreadable`, `record-too-new`.
   */
  server(options?: CallOptions): Promise<ServerMetadata>;
  /**
   * How the registration stands, by the store alone. Makes no request, so it is fit for health checks.
   *
   * @throws DcrError `store-failed`, `record-unreadable`, `record-too-new`.
   */
  status(): Promise<DcrStatus>;
  /**
   * Reads the client at the server and keeps what came (RFC 7592 section 2.1), since a read may replace credentials.
   *
   * @returns Secret: carries the credentials.
   * @throws DcrError `not-registered`, `not-manageable`, `management-lost`, what {@link readClient} throws; `claim-busy`,
   * `store-failed`, `record-unreadable`, `record-too-new`.
   * @throws UnsavedRegistrationError `registration-not-saved`.
   */
  read(options?: CallOptions): Promise<ClientInformation>;
  /**
   * Replaces the metadata as a whole (RFC 7592 section 2.2): what is not given is removed at the server. {@link DcrClient.patch}
   * changes some members.
   *
   * @returns Secret: carries the credentials.
   * @throws DcrError as {@link DcrClient.read}, and what {@link updateClient} throws, `invalid-metadata` before anything is sent.
   * @throws UnsavedRegistrationError `registration-not-saved`.
   */
  update<const M extends ClientMetadata | ClientInformation>(
    metadata: CheckedUpdate<M>,
    options?: CallOptions,
  ): Promise<ClientInformation>;
  /**
   * Changes some members; `null` removes one. Built on the stored view, or with `fresh` on a read just before.
   *
   * @returns Secret: carries the credentials.
   * @throws DcrError as {@link DcrClient.update}.
   * @throws UnsavedRegistrationError `registration-not-saved`.
   */
  patch(
    changes: MetadataChanges,
    options?: CallOptions & { readonly fresh?: boolean },
  ): Promise<ClientInformation>;
  /**
   * Deletes the client at the server (RFC 7592 section 2.3), and those that it has replaced. Nothing registered: nothing to do.
   *
   * @throws DcrError `not-manageable`, what {@link deleteClient} throws but `gone`; `claim-busy`, `store-failed`,
   * `record-unreadable`, `record-too-new`.
   */
  delete(options?: CallOptions): Promise<void>;
  /**
   * Takes over an existing client, or the `record` of an {@link UnsavedRegistrationError}. Makes no request. A client that was
   * kept here before is retired.
   *
   * @returns Secret: what is kept now.
   * @throws DcrError `invalid-option` for what is no registration or another issuer's; `not-registered` where the client was
   * deleted since; `claim-busy`, `store-failed`, `secret-not-allowed`, `record-unreadable`, `record-too-new`.
   */
  adopt(
    registration: ClientInformation | StoredRegistration,
    options?: CallOptions,
  ): Promise<ClientInformation>;
  /**
   * Renews secret and registration access token by whichever operation this server renews them (RFC 7592 sections 2.1 and 2.2
   * leave it open), and says which.
   *
   * @throws DcrError as {@link DcrClient.read}, and what {@link updateClient} throws.
   * @throws UnsavedRegistrationError `registration-not-saved`.
   */
  renewCredentials(options?: CallOptions): Promise<Renewal>;
  /**
   * Tells that the server rejected these credentials, with what it said. Finds out whether the server still knows the client,
   * and replaces it once if not, within the budget. Outages prove nothing.
   *
   * @param error what was thrown by this package, openid-client or oauth4webapi, or `{ status, error }` of the answer.
   * @returns Secret: carries the credentials to go on with, and says whether they are others than those rejected.
   * @throws DcrError `invalid-option`, `not-registered`; what {@link DcrClient.ensureRegistered} throws where the client is replaced.
   */
  reportRejected(
    registration: UsedCredentials,
    error?: unknown,
    options?: CallOptions,
  ): Promise<RejectionOutcome>;
  /**
   * Tells that these credentials worked: clients that were replaced are deleted now, secrets before them forgotten. Fit to be
   * called after each token request: mostly it has nothing new to say, and then it writes nothing.
   *
   * @throws DcrError `invalid-option`, `store-failed`, `record-unreadable`, `record-too-new`.
   */
  reportAccepted(registration: UsedCredentials, options?: CallOptions): Promise<void>;
  /**
   * Renews secrets and tokens before they end, for as long as the process lives, or until `signal` or `close()`. Does not keep
   * the process alive. What fails is told as the warning `renewal-failed` and tried again, unless it is that the part for it could
   * not be loaded; what other processes change is told by `onChange` as `changed-elsewhere`. Calling it again while it runs does nothing.
   */
  startRenewal(options?: CallOptions): void;
  /**
   * Ends `startRenewal` and, with `ephemeral`, deletes the client that this object registered. Other clients stay.
   *
   * @throws DcrError with `ephemeral` as {@link DcrClient.delete}.
   */
  close(options?: CallOptions): Promise<void>;
}

/**
 * Binds an app to its registration. Makes no request and reads no store yet.
 *
 * @example
 * ```ts
 * const dcr = createDcrClient({
 *   issuer: 'https://as.example.com',
 *   metadata: { client_name: 'Report Builder', redirect_uris: ['https://reports.example.com/cb'] },
 *   store: fileStore({ directory: '/var/lib/report-builder/oauth' }),
 * });
 * const { client_id, client_secret } = await dcr.ensureRegistered();
 * ```
 *
 * @throws DcrError `invalid-option`, `invalid-issuer`, `insecure-url`, `secret-not-allowed`.
 */
export function createDcrClient<const M extends ClientMetadata>(
  options: DcrTarget & DcrClientSettings<CheckedMetadata<M>>,
): DcrClient;
export function createDcrClient(options: DcrClientOptions): DcrClient {
  checkClientOptions(options);
  const registered = new Set<string>();
  const base = lifecycleOf(options, ({ type, client_id }) => {
    if (client_id !== undefined && (type === 'registered' || type === 'replaced')) registered.add(client_id);
  });
  const underWay = new Set<Promise<unknown>>();
  const run = <T>(work: (lifecycle: Lifecycle) => Promise<T>): Flight<T> => {
    const flight = startFlight((checkpoint) => work({ ...base, session: { ...base.session, checkpoint } }));
    noteUntilEnded(underWay, flight.ended);
    return flight;
  };
  const call = async <T>(start: () => Flight<T>, callOptions: CallOptions | undefined): Promise<T> => {
    const signal = anySignal(options.signal, callOptions?.signal);
    signal?.throwIfAborted();
    return start().join(signal);
  };
  const act = <T>(
    work: (actions: Actions, lifecycle: Lifecycle) => Promise<T>,
    callOptions: CallOptions | undefined,
  ): Promise<T> => call(() => run(async (lifecycle) => work(await loadActions(), lifecycle)), callOptions);
  const share = shareFlight<ClientInformation>();
  let renewing: AbortController | undefined;
  const startRenewal = ({ signal }: CallOptions = {}) => {
    if (renewing !== undefined) return;
    const stop = new AbortController();
    renewing = stop;
    const ended = anySignal(stop.signal, anySignal(options.signal, signal)) ?? stop.signal;
    const renewal = loadActions()
      .then(({ renewInTime }) => renewInTime(base, ended))
      .catch(({ message }: Error) => base.session.warn({ code: 'renewal-failed', message }))
      .finally(() => {
        if (renewing === stop) renewing = undefined;
      });
    noteUntilEnded(underWay, renewal);
  };

  return {
    // Several callers in one process share one piece of work.
    ensureRegistered: (last) => call(() => share(() => run(ensureRegistered)), last),
    server: (last) => act(({ keptServer }, lifecycle) => keptServer(lifecycle), last),
    status: async () =>
      statusOf((await readSlot(base.session)).record, base.session.clock.now(), base.context.profile),
    read: (last) => act(({ readStored }, lifecycle) => readStored(lifecycle), last),
    update: (metadata: MetadataMembers, last?: CallOptions) =>
      act(({ updateStored }, lifecycle) => updateStored(lifecycle, metadata), last),
    patch: (changes, last) =>
      act(({ patchStored }, lifecycle) => patchStored(lifecycle, changes, last?.fresh === true), last),
    delete: (last) => act(({ deleteStored }, lifecycle) => deleteStored(lifecycle), last),
    adopt: (registration, last) =>
      act(({ adoptClient }, lifecycle) => adoptClient(lifecycle, registration), last),
    renewCredentials: (last) => act(({ renewStored }, lifecycle) => renewStored(lifecycle), last),
    reportRejected: (registration, error, last) =>
      act(({ reportRejected }, lifecycle) => reportRejected(lifecycle, registration, error), last),
    reportAccepted: (registration, last) =>
      act(({ reportAccepted }, lifecycle) => reportAccepted(lifecycle, registration), last),
    startRenewal,
    close: async (last) => {
      renewing?.abort();
      renewing = undefined;
      if (options.ephemeral !== true) return;
      // What is under way may still register a client.
      const before = Promise.allSettled(underWay);
      await act(({ deleteOwn }, lifecycle) => before.then(() => deleteOwn(lifecycle, registered)), last);
    },
  };
}

type Actions = typeof import('./lifecycle/actions.js');

const loadActions = (): Promise<Actions> => loaded(import('./lifecycle/actions.js'));

function noteUntilEnded(underWay: Set<Promise<unknown>>, work: Promise<unknown>): void {
  underWay.add(work);
  const ended = () => underWay.delete(work);
  work.then(ended, ended);
}

function anySignal(a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return AbortSignal.any([a, b]);
}
