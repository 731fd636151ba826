import { type Timing, type TimingOptions, timingWithDefaults } from '../timing.js';
import { type Wso2Behaviour, type Wso2Version, wso2Behaviours } from './behaviour.js';

/** The tenant whose addresses need no `/t/{tenant}`. */
export const SUPER_TENANT = 'carbon.super';

/** A tenant, which Asgardeo calls an organization, and how it lets clients register. */
export interface Wso2TestTenant {
  /** Ids of the organisations below it, which look like UUIDs. From 7.1. Default: none. */
  readonly organizations?: readonly string[] | undefined;
  /** False lets anybody register, and nobody who did manage the registration. From 7.1. Default true. */
  readonly authenticationRequired?: boolean | undefined;
  /** Whether a registration needs a software statement. From 7.1. Default false. */
  readonly mandateSoftwareStatement?: boolean | undefined;
  /** Judges the signature of software statements. Default: none is checked, as without a JWKS address. */
  readonly verifySoftwareStatement?: ((statement: string) => boolean | Promise<boolean>) | undefined;
}

/** A user of a tenant, who authenticates with HTTP Basic. Secret: the password. */
export interface Wso2TestUser {
  /** Without the tenant; in requests to other tenants than the super tenant it is `name@tenant`. */
  readonly username: string;
  /** Secret. */
  readonly password: string;
  /** Default: the super tenant. */
  readonly tenant?: string | undefined;
  /** Whether the user may manage applications. Default true. */
  readonly mayManage?: boolean | undefined;
}

/** Options of `createWso2TestServer`. */
export interface Wso2TestServerOptions extends TimingOptions {
  /** Default `7.3`. */
  readonly version?: Wso2Version | undefined;
  /** Single switches that are set otherwise than the release has them. */
  readonly behaviour?: Partial<Wso2Behaviour> | undefined;
  /** Origin of the server. Default `https://wso2.example.test`. */
  readonly baseUrl?: string | undefined;
  /** Tenants by name; `carbon.super`, the super tenant, is there in any case. */
  readonly tenants?: Readonly<Record<string, Wso2TestTenant>> | undefined;
  /** Default: `admin` with the password `admin` in each tenant. */
  readonly users?: readonly Wso2TestUser[] | undefined;
  /**
   * An application that is authorised for the registration API in each tenant and its organisations, so that it gets
   * tokens with the scopes `internal_dcr_*`. Secret: its secret. Default: `management-application` with the secret
   * `management-secret`.
   */
  readonly application?:
    | {
        /** Its id. */
        readonly client_id: string;
        /** Secret. */
        readonly client_secret: string;
      }
    | undefined;
  /** Issuer of the super tenant, if it is not the address of the token endpoint but its entity id. */
  readonly entityId?: string | undefined;
  /** What client names must match as a whole (`service_provider.sp_name_regex`). */
  readonly clientNamePattern?: string | undefined;
  /** What chosen client ids must match as a whole (`oauth.client_id_validation_regex`). */
  readonly clientIdPattern?: string | undefined;
}

/** The options with every default in place. */
export interface Wso2Settings extends Timing {
  readonly version: Wso2Version;
  readonly behaviour: Wso2Behaviour;
  readonly base: string;
  readonly tenants: Readonly<Record<string, Wso2TestTenant>>;
  readonly users: readonly Wso2TestUser[];
  readonly application: { readonly client_id: string; readonly client_secret: string };
  readonly entityId: string | undefined;
  readonly clientNamePattern: string;
  readonly clientIdPattern: string;
}

const NAMES: Readonly<Record<keyof Wso2TestServerOptions, true>> = {
  version: true,
  behaviour: true,
  baseUrl: true,
  tenants: true,
  users: true,
  application: true,
  entityId: true,
  clientNamePattern: true,
  clientIdPattern: true,
  now: true,
  random: true,
  latencyMs: true,
  sleep: true,
};

export function wso2Settings(options: Wso2TestServerOptions): Wso2Settings {
  refuseUnknown(options, NAMES, 'option');
  refuseUnknown(options.behaviour ?? {}, wso2Behaviours['7.3'], 'behaviour');
  const version = options.version ?? '7.3';
  if (!Object.hasOwn(wso2Behaviours, version)) {
    throw new TypeError(
      `createWso2TestServer: there is no version ${JSON.stringify(version)}. Known are: ${Object.keys(wso2Behaviours).join(', ')}.`,
    );
  }
  const behaviour = { ...wso2Behaviours[version], ...options.behaviour };
  const tenants = { [SUPER_TENANT]: {}, ...options.tenants };
  for (const [name, tenant] of Object.entries(tenants)) checkTenant(name, tenant, behaviour);
  return {
    ...timingWithDefaults(options),
    version,
    behaviour,
    base: new URL(options.baseUrl ?? 'https://wso2.example.test').origin,
    tenants,
    users:
      options.users ??
      Object.keys(tenants).map((tenant) => ({ username: 'admin', password: 'admin', tenant })),
    application: options.application ?? {
      client_id: 'management-application',
      client_secret: 'management-secret',
    },
    entityId: options.entityId,
    clientNamePattern: options.clientNamePattern ?? '^[a-zA-Z0-9._-]*$',
    clientIdPattern: options.clientIdPattern ?? '[a-zA-Z0-9_]{15,30}',
  };
}

/** What the API for these settings refuses too (`dcr` DCRConfigurationMgtServiceImpl, code 65022). */
function checkTenant(name: string, tenant: Wso2TestTenant, behaviour: Wso2Behaviour): void {
  const refuse = (why: string): never => {
    throw new TypeError(`createWso2TestServer: tenant ${name}: ${why}.`);
  };
  const { organizations = [], authenticationRequired, mandateSoftwareStatement } = tenant;
  if (organizations.length > 0 && !behaviour.organizations) refuse('organisations came with 7.1');
  if (organizations.some((id) => !/^[a-f0-9-]+$/.test(id))) refuse('ids of organisations look like UUIDs');
  const isConfigured = authenticationRequired !== undefined || mandateSoftwareStatement !== undefined;
  if (isConfigured && !behaviour.tenantSettings) refuse('settings of registration came with 7.1');
  if (authenticationRequired === false && mandateSoftwareStatement !== true) {
    refuse('without authentication it must mandate software statements (65022)');
  }
}

function refuseUnknown(given: object, known: object, kind: string): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  throw new TypeError(
    `createWso2TestServer: there is no ${kind} ${JSON.stringify(unknown)}. Known are: ${Object.keys(known).join(', ')}.`,
  );
}
