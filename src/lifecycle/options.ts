import { REQUEST_OPTIONS } from '../http/context.js';
import type { RequestOptions } from '../http/options.js';
import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import type { Validation } from '../protocol/rules/options.js';
import type { OnSubstitution } from '../protocol/substitution.js';
import type { ClientMetadata, ServerMetadata } from '../protocol/types.js';
import { checkOnSubstitution, checkValidation } from '../protocol/validate.js';
import type { InitialAccessToken } from '../registration/initial-access-token.js';
import type { RegistrationStore } from '../stores/types.js';
import type { Clock } from './clock.js';
import type { DcrChange } from './events.js';

/** Where the authorization server is found: exactly one of these. */
export type DcrTarget = AtIssuer | AtAccount | AtServer;

/** By its issuer, whose metadata is looked up (RFC 8414 section 3). */
export interface AtIssuer {
  /** Such as `https://as.example.com/tenant`. */
  readonly issuer: string | URL;
  /** Not beside an issuer. */
  readonly account?: never;
  /** Not beside an issuer. */
  readonly server?: never;
}

/** By an account, whose issuer is looked up by WebFinger (RFC 7033). */
export interface AtAccount {
  /** Such as `joe@example.com`. */
  readonly account: string;
  /** Not beside an account. */
  readonly issuer?: never;
  /** Not beside an account. */
  readonly server?: never;
}

/** By its metadata, where nothing is to be looked up. */
export interface AtServer {
  /** At least `issuer`, `registration_endpoint` and what else the app needs, such as `token_endpoint`. */
  readonly server: ServerMetadata;
  /** Not beside metadata. */
  readonly issuer?: never;
  /** Not beside metadata. */
  readonly account?: never;
}

/** Everything about one registration but where the server is. `timeoutMs` limits each call of the store, too. */
export interface DcrClientSettings<Metadata = ClientMetadata> extends RequestOptions {
  /** What to register (RFC 7591 section 2). */
  readonly metadata: Metadata;
  /** Where the registration is kept. `memoryStore()` forgets at exit: each start then makes a new client. */
  readonly store: RegistrationStore;
  /** Tells several registrations at one issuer apart. Default `default`. */
  readonly name?: string;
  /** Raise it with each deployment that changes `metadata`: replicas of a lower one then change nothing. Default 0. */
  readonly revision?: number;
  /** Secret. A function is called anew for each attempt. */
  readonly initialAccessToken?: InitialAccessToken;
  /** How strictly metadata is checked before it is sent. A registration that holds is not checked again. */
  readonly validation?: Validation;
  /** What to do when the server grants another client than was asked for. Default `accept`. */
  readonly onSubstitution?: OnSubstitution;
  /** Told about every change of the registration. Holds no secret. What it throws is ignored. */
  readonly onChange?: (change: DcrChange) => void;
  /** What to do when `metadata` differs from what was registered. Default `update`. */
  readonly onDrift?: 'update' | 'keep' | 'throw';
  /** At most so many new clients in 24 hours, not counting planned replacements. Default 5. */
  readonly registrationBudget?: number;
  /**
   * Reads a manageable client before it is used, when the server was not seen to know it for longer than `everyMs`. Default: never;
   * only after `reportRejected`. A server that does not answer stops nobody.
   */
  readonly verify?: {
    /** Milliseconds. */
    readonly everyMs: number;
  };
  /** A registration access token older than this is renewed. Milliseconds. Default: only one whose end is known. */
  readonly maxTokenAgeMs?: number;
  /** A client that was replaced is deleted after this time, or once `reportAccepted` tells that the new one works. Milliseconds. Default 24 hours. */
  readonly overlapMs?: number;
  /** `close()` deletes the client that this object registered: for tests and jobs. Default false. */
  readonly ephemeral?: boolean;
  /** A claim that stands still for so long belongs to a dead process. Milliseconds. Default 15 000. */
  readonly claimTtlMs?: number;
  /** The longest wait for what other processes are doing. Milliseconds. Default 60 000. */
  readonly claimWaitMs?: number;
  /** Stored server metadata older than this is fetched anew when needed. Milliseconds. Default 24 hours. */
  readonly serverMaxAgeMs?: number;
  /** For tests. */
  readonly clock?: Clock;
  /** A number evenly spread in [0, 1), for jitter. Default `Math.random`. */
  readonly random?: () => number;
}

