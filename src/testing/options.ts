import { type Timing, type TimingOptions, timingWithDefaults } from './timing.js';

/** When a credential is replaced by a new one. The old one is dead at once. */
export type Rotation = 'never' | 'on-read' | 'on-update' | 'on-both';

/**
 * Where the metadata document stands. For the issuer `https://h/t`:
 * `oauth-inserted` `https://h/.well-known/oauth-authorization-server/t` (RFC 8414 section 3.1),
 * `openid-inserted` `https://h/.well-known/openid-configuration/t`,
 * `openid-appended` `https://h/t/.well-known/openid-configuration` (OpenID Connect Discovery section 4),
 * `oauth-appended` `https://h/t/.well-known/oauth-authorization-server`.
 */
export type WellKnownForm = 'oauth-inserted' | 'openid-inserted' | 'openid-appended' | 'oauth-appended';

/**
 * Who may register (RFC 7591 section 3): one token for all, tokens that are good for one registration
 * each, or a function that judges the token that came. Secret: the tokens.
 */
export type InitialAccessTokenRule =
  | string
  | {
      /** Each is good for one registration. Secret. */
      readonly singleUse: readonly string[];
    }
  | ((token: string | undefined) => boolean | Promise<boolean>);

/** Options of `createTestServer`. All have a default; without any it is an open, well-behaved server. */
export interface TestServerOptions extends TimingOptions {
  /** Issuer; may have a path. Default `https://as.example.test`. */
  readonly issuer?: string | undefined;
  /** When the registration access token is replaced. Default `on-update`, as oidc-provider can do it. */
  readonly rotation?: Rotation | undefined;
  /** When the client secret is replaced, its lifetime starting anew. Default `never`. */
  readonly rotateSecret?: Rotation | undefined;
  /** Default: none is needed. */
  readonly initialAccessToken?: InitialAccessTokenRule | undefined;
  /** Lifetime of client secrets in seconds; 0 (the default) means that they never expire. */
  readonly secretExpiresInSeconds?: number | undefined;
  /** Whether registrations can be managed (RFC 7592). Default true. */
  readonly management?: boolean | undefined;
  /** What is registered instead of what was asked for (RFC 7591 section 3.2.1). Default: what was asked for. */
  readonly substitute?:
    | ((metadata: Readonly<Record<string, unknown>>) => Record<string, unknown>)
    | undefined;
  /** Members left out of the answers to GET, such as `client_secret`. */
  readonly omitOnRead?: readonly string[] | undefined;
  /** Members left out of the answers to PUT, such as `registration_access_token`. */
  readonly omitOnUpdate?: readonly string[] | undefined;
  /** Server metadata members that are added or replaced; `undefined` removes one. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Which forms of the metadata address answer. Default `oauth-inserted` and `openid-appended`. */
  readonly wellKnown?: readonly WellKnownForm[] | undefined;
  /** WebFinger resources, such as `acct:joe@example.com`, and their issuers (RFC 7033). */
  readonly accounts?: Readonly<Record<string, string>> | undefined;
}

/** The options with every default in place. */
export interface Settings extends Timing {
  readonly issuer: string;
  /** The issuer as `URL` spells it, without a slash at the end: what the endpoints begin with. */
  readonly base: string;
  readonly rotation: Rotation;
  readonly rotateSecret: Rotation;
  readonly initialAccessToken: InitialAccessTokenRule | undefined;
  readonly secretExpiresInSeconds: number;
  readonly management: boolean;
  readonly substitute: (metadata: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly omitOnRead: readonly string[];
  readonly omitOnUpdate: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly wellKnown: readonly WellKnownForm[];
  readonly accounts: Readonly<Record<string, string>>;
}

export function withDefaults(options: TestServerOptions): Settings {
  const issuer = options.issuer ?? 'https://as.example.test';
  const { href, search, hash } = new URL(issuer);
  if (search !== '' || hash !== '') {
    throw new TypeError(
      `The issuer of a test server has neither query nor fragment (RFC 8414 section 2): ${issuer}`,
    );
  }
  return {
    issuer,
    base: href.replace(/\/$/, ''),
    ...timingWithDefaults(options),
    rotation: options.rotation ?? 'on-update',
    rotateSecret: options.rotateSecret ?? 'never',
    initialAccessToken: options.initialAccessToken,
    secretExpiresInSeconds: options.secretExpiresInSeconds ?? 0,
    management: options.management ?? true,
    substitute: options.substitute ?? ((metadata) => metadata),
    omitOnRead: options.omitOnRead ?? [],
    omitOnUpdate: options.omitOnUpdate ?? [],
    metadata: options.metadata ?? {},
    wellKnown: options.wellKnown ?? ['oauth-inserted', 'openid-appended'],
    accounts: options.accounts ?? {},
  };
}
