import { invalidMetadata, refused, statusOnly, success, type Wso2Refusal } from './answer.js';
import type { Wso2Application } from './applications.js';
import { objection } from './conformity.js';
import type { Wso2Context } from './context.js';
import { registeredMembers } from './merge.js';
import type { Wso2Settings } from './options.js';
import type { Location } from './place.js';
import { judgeRedirects, logoutRefusal } from './redirects.js';
import { flagOf, numberOf, readSent, type Sent, textOf, textsOf } from './sent.js';
import { missingStatement, statementRefusal } from './software-statement.js';
import { type Call, qualified } from './valve.js';
import { view } from './view.js';

/** Clocks may differ by so much (`OAuthServerConfiguration.getTimeStampSkewInSeconds`). */
export const SKEW_SECONDS = 300;

/** POST `/register` (`dcr` DCRMService.createOAuthApplication), its checks in the order they have there. */
export async function register(call: Call, context: Wso2Context): Promise<Response> {
  const { request, location } = call;
  const { settings, applications } = context;
  const { behaviour } = settings;
  const read = readSent(request, 'registration', settings);
  if ('response' in read) return read.response;
  const { sent } = read;
  const client_name = textOf(sent, 'client_name');
  if (client_name === '' && behaviour.missingName === 500) return statusOnly(500);
  if (client_name.trim() === '' && behaviour.missingName === 400) {
    return refused(invalidMetadata('The client name is missing or empty.'), settings);
  }
  const refusal = nameRefusal(client_name, settings) ?? takenRefusal(sent, location, context);
  if (refusal !== undefined) return refused(refusal, settings);
  const tenant = settings.tenants[location.tenant] ?? {};
  const statement = textOf(sent, 'software_statement');
  const statementProblem =
    missingStatement(tenant, statement) ?? (await statementRefusal(statement, tenant, settings));
  if (statementProblem !== undefined) return refused(statementProblem, settings);
  const template = textOf(sent, 'ext_param_sp_template');
  if (template !== '') {
    return refused(invalidMetadata(`Invalid service provider template name: ${template}`), settings);
  }

  // Looking at a statement takes time, and the database lets nobody else have the name meanwhile.
  const taken = takenRefusal(sent, location, context);
  if (taken !== undefined) return refused(taken, settings);

  // From here on the service provider exists. What is refused takes it back; what fails does not.
  const grants = textsOf(sent, 'grant_types');
  const uris = textsOf(sent, 'redirect_uris');
  if (grants === null || uris === null) {
    applications.takeName(location, client_name);
    return statusOnly(500);
  }
  const judged = judgeRedirects(uris, grants);
  const late =
    'refusal' in judged
      ? judged.refusal
      : (logoutRefusal(sent) ?? clientIdRefusal(sent, settings) ?? expiryRefusal(sent, settings));
  if (late !== undefined) return refused(late, settings);
  const callback = 'callback' in judged ? judged.callback : '';
  const members = registeredMembers(sent);
  const objected = objection({ callback, grant_types: grants, members }, behaviour);
  if (objected !== undefined) {
    return behaviour.notOffered === 500 ? statusOnly(500) : refused(invalidMetadata(objected), settings);
  }
  const application: Wso2Application = {
    tenant: location.tenant,
    organization: location.organization,
    ...credentials(sent, settings),
    secretExpiresAt: numberOf(sent, 'ext_param_client_secret_expires_at') ?? 0,
    client_name,
    callback,
    grant_types: grants,
    owner: ownerOf(sent, call, settings),
    members: { ...members, ...ofServiceProvider(sent) },
    createdAt: settings.now(),
  };
  applications.put(application);
  return success(201, view(application, behaviour, { software_statement: statement || null }));
}

export function nameRefusal(
  client_name: string,
  { clientNamePattern }: Wso2Settings,
): Wso2Refusal | undefined {
  return matches(client_name, clientNamePattern)
    ? undefined
    : invalidMetadata(`Client Name is not adhering to the regex: ${clientNamePattern}`);
}

export function nameTaken(client_name: string): Wso2Refusal {
  return invalidMetadata(`Application with the name ${client_name} already exist in the system`);
}

function takenRefusal(
  sent: Sent,
  location: Location,
  { applications }: Wso2Context,
): Wso2Refusal | undefined {
  const client_name = textOf(sent, 'client_name');
  if (applications.isTaken(location, client_name)) return nameTaken(client_name);
  const client_id = textOf(sent, 'ext_param_client_id');
  return client_id !== '' && applications.byId(location, client_id) !== undefined
    ? invalidMetadata(`Client id ${client_id} already exist in the system`)
    : undefined;
}

function clientIdRefusal(sent: Sent, { clientIdPattern }: Wso2Settings): Wso2Refusal | undefined {
  const client_id = textOf(sent, 'ext_param_client_id');
  return client_id === '' || matches(client_id, clientIdPattern)
    ? undefined
    : invalidMetadata(`Provided client id is not adhering to the provided regex ${clientIdPattern}`);
}

function expiryRefusal(sent: Sent, { now }: Wso2Settings): Wso2Refusal | undefined {
  const expiry = numberOf(sent, 'ext_param_client_secret_expires_at') ?? 0;
  if (expiry < 0) return invalidMetadata('The provided expiry time for the client secret is invalid.');
  return expiry !== 0 && (expiry + SKEW_SECONDS) * 1000 < now()
    ? invalidMetadata(`The provided client secret expiry time is in the past: ${expiry}`)
    : undefined;
}

/** A chosen secret counts only beside a chosen id (`oauth` OAuthAdminServiceImpl). */
function credentials(
  sent: Sent,
  { random }: Wso2Settings,
): Pick<Wso2Application, 'client_id' | 'client_secret'> {
  const generated = (): string => random().replace(/[^a-zA-Z0-9]/g, '_');
  const client_id = textOf(sent, 'ext_param_client_id');
  if (client_id === '') return { client_id: `client_${generated()}`, client_secret: `secret_${generated()}` };
  return {
    client_id,
    client_secret: textOf(sent, 'ext_param_client_secret') || `secret_${generated()}`,
  };
}

function ownerOf(sent: Sent, { location: { tenant }, caller }: Call, settings: Wso2Settings): string {
  const wanted = textOf(sent, 'ext_application_owner').replace(`@${tenant}`, '');
  const user = settings.users.find(
    (one) => one.username === wanted && qualified(one) === `${wanted}@${tenant}`,
  );
  return settings.behaviour.chosenOwner && user !== undefined ? qualified(user) : caller.owner;
}

function ofServiceProvider(sent: Sent): Record<string, unknown> {
  return {
    ext_application_display_name: textOf(sent, 'ext_application_display_name') || undefined,
    jwks_uri: textOf(sent, 'jwks_uri') || undefined,
    is_management_app: flagOf(sent, 'is_management_app'),
    ext_allowed_audience:
      textOf(sent, 'ext_allowed_audience').toLowerCase() === 'organization' ? 'organization' : 'application',
  };
}

function matches(text: string, pattern: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text);
}
