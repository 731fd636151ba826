import { createFaults } from '../fault-kinds.js';
import { createFaultQueue, type Faults } from '../faults.js';
import { createRequestLog, type TestServerRequest } from '../request-log.js';
import { serve, type TestServerFetch } from '../serve.js';
import { createApplications, type Wso2Application } from './applications.js';
import type { Wso2Behaviour } from './behaviour.js';
import type { Wso2Context } from './context.js';
import { wso2Metadata } from './discovery.js';
import { SUPER_TENANT, type Wso2TestServerOptions, wso2Settings } from './options.js';
import { addressIn, type Place } from './place.js';
import { route } from './route.js';
import { createTokens, registrationScopes } from './tokens.js';
import { tenantAdministrator } from './valve.js';

/** A tenant, and an organisation below it; left out: the super tenant, and none. */
export interface Wso2Place {
  /** Default: the super tenant. */
  readonly tenant?: string | undefined;
  /** Id of an organisation below the tenant. Default: none. */
  readonly organization?: string | undefined;
}

/** A stand-in for WSO2 Identity Server, and the means to look into it and to make it misbehave. */
export interface Wso2TestServer extends Faults {
  /** The issuer of the super tenant. */
  readonly issuer: string;
  /** The switches that are in force. */
  readonly behaviour: Wso2Behaviour;
  /** Takes the place of `globalThis.fetch`. It needs no `this`, honours `signal`, and treats redirects as Node's fetch does. */
  readonly fetch: TestServerFetch;
  /** Every origin at which this server has something to say. */
  origins(): string[];
  /** A copy of the metadata document. */
  metadata(place?: Wso2Place): Record<string, unknown>;
  /** Where clients are registered, which discovery does not always say. */
  registrationEndpoint(place?: Wso2Place): string;
  /** All applications as they are held now, in whatever place, deleted ones too, oldest first. Secret: they carry their credentials. */
  clients(): Wso2Application[];
  /** One application as it is held now. Secret: carries its credentials. */
  client(client_id: string): Wso2Application | undefined;
  /** Names that failed registrations left behind: they are taken, and there is nothing to manage. */
  lostNames(): string[];
  /** Every request since the start, also those that got no answer, oldest first. Secrets are hidden. */
  requests(): TestServerRequest[];
  /** Loses an application without a trace. False if there was none. */
  forget(client_id: string): boolean;
  /**
   * An access token for the registration API, without a request. Its scopes are all four of the place, unless others
   * are given; it ends after an hour. Secret.
   */
  issueToken(options?: Wso2Place & { readonly scopes?: readonly string[] | undefined }): string;
  /** Ends a token. */
  revokeToken(token: string): void;
}

/**
 * Makes a stand-in for the registration API of WSO2 Identity Server and Asgardeo (DCR and DCRM, v1.1), with discovery,
 * WebFinger and a token endpoint, behind a `fetch`. It is written from WSO2's sources and tests, by release, and is
 * not their server: what it does is what was read there.
 *
 * @example
 * ```ts
 * const server = createWso2TestServer({ version: '7.1', tenants: { 'wso2.com': {} } });
 * const response = await server.fetch(server.registrationEndpoint({ tenant: 'wso2.com' }), {
 *   method: 'POST',
 *   headers: {
 *     authorization: `Basic ${btoa('admin@wso2.com:admin')}`,
 *     'content-type': 'application/json',
 *   },
 *   body: JSON.stringify({ client_name: 'batch', grant_types: ['client_credentials'] }),
 * });
 * ```
 *
 * @throws TypeError when an option, a switch or a version does not exist, or a tenant's settings contradict one another.
 */
export function createWso2TestServer(options: Wso2TestServerOptions = {}): Wso2TestServer {
  const settings = wso2Settings(options);
  const context: Wso2Context = {
    settings,
    applications: createApplications(),
    tokens: createTokens(settings.random),
  };
  const { applications, tokens } = context;
  const queue = createFaultQueue();
  const log = createRequestLog({
    issued: () => new Set([...applications.issued(), ...tokens.issued()]),
    isSecret: (text) => text === settings.application.client_secret,
  });
  const placeOf = ({ tenant = SUPER_TENANT, organization }: Wso2Place = {}): Place => ({
    tenant,
    organization,
  });
  return {
    issuer: String(wso2Metadata(placeOf(), settings).issuer),
    behaviour: settings.behaviour,
    fetch: serve({ timing: settings, log, queue, answer: (request) => route(request, context) }),
    origins: () => [settings.base],
    metadata: (place) => JSON.parse(JSON.stringify(wso2Metadata(placeOf(place), settings))),
    registrationEndpoint: (place) =>
      addressIn(placeOf(place), '/api/identity/oauth2/dcr/v1.1/register', settings),
    clients: () => applications.all(),
    client: (client_id) =>
      applications
        .all()
        .reverse()
        .find((one) => one.client_id === client_id),
    lostNames: () => applications.lostNames().map(({ client_name }) => client_name),
    requests: () => log.all(),
    forget: (client_id) => applications.forget(client_id),
    issueToken({ scopes, ...place } = {}) {
      const there = placeOf(place);
      return tokens.issue({
        ...there,
        scopes: scopes ?? registrationScopes(there),
        subject: tenantAdministrator(there, context),
        endsAt: settings.now() + 3_600_000,
      }).token;
    },
    revokeToken: (token) => tokens.revoke(token),
    ...createFaults(queue, settings),
  };
}
