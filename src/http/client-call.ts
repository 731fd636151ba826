import type { ClientOperation } from '../protocol/client-operation.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import { checkAddress } from './address.js';
import { withLimit } from './limit.js';
import type { Operation } from './operation.js';
import type { RequestContext } from './options.js';
import { refusalError } from './refuse.js';
import { type Answer, send } from './send.js';

/** One request about one client. */
export interface ClientCall {
  readonly operation: ClientOperation;
  /** Words for messages, as in "Could not <attempted>". */
  readonly attempted: string;
  readonly url: string;
  readonly context: RequestContext;
  readonly profile: ServerProfile | undefined;
  /** The initial or registration access token; without one the profile's credential is used. Secret. */
  readonly token?: string | undefined;
  /** Other texts that must never show in an error. */
  readonly secrets?: readonly string[];
  readonly beforeSend?: (() => void) | undefined;
}

/** A success answer, and what must not be quoted of it. */
export interface ClientAnswer {
  readonly answer: Answer;
  readonly secrets: readonly string[];
}

/**
 * Sends a request about a client with the credential that it takes.
 *
 * @throws DcrError what the answer means, if it is not a success.
 */
export async function callClient(call: ClientCall, sent: Operation): Promise<ClientAnswer> {
  const { token, profile } = call;
  if (token !== undefined) {
    return attempt(call, sent, { authorization: `Bearer ${token}`, by: 'token', secrets: [token] });
  }
  if (profile?.credential === undefined) return attempt(call, sent, NO_AUTHORIZATION);
  const first = await administratorCredential(call);
  try {
    return await attempt(call, sent, byAdministrator(first));
  } catch (error) {
    if (!isDcrError(error) || error.code !== 'unauthorized' || first === undefined) throw error;
    // A request with a credential that is refused did nothing. A token may have ended before its time.
    const second = await administratorCredential(call, first);
    if (second === undefined || second === first) throw error;
    return attempt(call, sent, byAdministrator(second));
  }
}

/** The profile's credential for this request, within its limits. Nothing is fetched for an address that is not asked. */
async function administratorCredential(call: ClientCall, refused?: string): Promise<string | undefined> {
  const { operation, attempted, url, context, profile } = call;
  await checkAddress(url, context, attempted);
  const { fetch, timeoutMs } = context;
  const late = () =>
    new DcrError(
      'credential-failed',
      `Could not ${attempted}: the administrator's credential did not come within ${timeoutMs} ms. What waits is the function ` +
        `given as auth, or that of the profile ${profile?.name}. Nothing was sent. See what it waits for, or raise timeoutMs.`,
    );
  return withLimit(context, late, async (signal) =>
    profile?.credential?.({ operation, url, refused, fetch, timeoutMs, signal }),
  );
}

interface Authorization {
  readonly authorization?: string;
  readonly by?: 'token' | 'administrator';
  /** What of it must not be shown. */
  readonly secrets: readonly string[];
}

const NO_AUTHORIZATION: Authorization = { secrets: [] };

function byAdministrator(credential: string | undefined): Authorization {
  if (credential === undefined) return NO_AUTHORIZATION;
  // What surrounds a value is no part of it, as a fetch sees it (Fetch section 2.2.2).
  const authorization = credential.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  return { authorization, by: 'administrator', secrets: secretsIn(authorization) };
}

async function attempt(
  call: ClientCall,
  sent: Operation,
  { authorization, by, secrets: own }: Authorization,
): Promise<ClientAnswer> {
  const { operation, attempted, url, context, profile, beforeSend } = call;
  const secrets = call.secrets === undefined ? own : [...call.secrets, ...own];
  const headers: Record<string, string> = { accept: 'application/json' };
  if (profile?.headers !== undefined) {
    for (const [name, value] of Object.entries(profile.headers)) headers[name.toLowerCase()] = value;
  }
  if (authorization !== undefined) headers.authorization = authorization;
  const answer = await send(url, { operation: sent, headers }, context, {
    redirects: 'credentialed',
    attempted,
    secrets,
    beforeSend,
  });
  if (answer.status >= 200 && answer.status <= 299) return { answer, secrets };
  const now = context.time.now();
  throw refusalError(answer, {
    operation,
    attempted,
    endpoint: url,
    secrets,
    now,
    profile,
    authorizedBy: by,
  });
}

/** The credential of a header, and the password inside it. */
function secretsIn(authorization: string): string[] {
  const [scheme = '', credential = ''] = authorization.split(/ (.*)/s);
  if (credential === '') return [];
  if (scheme.toLowerCase() !== 'basic') return [credential];
  const [, password = ''] = userAndPassword(credential).split(/:(.*)/s);
  return [credential, password];
}

/** Whoever forgot to encode them hears so from the server; the password is as secret. */
function userAndPassword(credential: string): string {
  try {
    const bytes = Uint8Array.from(atob(credential), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return credential;
  }
}
