/**
 * What WSO2 Identity Server and Asgardeo do otherwise, as a profile. docs/wso2.md has all of it.
 *
 * @module dcr-client/wso2
 */

import { DcrError } from '../protocol/errors.js';
import { parseIssuer } from '../protocol/issuer.js';
import { checkOptionNames } from '../protocol/option-names.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import { issuerAddress, namedTenant, type Place, placeOf, registrationEndpoint } from './wso2/addresses.js';
import { credentialSource, type Wso2Credentials } from './wso2/credential.js';
import { wso2Profile } from './wso2/profile.js';

export type { Wso2Credentials } from './wso2/credential.js';
export { type CheckedWso2Metadata, type Wso2ClientMetadata, wso2Metadata } from './wso2/metadata.js';

/** Options of {@link wso2}. */
export interface Wso2Options {
  /**
   * Where the server is: `https://localhost:9443`, `https://api.asgardeo.io/t/acme`, or the address of its issuer.
   * Needed with `credentials`, which are sent to this origin alone.
   */
  readonly baseUrl?: string;
  /** Domain of the tenant, in Asgardeo the name of the organisation that has the account. Default: what `baseUrl` names, else the super tenant. */
  readonly tenant?: string;
  /** Id (a UUID) of an organisation below the tenant: clients are then registered in it. Since 7.1. */
  readonly organization?: string;
  /** Release of the server, such as `7.0`. Up to 7.0 what it does not know is then left out, instead of being refused. */
  readonly version?: string;
  /** Without them only registering works, and only where the server allows it anonymously. Secret. */
  readonly credentials?: Wso2Credentials;
  /** What `client_name` must look like, where the server was told otherwise than it comes (`service_provider.sp_name_regex`). */
  readonly clientNamePattern?: RegExp;
  /** The same for `ext_param_client_id` (`oauth.client_id_validation_regex`). */
  readonly clientIdPattern?: RegExp;
}

/** The profile of one server, tenant or organisation. */
export interface Wso2Profile extends ServerProfile {
  /** What to pass as `issuer`. There if `baseUrl` was given. */
  readonly issuer?: string;
  /** Where clients are registered. There if `baseUrl` was given. */
  readonly registrationEndpoint?: string;
}

const NAMES: readonly (keyof Wso2Options)[] = [
  'baseUrl',
  'tenant',
  'organization',
  'version',
  'credentials',
  'clientNamePattern',
  'clientIdPattern',
];

/**
 * What WSO2 Identity Server and Asgardeo do otherwise than RFC 7591 and RFC 7592. Pass it as `profile`; docs/wso2.md says
 * what it does.
 *
 * @throws DcrError `invalid-option`, `invalid-issuer`, `insecure-url`.
 */
export function wso2(options: Wso2Options = {}): Wso2Profile {
  checkOptionNames(options, NAMES, 'wso2');
  const { version, credentials, clientNamePattern, clientIdPattern } = options;
  if (version !== undefined && !/^\d+\.\d+/.test(version))
    throw invalid('version is a release such as "7.1"');
  const place = placeFrom(options);
  const patterns = { clientName: clientNamePattern, clientId: clientIdPattern };
  const profile = wso2Profile({ ...(place === undefined ? {} : { place }), release: version, patterns });
  if (place === undefined) {
    if (credentials === undefined) return profile;
    throw invalid('credentials need baseUrl: they are sent to that server alone');
  }
  const known = {
    ...profile,
    issuer: issuerAddress(place),
    registrationEndpoint: registrationEndpoint(place),
  };
  if (credentials === undefined) return known;
  checkCredentials(credentials, place);
  return { ...known, credential: credentialSource(credentials, place) };
}

function placeFrom({ baseUrl, tenant, organization }: Wso2Options): Place | undefined {
  if (baseUrl === undefined) {
    if (tenant === undefined && organization === undefined) return undefined;
    throw invalid('tenant and organization need baseUrl: together they say where the server is');
  }
  // Whether plain http is allowed is for each request to decide.
  parseIssuer(baseUrl, { allowInsecureRequests: true });
  const found = placeOf(baseUrl);
  if (tenant !== undefined && !/^[\w.-]+$/.test(tenant))
    throw invalid('tenant is a domain such as example.com');
  if (tenant !== undefined && found.tenant !== undefined && found.tenant !== tenant)
    throw invalid(`baseUrl is that of tenant ${found.tenant}, and tenant says ${tenant}`);
  if (organization !== undefined && !/^[a-f0-9-]+$/.test(organization))
    throw invalid('organization is the id of an organisation, a UUID, not its name');
  return {
    base: found.base,
    tenant: namedTenant(tenant ?? found.tenant),
    organization: organization ?? found.organization,
  };
}

function checkCredentials(credentials: Wso2Credentials, { base }: Place): void {
  const given: Readonly<Record<string, unknown>> = { ...credentials };
  const kinds = [['username', 'password'], ['accessToken'], ['clientId', 'clientSecret']];
  const complete = kinds.filter((names) =>
    names.every((name) => given[name] !== undefined && given[name] !== ''),
  );
  if (complete.length !== 1)
    throw invalid('credentials are { username, password }, { accessToken } or { clientId, clientSecret }');
  checkOptionNames(
    given,
    [...(complete[0] ?? []), ...('clientId' in given ? ['scope'] : [])],
    'wso2: credentials',
  );
  if ('username' in credentials && credentials.username.includes(':'))
    throw invalid('a username has no colon, which would end it (RFC 7617 section 2)');
  if ('username' in credentials && /(?:^|\.)asgardeo\.io$/.test(new URL(base).hostname))
    throw invalid('Asgardeo takes no passwords here: use { clientId, clientSecret } or { accessToken }');
}

function invalid(why: string): DcrError {
  return new DcrError('invalid-option', `wso2: ${why}.`);
}
