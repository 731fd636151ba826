import { invalidMetadata, refused, statusOnly, success } from './answer.js';
import type { Wso2Application } from './applications.js';
import { objection } from './conformity.js';
import type { Wso2Context } from './context.js';
import { readSecret } from './hashed-secret.js';
import { updatedMembers } from './merge.js';
import type { Wso2Settings } from './options.js';
import { judgeRedirects, logoutRefusal } from './redirects.js';
import { nameRefusal, nameTaken } from './registration.js';
import { readSent, type Sent, textOf, textsOf } from './sent.js';
import { statementRefusal } from './software-statement.js';
import type { Call } from './valve.js';
import { view } from './view.js';

/**
 * PUT (`dcr` DCRMService.updateApplication). It saves the service provider before it looks at the rest, so that a
 * refused update may have renamed the application all the same.
 */
export async function update(
  { request, location }: Call,
  held: Wso2Application,
  context: Wso2Context,
): Promise<Response> {
  const { settings, applications } = context;
  const { behaviour } = settings;
  const read = readSent(request, 'update', settings);
  if ('response' in read) return read.response;
  const { sent } = read;
  const client_name = textOf(sent, 'client_name');
  if (client_name !== '') {
    const isTaken = client_name !== held.client_name && applications.isTaken(location, client_name);
    if (isTaken && behaviour.renameConflict === 400) return refused(nameTaken(client_name), settings);
    const refusal = nameRefusal(client_name, settings);
    if (refusal !== undefined) return refused(refusal, settings);
    if (isTaken) return statusOnly(500);
    const statement = textOf(sent, 'software_statement');
    const tenant = settings.tenants[location.tenant] ?? {};
    const problem = await statementRefusal(statement, tenant, settings);
    if (problem !== undefined) return refused(problem, settings);
  }
  const renamed = withServiceProvider(held, sent, settings);
  applications.put(renamed);

  const grants = textsOf(sent, 'grant_types');
  const uris = textsOf(sent, 'redirect_uris');
  if (grants === null || uris === null) return statusOnly(500);
  const judged = uris.length === 0 ? { callback: renamed.callback } : judgeRedirects(uris, grants);
  const refusal = 'refusal' in judged ? judged.refusal : logoutRefusal(sent);
  if (refusal !== undefined) return refused(refusal, settings);
  const updated: Wso2Application = {
    ...renamed,
    callback: 'callback' in judged ? judged.callback : renamed.callback,
    grant_types: grants.length === 0 ? renamed.grant_types : grants,
    members: updatedMembers(renamed.members, sent),
  };
  const objected = objection(updated, behaviour);
  if (objected !== undefined) {
    return behaviour.notOffered === 500 ? statusOnly(500) : refused(invalidMetadata(objected), settings);
  }
  applications.put(updated);
  return success(
    200,
    view(updated, behaviour, {
      ...(await readSecret(updated, behaviour)),
      // Both belong to the request: what is held is not answered here.
      jwks_uri: textOf(sent, 'jwks_uri') || undefined,
      software_statement: textOf(sent, 'software_statement') || undefined,
    }),
  );
}

/** What stands on the service provider, most of it only looked at beside a name. */
function withServiceProvider(
  held: Wso2Application,
  sent: Sent,
  { behaviour }: Wso2Settings,
): Wso2Application {
  const client_name = textOf(sent, 'client_name');
  const audience = textOf(sent, 'ext_allowed_audience').toLowerCase();
  const audienceMembers =
    audience === 'organization' || audience === 'application' ? { ext_allowed_audience: audience } : {};
  if (client_name === '') return { ...held, members: { ...held.members, ...audienceMembers } };
  const kept = Object.fromEntries(
    ['jwks_uri', 'ext_application_version'].flatMap((name) => {
      const value = textOf(sent, name);
      return value === '' ? [] : [[name, value]];
    }),
  );
  const display = behaviour.extensions
    ? { ext_application_display_name: textOf(sent, 'ext_application_display_name') || undefined }
    : {};
  return { ...held, client_name, members: { ...held.members, ...kept, ...display, ...audienceMembers } };
}
