import { DcrError } from '../../protocol/errors.js';
import type { ServerProfile } from '../../protocol/server-profile.js';
import type { ServerMetadata } from '../../protocol/types.js';
import type { DcrWarning } from '../../protocol/warnings.js';
import {
  isIssuer,
  isRegistrationEndpoint,
  issuerAddress,
  type Place,
  placeOf,
  registrationEndpoint,
  wellKnownAddresses,
} from './addresses.js';
import { type Patterns, wso2Findings } from './findings.js';
import { outgoingMembers } from './outgoing.js';
import { wso2Refusal } from './refusal.js';

/** What is known of the server. Nothing: the profile that is chosen by the registration endpoint alone. */
export interface Wso2Setting {
  /** Where it is; the tenant and organisation are meant with it. */
  readonly place?: Place;
  /** Release, such as `7.0`. */
  readonly release?: string | undefined;
  readonly patterns?: Patterns;
}

/** What WSO2 Identity Server and Asgardeo do otherwise, without a credential. */
export function wso2Profile({ place, release, patterns = {} }: Wso2Setting = {}): ServerProfile {
  const ownEndpoint = place === undefined ? undefined : registrationEndpoint(place);
  const endpointOf = (discovered: string | undefined) => {
    const endpoint = discovered ?? ownEndpoint;
    if (endpoint === undefined || !isRegistrationEndpoint(endpoint)) return undefined;
    return endpoint.replace(/\/$/, '');
  };
  return {
    name: 'wso2',
    // With it an unknown tenant is told as JSON, else by a web page.
    headers: { 'content-type': 'application/json' },
    issuerOf: (target) => issuerOf(target, place),
    wellKnownAddresses,
    correctServer: (server) => correctServer(server, place),
    configurationAddress: (client_id, discovered) => {
      const endpoint = endpointOf(discovered);
      return endpoint === undefined ? undefined : `${endpoint}/${encodeURIComponent(client_id)}`;
    },
    nameAddress: (client_name, discovered) => {
      const endpoint = endpointOf(discovered);
      return endpoint === undefined
        ? undefined
        : `${endpoint}?client_name=${encodeURIComponent(client_name)}`;
    },
    namesAreUnique: true,
    plainBasic: true,
    findings: (metadata, setting) => wso2Findings(metadata, setting, patterns),
    outgoing: (metadata) => outgoingMembers(metadata, release),
    habits: { read: { token: 'no', secret: 'no' }, update: { token: 'no', secret: 'no' } },
    refusal: wso2Refusal,
  };
}

/** A bare host or another discovery address means the issuer there; one of another tenant is a mistake. */
function issuerOf(target: string, place: Place | undefined): string {
  const { base, tenant: named } = placeOf(target);
  const tenant = named ?? (isIssuer(target) ? undefined : place?.tenant);
  if (place !== undefined && tenant !== place.tenant) {
    const words = (name: string | undefined) => (name === undefined ? 'the super tenant' : `tenant ${name}`);
    throw new DcrError(
      'invalid-option',
      `The issuer is that of ${words(tenant)}, and the wso2 profile was made for ${words(place.tenant)}. ` +
        'Give both the same tenant.',
    );
  }
  return issuerAddress({ base, tenant });
}

/** The endpoint that answers: v1.0 is advertised up to 6.1 and gone, and that of an organisation is never named. */
function correctServer(
  server: ServerMetadata,
  place: Place | undefined,
): { readonly server: ServerMetadata; readonly warnings: readonly DcrWarning[] } {
  const advertised = server.registration_endpoint;
  if (advertised === undefined || !isRegistrationEndpoint(advertised)) return { server, warnings: [] };
  const { organization: _none, ...within } = place ?? placeOf(advertised);
  const corrected = registrationEndpoint(within);
  const warning: DcrWarning = {
    code: 'address-corrected',
    message: `The server names a registration endpoint that is outdated or lies elsewhere; ${corrected} is used instead.`,
    members: ['registration_endpoint'],
  };
  const registration_endpoint = registrationEndpoint(place ?? placeOf(advertised));
  return {
    server: { ...server, registration_endpoint },
    warnings: corrected === advertised.replace(/\/$/, '') ? [] : [warning],
  };
}