/** Options of {@link createDcrClient}. */
export type DcrClientOptions<Metadata = ClientMetadata> = DcrTarget & DcrClientSettings<Metadata>;

/** Names of {@link DcrClientSettings}. */
export const CLIENT_SETTINGS: readonly (keyof DcrClientSettings)[] = [
  'metadata',
  'store',
  'name',
  'revision',
  'initialAccessToken',
  'validation',
  'onSubstitution',
  'onChange',
  'onDrift',
  'registrationBudget',
  'verify',
  'maxTokenAgeMs',
  'overlapMs',
  'ephemeral',
  'claimTtlMs',
  'claimWaitMs',
  'serverMaxAgeMs',
  'clock',
  'random',
  ...REQUEST_OPTIONS,
];

const NUMBERS = [
  'revision',
  'registrationBudget',
  'maxTokenAgeMs',
  'overlapMs',
  'claimWaitMs',
  'serverMaxAgeMs',
] as const;

/** Refuses options that cannot work, before anything is done. */
export function checkClientOptions(options: DcrClientOptions): void {
  const where = 'createDcrClient';
  checkOptionNames(options, ['issuer', 'account', 'server', ...CLIENT_SETTINGS], where);
  const targets = [options.issuer, options.account, options.server].filter((target) => target !== undefined);
  if (targets.length !== 1) {
    throw new DcrError(
      'invalid-option',
      `${where}: give exactly one of issuer, account and server; it says where to register.`,
    );
  }
  checkClientSettings(options, where);
}

/** Refuses settings that cannot work, wherever the server is. */
export function checkClientSettings(options: DcrClientSettings, where: string): void {
  const { metadata, store, name = 'default', onDrift = 'update' } = options;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw new DcrError(
      'invalid-option',
      `${where}: metadata must be an object such as { client_name, redirect_uris }.`,
    );
  }
  if (typeof store?.read !== 'function' || typeof store.write !== 'function') {
    throw new DcrError(
      'invalid-option',
      `${where}: store must be a registration store, such as memoryStore() or fileStore({ directory }).`,
    );
  }
  if (typeof name !== 'string' || name === '' || name.length > 200) {
    throw new DcrError('invalid-option', `${where}: name must be a text of 1 to 200 characters.`);
  }
  if (!['update', 'keep', 'throw'].includes(onDrift)) {
    throw new DcrError('invalid-option', `${where}: onDrift must be "update", "keep" or "throw".`);
  }
  checkValidation(options.validation ?? {}, where);
  checkOnSubstitution(options.onSubstitution ?? 'accept', where);
  if (options.ephemeral !== undefined && typeof options.ephemeral !== 'boolean') {
    throw new DcrError('invalid-option', `${where}: ephemeral must be true or false.`);
  }
  checkVerify(options.verify, where);
  checkClaimTtl(options.claimTtlMs, where);
  for (const option of NUMBERS) {
    if (options[option] !== undefined) checkNumber(options[option], `${where}: ${option}`);
  }
}

function checkVerify(verify: unknown, where: string): void {
  if (verify === undefined) return;
  if (typeof verify !== 'object' || verify === null || !('everyMs' in verify)) {
    throw new DcrError(
      'invalid-option',
      `${where}: verify must be an object such as { everyMs: 3_600_000 }.`,
    );
  }
  checkOptionNames(verify, ['everyMs'], `${where}: verify`);
  checkNumber(verify.everyMs, `${where}: verify.everyMs`);
}

/** With none every claim of a living process would count as dead at once. */
export function checkClaimTtl(value: unknown, where: string): void {
  if (value === undefined || (typeof value === 'number' && value > 0 && Number.isFinite(value))) return;
  throw new DcrError('invalid-option', `${where}: claimTtlMs must be a positive number of milliseconds.`);
}

/** Refuses what is no number of milliseconds or things. */
export function checkNumber(value: unknown, what: string): void {
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return;
  throw new DcrError('invalid-option', `${what} must be a number that is not negative.`);
}
