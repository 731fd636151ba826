import { lookUpServer } from './discovery/server-metadata.js';
import { requestContext } from './http/context.js';
import type { RequestOptions } from './http/options.js';
import { type Flight, shareFlight, startFlight } from './lifecycle/abort.js';
import { adoptClient } from './lifecycle/adopt.js';
import { systemClock } from './lifecycle/clock.js';
import { deleteStored } from './lifecycle/delete.js';
import { ensureRegistered } from './lifecycle/ensure.js';
import type { Lifecycle } from './lifecycle/lifecycle.js';
import { patchStored, readStored, updateStored } from './lifecycle/manage.js';
import {
  checkClientOptions,
  type DcrClientOptions,
  type DcrClientSettings,
  type DcrTarget,
} from './lifecycle/options.js';
import { type Renewal, renewStored } from './lifecycle/renew.js';
import { keptServer } from './lifecycle/server.js';
import type { Session } from './lifecycle/session.js';
import { readSlot } from './lifecycle/slot.js';
import { type DcrStatus, statusOf } from './lifecycle/status.js';
import { issuerKey, parseIssuer } from './protocol/issuer.js';
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
   * @throws DcrError what the server or the store answered; `claim-busy`, `registration-budget-exhausted`,
   * `metadata-drift`, `registration-not-saved`.
   */
  ensureRegistered(options?: CallOptions): Promise<ClientInformation>;
  /** The server's metadata (RFC 8414), kept in the record and fetched anew past its maximum age. */
  server(options?: CallOptions): Promise<ServerMetadata>;
  /** How the registration stands, by the store alone. */
  status(): Promise<DcrStatus>;
  /** Reads the client at the server and keeps what came (RFC 7592 section 2.1). */
  read(options?: CallOptions): Promise<ClientInformation>;
  /** Replaces the metadata as a whole (RFC 7592 section 2.2). */
  update<const M extends ClientMetadata | ClientInformation>(
    metadata: CheckedUpdate<M>,
    options?: CallOptions,
  ): Promise<ClientInformation>;
  /**
   * Changes some members; `null` removes one. Built on the stored view, or with `fresh` on a read just before.
   */
  patch(
    changes: MetadataChanges,
    options?: CallOptions & { readonly fresh?: boolean },
  ): Promise<ClientInformation>;
  /** Deletes the client at the server (RFC 7592 section 2.3). Nothing registered: nothing to do. */
  delete(options?: CallOptions): Promise<void>;
  /** Takes over an existing client, or the `record` of an error. Makes no request. */
  adopt(
    registration: ClientInformation | StoredRegistration,
    options?: CallOptions,
  ): Promise<ClientInformation>;
  /** Renews secret and registration access token by whichever operation this server renews them, and says which. */
  renewCredentials(options?: CallOptions): Promise<Renewal>;
}

/**
 * Binds an app to its registration. Makes no request and reads no store yet.
 *
 * @throws DcrError `invalid-option`, `invalid-issuer`, `insecure-url`.
 */
export function createDcrClient<const M extends ClientMetadata>(
  options: DcrTarget & DcrClientSettings<CheckedMetadata<M>>,
): DcrClient;
export function createDcrClient(options: DcrClientOptions): DcrClient {
  checkClientOptions(options);
  const base = lifecycleOf(options);
  const run = <T>(work: (lifecycle: Lifecycle) => Promise<T>): Flight<T> =>
    startFlight((checkpoint) => work({ ...base, session: { ...base.session, checkpoint } }));
  const call = async <T>(start: () => Flight<T>, callOptions: CallOptions | undefined): Promise<T> => {
    const signal = anySignal(options.signal, callOptions?.signal);
    signal?.throwIfAborted();
    return start().join(signal);
  };
  const share = shareFlight<ClientInformation>();

  return {
    // Several callers in one process share one piece of work.
    ensureRegistered: (last) => call(() => share(() => run(ensureRegistered)), last),
    server: (last) => call(() => run(keptServer), last),
    status: async () => statusOf((await readSlot(base.session)).record, base.session.clock.now()),
    read: (last) => call(() => run(readStored), last),
    update: (metadata: MetadataMembers, last?: CallOptions) =>
      call(() => run((lifecycle) => updateStored(lifecycle, metadata)), last),
    patch: (changes, last) =>
      call(() => run((lifecycle) => patchStored(lifecycle, changes, last?.fresh === true)), last),
    delete: (last) => call(() => run(deleteStored), last),
    adopt: (registration, last) => call(() => run((lifecycle) => adoptClient(lifecycle, registration)), last),
    renewCredentials: (last) => call(() => run(renewStored), last),
  };
}

