import { callClient } from '../http/client-call.js';
import { requestContext } from '../http/context.js';
import { operation } from '../http/operation.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import { profileFor } from '../http/profile.js';
import { type Accepted, acceptAnswer, registrationProblem } from '../protocol/accept.js';
import { awaitHint } from '../protocol/await-hint.js';
import { DcrError } from '../protocol/errors.js';
import { checkOptionsObject } from '../protocol/option-names.js';
import { outgoingMetadata } from '../protocol/outgoing.js';
import type { Validation } from '../protocol/rules/options.js';
import type { SentMetadata } from '../protocol/server-profile.js';
import {
  type OnSubstitution,
  substitutionIn,
  substitutionRejected,
  substitutionWarning,
} from '../protocol/substitution.js';
import type {
  CheckedMetadata,
  ClientInformation,
  ClientMetadata,
  ServerMetadata,
} from '../protocol/types.js';
import { checkMetadata, checkOnSubstitution, checkValidation } from '../protocol/validate.js';
import { type InitialAccessToken, obtainInitialAccessToken } from './initial-access-token.js';
import { withdrawRegistration } from './withdraw.js';

/** Options of {@link registerClient}. */
export interface RegisterOptions extends RequestOptions {
  /** Secret. Sent to the registration endpoint only. */
  readonly initialAccessToken?: InitialAccessToken;
  /** How strictly the metadata is checked before it is sent. */
  readonly validation?: Validation;
  /** What to do when the server grants another client than was asked for. Default `accept`. */
  readonly onSubstitution?: OnSubstitution;
}

/** See registerClient of functions.ts. */
export async function registerClient<const M extends ClientMetadata>(
  server: ServerMetadata,
  metadata: CheckedMetadata<M>,
  options: RegisterOptions = {},
): Promise<ClientInformation> {
  checkOptionsObject(options, 'registerClient');
  const { initialAccessToken, validation, onSubstitution = 'accept', ...rest } = options;
  const context = requestContext(rest, {
    where: 'registerClient',
    target: server?.issuer,
    extraOptions: ['initialAccessToken', 'validation', 'onSubstitution'],
  });
  checkValidation(validation ?? {}, 'registerClient');
  checkOnSubstitution(onSubstitution, 'registerClient');
  const profile = await profileFor(context, registrationEndpoint(server));
  const { signal } = context;
  await checkMetadata(metadata, { where: 'registerClient', validation, server, profile, signal });
  const accepted = await requestRegistration(server, metadata, { context, initialAccessToken });
  for (const warning of accepted.warnings) context.warn(warning);
  if (onSubstitution !== 'accept') {
    await judgeSubstitution(metadata, accepted, { context, onSubstitution });
  }
  if (accepted.problem !== undefined) throw registrationProblem(accepted);
  return accepted.information;
}

/** Warns of what the server decided otherwise, or takes the registration back. */
async function judgeSubstitution(
  metadata: ClientMetadata,
  { information, endpoint }: Accepted,
  setting: { readonly context: RequestContext; readonly onSubstitution: 'warn' | 'reject' },
): Promise<void> {
  const { context, onSubstitution } = setting;
  const found = substitutionIn(metadata, information, context.time.now());
  if (found === undefined) return;
  if (onSubstitution === 'warn') return context.warn(substitutionWarning(found));
  const isGone = await withdrawRegistration(information, context);
  throw substitutionRejected(information, { words: found.words, isGone, endpoint });
}

/** What {@link requestRegistration} needs beside what to register. */
export interface RegistrationRequest {
  readonly context: RequestContext;
  readonly initialAccessToken: InitialAccessToken | undefined;
  /** Members of the metadata that the caller chose; the others are our defaults and prove nothing. */
  readonly known?: ClientMetadata;
  readonly beforeSend?: () => void;
}

const ATTEMPTED = 'register a client';

/** The request without judgement: what came back is given even if it cannot be used as asked. */
export async function requestRegistration(
  server: ServerMetadata,
  metadata: ClientMetadata,
  request: RegistrationRequest,
): Promise<Accepted> {
  const { context, beforeSend } = request;
  const endpoint = registrationEndpoint(server);
  const token = await obtainInitialAccessToken(request.initialAccessToken, context);
  const asked = request.known ?? metadata;
  const profile = await profileFor(context, endpoint);
  const members = outgoingMetadata(metadata);
  const sent: SentMetadata = profile?.outgoing?.({ operation: 'register', members, asked }) ?? { members };
  const statement = metadata.software_statement;
  const call = {
    operation: 'register',
    attempted: ATTEMPTED,
    url: endpoint,
    context,
    profile,
    token,
    secrets: [...(statement === undefined ? [] : [statement]), ...(sent.secrets ?? [])],
    beforeSend,
  } as const;
  const { answer, secrets } = await callClient(call, operation('post', '/register', { body: sent.members }));
  return acceptAnswer(answer, {
    call: 'register',
    attempted: ATTEMPTED,
    known: asked,
    endpoint,
    issuer: server.issuer,
    allowedOrigins: context.allowedOrigins,
    server,
    secrets,
    profile,
    sent,
  });
}

/** The endpoint, or the error that says that this server advertises none. */
function registrationEndpoint(server: ServerMetadata): string {
  if (typeof server !== 'object' || server === null || typeof server.issuer !== 'string') {
    throw new DcrError(
      'invalid-option',
      'registerClient: the first argument must be server metadata with an issuer, as discoverServer returns it.' +
        awaitHint(server),
    );
  }
  if (typeof server.registration_endpoint === 'string' && server.registration_endpoint !== '') {
    return server.registration_endpoint;
  }
  throw new DcrError(
    'no-registration-endpoint',
    `Could not ${ATTEMPTED}: the metadata of ${server.issuer} names no registration_endpoint, so this server does not ` +
      'offer dynamic registration, or does not say so. Ask its operator to enable it; if you know the endpoint, ' +
      'pass { ...server, registration_endpoint }.',
  );
}
