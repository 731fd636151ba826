import { requestContext } from '../../http/context.js';
import type { FetchLike, RequestContext } from '../../http/options.js';
import { canParse, parseAddress } from '../../protocol/can-parse.js';
import { DcrError } from '../../protocol/errors.js';
import { checkOptionNames } from '../../protocol/option-names.js';
import type { ServerMetadata } from '../../protocol/types.js';
import type { InitialAccessToken } from '../../registration/initial-access-token.js';
import { type Places, placesOf } from './places.js';

/** Options of {@link createRegistrationRelay}. */
export interface RegistrationRelayOptions {
  /** The one server that is asked; its `issuer` and `registration_endpoint` count, as `discoverServer` returns them. */
  readonly server: ServerMetadata;
  /** Origins of the pages that may use the relay, such as `https://app.example.com`. That of the back end itself, too. */
  readonly allowedOrigins: readonly string[];
  /** Addresses at and below which clients are managed (`registration_client_uri`). Default: the registration endpoint. */
  readonly configurationEndpoints?: readonly string[];
  /**
   * Sent with registrations that bring no token themselves. Whoever reaches the relay can then register, so put it behind the login
   * of your app. Secret.
   */
  readonly initialAccessToken?: InitialAccessToken;
  /** Called as `(url: string, init)`. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: FetchLike;
  /** Limit for the server's answer, and for the arrival of the page's request. Milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
  /** Allows plain http to any host. For tests. Default false. */
  readonly allowInsecureRequests?: boolean;
}

/** What a relay works by: the options, checked, with every default in place. */
export interface RelaySettings {
  readonly allowedOrigins: readonly string[];
  readonly initialAccessToken: InitialAccessToken | undefined;
  readonly context: RequestContext;
  readonly places: Places;
}

const NAMES: readonly (keyof RegistrationRelayOptions)[] = [
  'server',
  'allowedOrigins',
  'configurationEndpoints',
  'initialAccessToken',
  'fetch',
  'timeoutMs',
  'allowInsecureRequests',
];

const WHERE = 'createRegistrationRelay';

/** Refuses options that cannot work. */
export function checkRelayOptions(options: RegistrationRelayOptions): RelaySettings {
  checkOptionNames(options, NAMES, WHERE);
  const { server, allowedOrigins, initialAccessToken, fetch, timeoutMs, allowInsecureRequests } = options;
  const { issuer, registration_endpoint } = server ?? {};
  if (typeof issuer !== 'string' || typeof registration_endpoint !== 'string') {
    throw new DcrError(
      'no-registration-endpoint',
      `${WHERE}: server must be the metadata of a server, with issuer and registration_endpoint, as discoverServer returns it.`,
    );
  }
  const { configurationEndpoints = [registration_endpoint] } = options;
  const wrong = [issuer, registration_endpoint, ...configurationEndpoints].find((url) => !canParse(url));
  if (wrong !== undefined)
    throw new DcrError('invalid-option', `${WHERE}: ${JSON.stringify(wrong)} is no absolute address.`);
  if (!Array.isArray(allowedOrigins) || allowedOrigins.length === 0 || !allowedOrigins.every(isOrigin)) {
    throw new DcrError(
      'invalid-option',
      `${WHERE}: allowedOrigins must name the origins of the pages that may use the relay, such as ` +
        '["https://app.example.com"], each without a path; also that of the back end itself.',
    );
  }
  const given = {
    ...(fetch === undefined ? {} : { fetch }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(allowInsecureRequests === undefined ? {} : { allowInsecureRequests }),
  };
  return {
    allowedOrigins,
    initialAccessToken,
    context: requestContext(given, { where: WHERE, target: issuer }),
    places: placesOf(issuer, registration_endpoint, configurationEndpoints),
  };
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && parseAddress(value)?.origin === value;
}
