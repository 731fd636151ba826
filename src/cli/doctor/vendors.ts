import { parseAddress } from '../../protocol/can-parse.js';
import { WSO2_CREDENTIAL } from '../remedies.js';

/** A server that is known by the address of its registration endpoint. */
export interface Vendor {
  readonly name: string;
  readonly habits: string;
  readonly set?: string;
}

const VENDORS: readonly (Vendor & { readonly address: RegExp })[] = [
  {
    name: 'WSO2 Identity Server or Asgardeo',
    address: /\/api\/identity\/oauth2\/dcr\/v1\.[01]\/register\/?$/,
    habits: "It issues no registration access token: clients are managed with an administrator's credential.",
    set: WSO2_CREDENTIAL,
  },
  {
    name: 'Keycloak',
    address: /\/realms\/[^/]+\/clients-registrations\/(?:openid-connect|default)\/?$/,
    habits:
      'An update replaces the registration access token; without an initial access token its "Trusted Hosts" decide.',
    set: 'DCR_INITIAL_ACCESS_TOKEN, unless the host is trusted',
  },
  {
    name: 'Okta',
    address: /\/oauth2\/v1\/clients\/?$/,
    habits: "It issues no registration access token: clients are managed with an administrator's credential.",
    set: 'DCR_AUTHORIZATION="SSWS …" or "Bearer …", with plan and apply',
  },
  {
    name: 'Auth0',
    address: /\/oidc\/register\/?$/,
    habits: 'Registration is open where it is switched on, and clients cannot be managed (no RFC 7592).',
  },
  {
    name: 'Ory Hydra',
    address: /\/oauth2\/register\/?$/,
    habits: 'An update replaces the registration access token; a read shows neither token nor secret.',
  },
  {
    name: 'Spring Authorization Server',
    address: /\/connect\/register\/?$/,
    habits:
      'Each registration needs an initial access token of its own; clients can be read, not changed or deleted.',
    set: 'DCR_INITIAL_ACCESS_TOKEN, a new one for each client',
  },
];

/** Recognised by its address alone, so it may be somebody else who uses the same. */
export function vendorOf(endpoint: unknown): Vendor | undefined {
  const pathname = typeof endpoint === 'string' ? parseAddress(endpoint)?.pathname : undefined;
  return pathname === undefined ? undefined : VENDORS.find(({ address }) => address.test(pathname));
}
