import { type ClientAnswer, callClient } from '../http/client-call.js';
import type { Operation } from '../http/operation.js';
import type { RequestContext, RequestOptions } from '../http/options.js';
import { profileFor } from '../http/profile.js';
import { awaitHint } from '../protocol/await-hint.js';
import { DcrError } from '../protocol/errors.js';
import { configurationAddressOf, isSendable } from '../protocol/manageable.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import type { Registration } from '../protocol/types.js';

/** What a management call adds: the lifecycle's last look before the request leaves. */
export interface ManagementHooks {
  readonly beforeSend?: (() => void) | undefined;
}

/** One management request. */
export interface ManagementCall extends ManagementHooks {
  readonly operation: 'read' | 'update' | 'delete';
  /** Words for messages, as in "Could not <attempted>". */
  readonly attempted: string;
  readonly context: RequestContext;
}

/** Where and with what a client is managed (RFC 7592 section 2). */
export interface ManagementAccess {
  readonly url: string;
  /** Without one the administrator's credential of the profile is used. Secret. */
  readonly token: string | undefined;
}

/** A success answer, where it came from, and by which profile it is read. */
export interface ManagementAnswer extends ClientAnswer {
  readonly url: string;
  readonly profile: ServerProfile | undefined;
}

/** The access that a registration gives, or the error that it gives none. */
export function managementAccess(
  registration: Registration,
  attempted: string,
  profile?: ServerProfile,
): ManagementAccess {
  const hint = awaitHint(registration);
  if (typeof registration !== 'object' || registration === null || hint !== '') {
    throw new DcrError(
      'invalid-option',
      `Could not ${attempted}: the registration must be an object, as registerClient returns it.${hint}`,
    );
  }
  const { registration_access_token: token } = registration;
  const url = configurationAddressOf(registration, profile);
  const hasToken = typeof token === 'string' && token !== '';
  if (url === undefined || !(hasToken || profile?.credential !== undefined)) {
    const missing = [
      ...(url === undefined ? ['registration_client_uri'] : []),
      ...(hasToken ? [] : ['registration_access_token']),
    ].join(' and ');
    const remedy =
      profile === undefined
        ? 'to change or delete it ask the operator of the server, or register a new one.'
        : `to change or delete it pass a profile with the credential of an administrator (of ${profile.name}).`;
    throw new DcrError(
      'not-manageable',
      `Could not ${attempted}: the registration has no ${missing}. The client still works for getting tokens; ${remedy}`,
    );
  }
  if (hasToken && !isSendable(token)) {
    throw new DcrError(
      'not-manageable',
      `Could not ${attempted}: the registration_access_token holds what no header can carry (RFC 6750 section 2.1). ` +
        'Look for a trailing newline; if the server issued it so, tell its operator. Nothing was sent.',
    );
  }
  return { url, token: hasToken ? token : undefined };
}

/** Where the client is managed as far as can be told before the options are checked. */
export function managementTarget(
  registration: Registration | undefined,
  options: RequestOptions | undefined,
): string | undefined {
  return registration ? configurationAddressOf(registration, options?.profile) : undefined;
}

/** Sends a management request to where the client is managed. */
export async function callManagement(
  registration: Registration,
  call: ManagementCall,
  sent: Operation,
): Promise<ManagementAnswer> {
  const { operation, attempted, context, beforeSend } = call;
  const profile = await profileFor(context, registration?.registration_client_uri);
  const { url, token } = managementAccess(registration, attempted, profile);
  const request = { operation, attempted, url, context, profile, token, beforeSend };
  const { answer, secrets } = await callClient(request, sent);
  return { answer, secrets, url, profile };
}
