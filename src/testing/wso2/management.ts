import { invalidMetadata, refused, statusOnly, success } from './answer.js';
import type { Wso2Application } from './applications.js';
import type { Wso2Behaviour } from './behaviour.js';
import type { Wso2Context } from './context.js';
import { readSecret } from './hashed-secret.js';
import { update } from './update.js';
import type { Call, Caller } from './valve.js';
import { view } from './view.js';

/** An application that may be managed, or the answer for one that may not. */
type Found = { readonly application: Wso2Application } | { readonly response: Response };

/** GET, PUT and DELETE `/register/{client_id}`. */
export async function manage(call: Call, client_id: string, context: Wso2Context): Promise<Response> {
  const { request, location, caller } = call;
  const { settings, applications } = context;
  const found = owned(applications.byId(location, client_id), caller, settings.behaviour);
  if ('response' in found) return found.response;
  if (request.method === 'DELETE') {
    applications.put({ ...found.application, deletedAt: settings.now() });
    return success(204, undefined);
  }
  if (request.method === 'PUT') return update(call, found.application, context);
  return success(
    200,
    view(found.application, settings.behaviour, await readSecret(found.application, settings.behaviour)),
  );
}

/** GET `/register?client_name=`: one object, with less in it than by id (`dcr` DCRMService.getApplicationByName). */
export async function readByName(
  { location, caller }: Call,
  client_name: string,
  { settings, applications }: Wso2Context,
): Promise<Response> {
  if (client_name === '') {
    return refused(invalidMetadata('Insufficient data in the request'), settings);
  }
  const found = owned(applications.byName(location, client_name), caller, settings.behaviour);
  if ('response' in found) return found.response;
  const secret = await readSecret(found.application, settings.behaviour);
  return success(200, view(found.application, settings.behaviour, { ...secret, jwks_uri: undefined }));
}

/**
 * What is not there is 401 without a body (`endpoint` DCRMUtils.handleErrorResponse, of codes that begin with
 * NOT_FOUND_; product-is#16612, #21624), and what belongs to others is 403 without a body.
 */
function owned(application: Wso2Application | undefined, caller: Caller, behaviour: Wso2Behaviour): Found {
  if (application === undefined) return { response: statusOnly(401) };
  if (behaviour.ownersOnly && application.owner !== caller.owner) return { response: statusOnly(403) };
  return { application };
}
