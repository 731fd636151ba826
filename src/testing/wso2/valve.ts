import { basicPair } from '../authorization.js';
import type { IncomingRequest } from '../request.js';
import { refusedByValve } from './answer.js';
import type { Wso2Context } from './context.js';
import { SUPER_TENANT, type Wso2TestUser } from './options.js';
import { isSamePlace, isUnnormalised, type Location, type Place } from './place.js';
import { scopeFor } from './tokens.js';

/** Who is let through to the service. */
export interface Caller {
  /** Such as `admin@carbon.super`: whom new applications belong to. */
  readonly owner: string;
}

/** A request to the registration API that was let through. */
export interface Call {
  readonly request: IncomingRequest;
  readonly location: Location;
  readonly caller: Caller;
}

type Passage = { readonly caller: Caller } | { readonly response: Response };

/**
 * What stands before the registration API (identity-carbon-auth-rest AuthenticationValve, AuthorizationValve). Its 401
 * has a body and a challenge, and means the credentials; that of the service behind it has neither.
 */
export function pass(request: IncomingRequest, location: Location, context: Wso2Context): Passage {
  const { settings } = context;
  // Below an organisation it does not recognise the registration API (APIErrorResponseHandler.isRequestFromDCREndpoint).
  const api = location.organization === undefined ? 'registration' : 'other';
  const refuse = (status: 401 | 403): Passage => ({ response: refusedByValve(status, api, settings) });
  if (isUnnormalised(request.url)) return refuse(401);
  if (isOpen(request, location, context))
    return { caller: { owner: tenantAdministrator(location, context) } };
  const [, scheme = '', value = ''] = /^(\S+) (\S+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
  if (scheme.toLowerCase() === 'basic' && settings.behaviour.basicAuthentication) {
    const user = authenticate(value, settings.users);
    if (user === undefined || (user.tenant ?? SUPER_TENANT) !== location.tenant) return refuse(401);
    // Users of the tenant have no rights in its organisations: that takes a token of the organisation.
    if (user.mayManage === false || location.organization !== undefined) return refuse(403);
    return { caller: { owner: qualified(user) } };
  }
  if (scheme.toLowerCase() !== 'bearer') return refuse(401);
  const token = context.tokens.find(value, settings.now());
  if (token === undefined || token.tenant !== location.tenant) return refuse(401);
  if (!isSamePlace(token, location)) return refuse(403);
  const scope = scopeFor(request.method, location);
  // Up to 6.1 rights were those of the user behind the token, not its scopes.
  if (settings.behaviour.extensions && scope !== undefined && !token.scopes.includes(scope))
    return refuse(403);
  return { caller: { owner: token.subject } };
}

/** Exactly POST, and exactly in this version of the path (AuthenticationValve.overrideSecuredResource). */
function isOpen({ method, url }: IncomingRequest, { tenant }: Location, { settings }: Wso2Context): boolean {
  return (
    method === 'POST' &&
    url.pathname.includes('/api/identity/oauth2/dcr/v1.1/register') &&
    settings.tenants[tenant]?.authenticationRequired === false
  );
}

function authenticate(value: string, users: readonly Wso2TestUser[]): Wso2TestUser | undefined {
  const [username, password] = basicPair(value) ?? [];
  return users.find(
    (user) =>
      user.password === password &&
      (username === qualified(user) ||
        (username === user.username && (user.tenant ?? SUPER_TENANT) === SUPER_TENANT)),
  );
}

export function qualified({ username, tenant = SUPER_TENANT }: Wso2TestUser): string {
  return `${username}@${tenant}`;
}

export function tenantAdministrator({ tenant }: Place, { settings }: Pick<Wso2Context, 'settings'>): string {
  const user = settings.users.find(
    (one) => (one.tenant ?? SUPER_TENANT) === tenant && one.mayManage !== false,
  );
  return user === undefined ? `admin@${tenant}` : qualified(user);
}
