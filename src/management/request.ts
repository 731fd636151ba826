import type { OperationRules } from '../http/operation.js';
import { DcrError } from '../protocol/errors.js';
import { isSendable } from '../protocol/manageable.js';
import type { Registration } from '../protocol/types.js';

/** Where and with what a client is managed (RFC 7592 section 2). */
export interface ManagementAccess {
  readonly url: string;
  readonly headers: { readonly accept: string; readonly authorization: string };
  readonly rules: OperationRules;
  readonly secrets: readonly string[];
}

/** What a management call adds: the lifecycle's last look before the request leaves. */
export interface ManagementHooks {
  readonly beforeSend?: (() => void) | undefined;
}

/** The access that a registration gives, or the error that it gives none. */
export function managementAccess(
  registration: Registration,
  attempted: string,
  hooks: ManagementHooks = {},
): ManagementAccess {
  if (typeof registration !== 'object' || registration === null) {
    throw new DcrError(
      'invalid-option',
      `Could not ${attempted}: the registration must be an object, as registerClient returns it.`,
    );
  }
  const { registration_client_uri: url, registration_access_token: token } = registration;
  if (typeof url !== 'string' || url === '' || typeof token !== 'string' || token === '') {
    const missing = [
      ...(url ? [] : ['registration_client_uri']),
      ...(token ? [] : ['registration_access_token']),
    ].join(' and ');
    throw new DcrError(
      'not-manageable',
      `Could not ${attempted}: the registration has no ${missing}. The client still works for getting tokens; ` +
        'to change or delete it ask the operator of the server, or register a new one.',
    );
  }
  if (!isSendable(token)) {
    throw new DcrError(
      'not-manageable',
      `Could not ${attempted}: the registration_access_token holds spaces, line breaks or other characters that no header ` +
        'can carry (RFC 6750 section 2.1). Look for a trailing newline; if the server issued it so, tell its operator. ' +
        'The client still works for getting tokens. Nothing was sent.',
    );
  }
  const secrets = [token];
  return {
    url,
    headers: { accept: 'application/json', authorization: `Bearer ${token}` },
    rules: { redirects: 'credentialed', attempted, secrets, beforeSend: hooks.beforeSend },
    secrets,
  };
}
