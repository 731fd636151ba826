import { privateJson, refuse } from '../answer.js';
import { basicPair } from '../authorization.js';
import type { IncomingRequest } from '../request.js';
import type { Wso2Application } from './applications.js';
import type { Wso2Context } from './context.js';
import type { Location, Place } from './place.js';
import { SKEW_SECONDS } from './registration.js';
import { registrationScopes } from './tokens.js';
import { tenantAdministrator } from './valve.js';

const LIFETIME_SECONDS = 3600;

/**
 * Tokens: for registered applications, to prove that their credentials work, and for the management application, which
 * gets the scopes of the registration API in its tenant, and by `organization_switch` those in an organisation.
 */
export function issueWso2Token(request: IncomingRequest, location: Location, context: Wso2Context): Response {
  const form = new URLSearchParams(request.body);
  const client = authenticate(credentials(request, form), location, context);
  if (client === undefined) {
    return refuse(
      401,
      { error: 'invalid_client', error_description: 'Client Authentication failed.' },
      { 'www-authenticate': `Basic realm=${new URL(context.settings.base).hostname}` },
    );
  }
  const grant = form.get('grant_type') ?? '';
  if (grant === 'organization_switch' && client === 'management') {
    return switchOrganization(form, location, context);
  }
  if (grant !== 'client_credentials') {
    return refuse(400, {
      error: 'unsupported_grant_type',
      error_description: 'Unsupported grant_type value',
    });
  }
  if (client === 'management') {
    return grantToken({ form, place: location, offered: registrationScopes(location) }, context);
  }
  if (!client.grant_types.includes(grant)) {
    return refuse(400, {
      error: 'unauthorized_client',
      error_description: 'The authenticated client is not authorized to use this authorization grant type',
    });
  }
  return grantToken({ form, place: location, offered: [] }, context);
}

/** The organisation is named in the form; the token before it must be one of the tenant above. */
function switchOrganization(form: URLSearchParams, location: Location, context: Wso2Context): Response {
  const { settings, tokens } = context;
  const organization = form.get('switching_organization') ?? '';
  const known = settings.tenants[location.tenant]?.organizations ?? [];
  const before = tokens.find(form.get('token') ?? '', settings.now());
  if (before?.tenant !== location.tenant || !known.includes(organization)) {
    return refuse(400, {
      error: 'invalid_grant',
      error_description: 'The token or the organization is not valid',
    });
  }
  const place = { tenant: location.tenant, organization };
  return grantToken({ form, place, offered: registrationScopes(place) }, context);
}

interface Grant {
  readonly form: URLSearchParams;
  readonly place: Place;
  /** The scopes that can be asked for. */
  readonly offered: readonly string[];
}

function grantToken({ form, place, offered }: Grant, context: Wso2Context): Response {
  const wanted = (form.get('scope') ?? '').split(' ');
  const scopes = offered.filter((scope) => wanted.includes(scope));
  const { token } = context.tokens.issue({
    tenant: place.tenant,
    organization: place.organization,
    scopes,
    subject: tenantAdministrator(place, context),
    endsAt: context.settings.now() + LIFETIME_SECONDS * 1000,
  });
  return privateJson(200, {
    access_token: token,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    token_type: 'Bearer',
    expires_in: LIFETIME_SECONDS,
  });
}

/** Credentials are compared as they stand in the header: nothing in them is decoded again. */
function authenticate(
  [client_id = '', client_secret = '']: readonly string[],
  location: Location,
  { settings, applications }: Wso2Context,
): Wso2Application | 'management' | undefined {
  const { application } = settings;
  if (client_id === application.client_id) {
    return client_secret === application.client_secret ? 'management' : undefined;
  }
  const found = applications.byId(location, client_id);
  if (found === undefined || found.client_secret !== client_secret) return undefined;
  const { secretExpiresAt } = found;
  return secretExpiresAt === 0 || settings.now() <= (secretExpiresAt + SKEW_SECONDS) * 1000
    ? found
    : undefined;
}

function credentials(request: IncomingRequest, form: URLSearchParams): readonly string[] {
  const header = request.headers.get('authorization');
  if (header === null) return [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
  return basicPair(/^basic (\S+)$/i.exec(header)?.[1] ?? '') ?? [];
}
