import { requestContext } from '../http/context.js';
import { operation } from '../http/operation.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import { profileFor } from '../http/profile.js';
import { type Accepted, acceptAnswer, registrationProblem } from '../protocol/accept.js';
import { DcrError } from '../protocol/errors.js';
import { checkOptionsObject } from '../protocol/option-names.js';
import { outgoingUpdate } from '../protocol/outgoing.js';
import type { Validation } from '../protocol/rules/options.js';
import type { SentMetadata } from '../protocol/server-profile.js';
import type {
  CheckedUpdate,
  ClientInformation,
  ClientMetadata,
  MetadataMembers,
  Registration,
} from '../protocol/types.js';
import { checkMetadata, checkValidation } from '../protocol/validate.js';
import { callManagement, type ManagementHooks, managementAccess, managementTarget } from './request.js';
import { storedView } from './stored-view.js';

const ATTEMPTED = 'update the client';

/** Options of {@link updateClient}. */
export interface UpdateOptions extends RequestOptions {
  /** How strictly the metadata is checked before it is sent. What is registered already is no error. */
  readonly validation?: Validation;
}

/** See updateClient of functions.ts. */
export async function updateClient<const M extends ClientMetadata | ClientInformation>(
  registration: Registration,
  metadata: CheckedUpdate<M>,
  options: UpdateOptions = {},
): Promise<ClientInformation> {
  checkOptionsObject(options, 'updateClient');
  const { validation, ...rest } = options;
  const context = requestContext(rest, {
    where: 'updateClient',
    target: managementTarget(registration, options),
    extraOptions: ['validation'],
  });
  checkValidation(validation ?? {}, 'updateClient');
  const profile = await profileFor(context, registration?.registration_client_uri);
  managementAccess(registration, ATTEMPTED, profile);
  const registered = { ...registration };
  const { signal } = context;
  await checkMetadata(metadata, { where: 'updateClient', validation, registered, profile, signal });
  const accepted = await requestUpdate(registration, metadata, { context });
  for (const warning of accepted.warnings) context.warn(warning);
  if (accepted.problem !== undefined) throw registrationProblem(accepted);
  return accepted.information;
}

/** What {@link requestUpdate} needs beside what to update. */
export interface UpdateRequest extends ManagementHooks {
  readonly context: RequestContext;
}

/** The request, with all that was noticed. */
export async function requestUpdate(
  registration: Registration,
  metadata: MetadataMembers,
  request: UpdateRequest,
): Promise<Accepted> {
  const client_id = registration.client_id ?? ('client_id' in metadata ? metadata.client_id : undefined);
  if (typeof client_id !== 'string' || client_id === '') {
    throw new DcrError(
      'invalid-metadata',
      `Could not ${ATTEMPTED}: neither the registration nor the metadata has a client_id, which RFC 7592 section 2.2 demands. Nothing was sent.`,
    );
  }
  const { context, beforeSend } = request;
  const previous = storedView(registration);
  const call = { operation: 'update', attempted: ATTEMPTED, context, beforeSend } as const;
  const members = outgoingUpdate(metadata, client_id);
  const profile = await profileFor(context, registration.registration_client_uri);
  const outgoing = { operation: 'update', members, asked: metadata, registered: previous } as const;
  const sent: SentMetadata = profile?.outgoing?.(outgoing) ?? { members };
  const replacing = operation('put', '/register/{client_id}', { body: { ...sent.members, client_id } });
  const { answer, url, secrets } = await callManagement(registration, call, replacing);
  const accepted = acceptAnswer(answer, {
    call: 'update',
    attempted: ATTEMPTED,
    known: metadata,
    ...(previous === undefined ? {} : { previous }),
    endpoint: url,
    allowedOrigins: context.allowedOrigins,
    secrets,
    profile,
    sent,
  });
  // A secret that neither the answer nor the caller has is not missing: it was not to be issued again.
  const problem = accepted.problem === 'redirect-uri-not-registered' ? accepted.problem : undefined;
  return { ...accepted, problem };
}
