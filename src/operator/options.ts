import { checkFetch, REQUEST_OPTIONS } from '../http/context.js';
import type { RequestOptions } from '../http/options.js';
import type { Clock } from '../lifecycle/clock.js';
import type { DcrChange } from '../lifecycle/events.js';
import { type AtIssuer, type AtServer, checkClaimTtl, checkNumber } from '../lifecycle/options.js';
import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import type { CredentialProvider } from '../protocol/provider.js';
import type { Validation } from '../protocol/rules/options.js';
import type { OnSubstitution } from '../protocol/substitution.js';
import { checkOnSubstitution, checkValidation } from '../protocol/validate.js';
import type { InitialAccessToken } from '../registration/initial-access-token.js';
import type { RegistrationStore } from '../stores/types.js';

/**
 * The whole value of the `authorization` header, such as `Bearer …` or `SSWS …`. A function is called for each request, gets a
 * `signal` and has as long as a request (`timeoutMs`). Secret.
 */
export type AdminCredential = string | CredentialProvider;

/** Options of {@link createDcrAdmin}, beside where the server is. */
export interface DcrAdminSettings extends RequestOptions {
  /**
   * An administrator's credential, for servers that manage all clients below their registration endpoint. Sent to its origin
   * alone. A profile such as `wso2({ credentials })` brings its own. Secret.
   */
  readonly auth?: AdminCredential;
  /**
   * Where the clients are kept, with what manages them. May be left out only where the profile can find clients by name and
   * has an administrator's credential.
   */
  readonly store?: RegistrationStore;
  /** Secret. For servers that ask for one to register (RFC 7591 section 3). */
  readonly initialAccessToken?: InitialAccessToken;
  /** How strictly metadata is checked before it is sent. */
  readonly validation?: Validation;
  /** What to do when the server grants another client than was asked for. Default `accept`. Only with a store. */
  readonly onSubstitution?: OnSubstitution;
  /** Told about every change of a client. Holds no secret. What it throws is ignored. Only with a store. */
  readonly onChange?: (change: DcrChange) => void;
  /** A claim that stands still for so long belongs to a dead process. Milliseconds. Default 15 000. */
  readonly claimTtlMs?: number;
  /** The longest wait for what other processes are doing to one client. Milliseconds. Default 60 000. */
  readonly claimWaitMs?: number;
  /** At most so many new clients under one name in 24 hours, not counting planned replacements. Default 5. Only with a store. */
  readonly registrationBudget?: number;
  /** A client that was replaced is deleted after this time, by the next run. Milliseconds. Default 24 hours. Only with a store. */
  readonly overlapMs?: number;
  /** For tests. */
  readonly clock?: Clock;
  /** A number evenly spread in [0, 1), for jitter. Default `Math.random`. */
  readonly random?: () => number;
}

/** Options of {@link createDcrAdmin}: the server, by its issuer or its metadata, and the settings. */
export type DcrAdminOptions = DcrAdminSettings & (AtIssuer | AtServer);

const NAMES: readonly (keyof DcrAdminOptions)[] = [
  'issuer',
  'server',
  'auth',
  'store',
  'initialAccessToken',
  'validation',
  'onSubstitution',
  'onChange',
  'claimTtlMs',
  'claimWaitMs',
  'registrationBudget',
  'overlapMs',
  'clock',
  'random',
  ...REQUEST_OPTIONS,
];

/** Refuses options that cannot work, before anything is done. */
export function checkAdminOptions(options: DcrAdminOptions): void {
  const where = 'createDcrAdmin';
  checkOptionNames(options, NAMES, where);
  const { issuer, server, store, auth, profile } = options;
  if ((issuer === undefined) === (server === undefined))
    throw invalid('give exactly one of issuer and server; it says where the clients are registered.');
  if (auth !== undefined && profile?.credential !== undefined)
    throw invalid('give auth, or a profile with credentials, not both.');
  if (auth !== undefined && typeof auth !== 'function' && (typeof auth !== 'string' || !/^\S+ \S/.test(auth)))
    throw invalid(
      'auth is the whole value of the authorization header, such as "Bearer …", or a function that gives it.',
    );
  if (store !== undefined && (typeof store?.read !== 'function' || typeof store.write !== 'function'))
    throw invalid('store must be a registration store, such as fileStore({ directory }).');
  if (store === undefined && (profile?.nameAddress === undefined || profile.credential === undefined)) {
    throw invalid(
      'a store is needed: this server has no list of its clients, and only the store knows what manages them. ' +
        'Without one only a profile works that has credentials and can find clients by name, such as wso2({ baseUrl, credentials }).',
    );
  }
  checkFetch(options.fetch, where);
  checkClaimTtl(options.claimTtlMs, where);
  for (const option of ['claimWaitMs', 'registrationBudget', 'overlapMs'] as const)
    if (options[option] !== undefined) checkNumber(options[option], `${where}: ${option}`);
  checkValidation(options.validation ?? {}, where);
  checkOnSubstitution(options.onSubstitution ?? 'accept', where);
}

function invalid(why: string): DcrError {
  return new DcrError('invalid-option', `createDcrAdmin: ${why}`);
}
