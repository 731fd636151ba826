import { canParse } from '../../protocol/can-parse.js';

/** A server, or one tenant or organisation of it. */
export interface Place {
  /** Origin, and context path if the server has one, without a slash at the end. */
  readonly base: string;
  /** `undefined`: the super tenant. */
  readonly tenant?: string | undefined;
  /** Id of an organisation below the tenant. */
  readonly organization?: string | undefined;
}

/** The tenant that every server has; its addresses do not name it. */
const SUPER_TENANT = 'carbon.super';

/** What discovery names in all releases; the others are what people copy from other places. */
const ISSUER = /\/oauth2\/(?:token|oidcdiscovery)\/?$/;
const PARTS = /^(.*?)(?:\/t\/([^/]+))?(?:\/o\/([^/]+))?\/?$/s;
const REGISTRATION = /\/api\/identity\/oauth2\/dcr\/v1\.[01]\/register\/?$/;

/** The place that an address belongs to: that of an issuer, of a registration endpoint, or a bare one. */
export function placeOf(address: string): Place {
  const { origin, pathname } = new URL(address);
  const path = pathname.replace(ISSUER, '').replace(REGISTRATION, '');
  const [, context = '', tenant, organization] = PARTS.exec(path) ?? [];
  return { base: origin + context, tenant: namedTenant(tenant), organization };
}

/** The name under which addresses carry a tenant. */
export function namedTenant(tenant: string | undefined): string | undefined {
  return tenant === SUPER_TENANT ? undefined : tenant;
}

/** Whether the address already is that of an issuer, and so says which tenant it means. */
export function isIssuer(address: string): boolean {
  return ISSUER.test(new URL(address).pathname);
}

/** The issuer, which is the token endpoint, of a tenant; organisations have none of their own. */
export function issuerAddress({ base, tenant }: Place): string {
  return `${base}${tenantPath(tenant)}/oauth2/token`;
}

/** Where its metadata may stand: first where it is in all releases, then where newer and older ones have it. */
export function wellKnownAddresses(issuer: string): string[] {
  const { base, tenant } = placeOf(issuer);
  const { origin, pathname } = new URL(issuerAddress({ base, tenant }));
  const place = `${base}${tenantPath(tenant)}`;
  return [
    `${place}/oauth2/token/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${pathname}`,
    `${place}/oauth2/oidcdiscovery/.well-known/openid-configuration`,
    `${place}/.well-known/openid-configuration`,
  ];
}

/** Where clients are registered. Discovery does not name the endpoint of an organisation. */
export function registrationEndpoint({ base, tenant, organization }: Place): string {
  const within =
    organization === undefined ? tenantPath(tenant) : `/t/${tenant ?? SUPER_TENANT}/o/${organization}`;
  return `${base}${within}/api/identity/oauth2/dcr/v1.1/register`;
}

/** Whether this interface is what the address belongs to; the older ones at /identity/ manage otherwise. */
export function isRegistrationEndpoint(address: string): boolean {
  return canParse(address) && REGISTRATION.test(new URL(address).pathname);
}

function tenantPath(tenant: string | undefined): string {
  return tenant === undefined ? '' : `/t/${tenant}`;
}