function lifecycleOf(options: DcrClientOptions): Lifecycle {
  const {
    store,
    metadata,
    revision,
    onDrift = 'update',
    registrationBudget = 5,
    claimTtlMs = 15_000,
  } = options;
  const { clock = systemClock, random = () => Math.random(), onChange, initialAccessToken } = options;
  const { issuer: givenIssuer, account, server, name = 'default' } = options;
  const requests = requestOptionsOf(options);
  const issuer = server?.issuer ?? (givenIssuer === undefined ? undefined : String(givenIssuer));
  if (issuer !== undefined)
    parseIssuer(issuer, { allowInsecureRequests: options.allowInsecureRequests ?? false });
  const context = requestContext(requests, { where: 'createDcrClient', target: issuer, time: clock });
  const target = issuer === undefined ? `account:${account}` : issuerKey(issuer);
  let owner: Promise<string> | undefined;
  const session: Session = {
    store,
    key: `${target}#${name}`,
    clock,
    randomId: () => globalThis.crypto.randomUUID(),
    jitter: random,
    owner: () => {
      // Without a description others only wait a little longer for a dead process.
      const anonymous = globalThis.crypto.randomUUID();
      owner ??= (store.owner?.() ?? Promise.resolve(anonymous)).catch(() => anonymous);
      return owner;
    },
    claimTtlMs,
    claimWaitMs: options.claimWaitMs ?? 60_000,
    saveRetryMs: Math.min(5000, claimTtlMs),
    issuer: options.expectedIssuer ?? issuer,
    issuerStamp: options.expectedIssuer ?? issuer ?? target,
    changed: (change) => quietly(() => onChange?.({ ...change, at: clock.now() })),
    warn: context.warn,
    checkpoint: () => {},
  };
  const discover = (): Promise<ServerMetadata> =>
    lookUpServer(account === undefined ? (issuer ?? '') : { account }, requests, clock);
  return {
    session,
    context,
    wanted: {
      metadata,
      revision,
      onDrift,
      onSubstitution: options.onSubstitution ?? 'accept',
      registrationBudget,
    },
    initialAccessToken,
    validation: options.validation ?? {},
    givenServer: server,
    discover,
    serverMaxAgeMs: options.serverMaxAgeMs ?? 24 * 60 * 60 * 1000,
  };
}

/** The request options among the client's, without the signal: work under way is not cut off in the middle. */
function requestOptionsOf(options: DcrClientOptions): RequestOptions {
  const {
    fetch,
    timeoutMs,
    headers,
    expectedIssuer,
    allowedOrigins,
    urlPolicy,
    allowInsecureRequests,
    onWarning,
  } = options;
  return {
    ...(fetch === undefined ? {} : { fetch }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(headers === undefined ? {} : { headers }),
    ...(expectedIssuer === undefined ? {} : { expectedIssuer }),
    ...(allowedOrigins === undefined ? {} : { allowedOrigins }),
    ...(urlPolicy === undefined ? {} : { urlPolicy }),
    ...(allowInsecureRequests === undefined ? {} : { allowInsecureRequests }),
    ...(onWarning === undefined ? {} : { onWarning }),
  };
}

/** A listener's failure is its own: the registration it was told about is saved. */
function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // Documented at onChange.
  }
}

function anySignal(a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return AbortSignal.any([a, b]);
}
