import { SUPER_TENANT, type Wso2Settings } from './options.js';

/** Where in the server an address leads: each place has applications of its own. */
export interface Place {
  readonly tenant: string;
  readonly organization: string | undefined;
}

/** An address, taken apart (identity-carbon-auth-rest TenantContextRewriteValve, OrganizationContextRewriteValve). */
export interface Location extends Place {
  /** The path without what names the place. */
  readonly path: string;
  /** What names the place: empty, or `/t/{tenant}`, or `/t/{tenant}/o/{organisation}`. */
  readonly prefix: string;
}

export function locate(url: URL): Location {
  const [, prefix = '', tenant = SUPER_TENANT, organization] =
    /^(\/t\/([^/]+)(?:\/o\/([a-f0-9-]+)(?=\/))?)/.exec(url.pathname) ?? [];
  return {
    tenant: decoded(tenant),
    organization,
    prefix,
    path: url.pathname.slice(prefix.length),
  };
}

/** The address of something in a place, as the server itself spells it. */
export function addressIn(place: Place, path: string, { base }: Wso2Settings): string {
  const tenant =
    place.tenant === SUPER_TENANT && place.organization === undefined ? '' : `/t/${place.tenant}`;
  const organization = place.organization === undefined ? '' : `/o/${place.organization}`;
  return `${base}${tenant}${organization}${path}`;
}

export function isSamePlace(a: Place, b: Place): boolean {
  return a.tenant === b.tenant && a.organization === b.organization;
}

/**
 * Whether the valve refuses an address before it looks at anything else: dots or semicolons for segments, or what is
 * still encoded when it has been decoded once (identity-carbon-auth-rest AuthenticationValve.validateRequestURI).
 */
export function isUnnormalised({ pathname }: URL): boolean {
  return (
    [pathname, decoded(pathname)].some((path) => /^.*\/(?:\.+|[^/]*;.*|%2e.*)\/.*$/i.test(path)) ||
    /%[0-9a-f]{2}/i.test(decoded(pathname))
  );
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
