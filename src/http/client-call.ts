import type { ClientOperation } from '../protocol/client-operation.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import { checkAddress } from './address.js';
import { withLimit } from './limit.js';
import { type Answer, callOperation, type Operations } from './operation.js';
import type { RequestContext } from './options.js';
import { refusalError } from './refuse.js';

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

type Send = (operations: Operations, headers: Readonly<Record<string, string>>) => Promise<unknown>;

/**
 * Sends a request about a client with the credential that it takes.
 *
 * @throws DcrError what the answer means, if it is not a success.
 */
export async function callClient(call: ClientCall, send: Send): Promise<ClientAnswer> {
  const { token, profile } = call;
  if (token !== undefined) return attempt(call, { authorization: `Bearer ${token}`, by: 'token' }, send);
  if (profile?.credential === undefined) return attempt(call, {}, send);
  const first = await administratorCredential(call);
  try {
    return await attempt(call, { authorization: first, by: 'administrator' }, send);
  } catch (error) {
    if (!isDcrError(error) || error.code !== 'unauthorized' || first === undefined) throw error;
    // A request with a credential that is refused did nothing. A token may have ended before its time.
    const second = await administratorCredential(call, first);
    if (second === undefined || second === first) throw error;
    return attempt(call, { authorization: second, by: 'administrator' }, send);
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
      `Could not ${attempted}: the profile ${profile?.name} gave no credential within ${timeoutMs} ms. Nothing was sent.`,
    );
  return withLimit(context, late, async (signal) =>
    profile?.credential?.({ operation, url, refused, fetch, timeoutMs, signal }),
  );
}

interface Authorization {
  readonly authorization?: string | undefined;
  readonly by?: 'token' | 'administrator';
}

async function attempt(
  call: ClientCall,
  { authorization, by }: Authorization,
  send: Send,
): Promise<ClientAnswer> {
  const { operation, attempted, url, context, profile, beforeSend } = call;
  const secrets = [...(call.secrets ?? []), ...secretsIn(authorization)];
  const headers = {
    accept: 'application/json',
    ...profile?.headers,
    ...(authorization === undefined ? {} : { authorization }),
  };
  const rules = { redirects: 'credentialed', attempted, secrets, beforeSend } as const;
  const answer = await callOperation(url, context, rules, (operations) => send(operations, headers));
  if (answer.status >= 200 && answer.status <= 299) return { answer, secrets };
  const authorizedBy = authorization === undefined ? undefined : by;
  const now = context.time.now();
  throw refusalError(answer, { operation, attempted, endpoint: url, secrets, now, profile, authorizedBy });
}

/** What of the header must not be shown: the credential, and the password inside it. */
function secretsIn(authorization: string | undefined): string[] {
  const [scheme = '', credential = ''] = (authorization ?? '').split(/ (.*)/s);
  if (credential === '') return [];
  if (scheme.toLowerCase() !== 'basic') return [credential];
  const bytes = Uint8Array.from(atob(credential), (character) => character.charCodeAt(0));
  const [, password = ''] = new TextDecoder().decode(bytes).split(/:(.*)/s);
  return [credential, password];
}
