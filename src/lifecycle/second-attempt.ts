import { type DcrError, isDcrError } from '../protocol/errors.js';
import { kindOf } from '../protocol/members.js';
import type { ClientMetadata, ServerMetadata } from '../protocol/types.js';

/** One request, and what of it the app itself wished for. */
export interface RegistrationAttempt {
  readonly sent: ClientMetadata;
  readonly wished: ClientMetadata;
}

/** The same with one thing less, and what that is. */
export interface SecondAttempt extends RegistrationAttempt {
  /** In words, for the warning. */
  readonly without: string;
  readonly member: string;
}

/**
 * Members without which a client does the same for the app: what people read, and names of software. Members that
 * protect something are none of them: to drop those silently would weaken the client.
 */
const DESCRIPTIVE = [
  'client_uri',
  'logo_uri',
  'tos_uri',
  'policy_uri',
  'contacts',
  'software_id',
  'software_version',
  'organization_name',
  'organization_uri',
  'description',
  'keywords',
  'information_uri',
];

/**
 * After a refusal (400) that names one thing that can be done without: an optional member, one of several grants, or a
 * method that the app did not choose. A refusal registered nothing, so asking once more does no harm. `undefined`:
 * there is no such thing, or more than one.
 */
export function secondAttempt(
  error: unknown,
  { sent, wished }: RegistrationAttempt,
  server: ServerMetadata,
): SecondAttempt | undefined {
  if (!isDcrError(error) || error.code !== 'rejected' || error.status !== 400) return undefined;
  const said = `${error.error ?? ''} ${error.error_description ?? ''}`;
  return (
    withoutGrant(said, { sent, wished }) ??
    withOtherMethod(said, { sent, wished }, server) ??
    withoutMember(said, { sent, wished })
  );
}

/** Whether the text names this word itself, not one that it is a part of. */
function names(said: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w#:-])${escaped}(?![\\w#-])`, 'i').test(said);
}

function withoutMember(said: string, { sent, wished }: RegistrationAttempt): SecondAttempt | undefined {
  const named = Object.keys(sent).filter((name) => names(said, name));
  const [member] = named;
  if (member === undefined || named.length > 1) return undefined;
  const [base = member] = member.split('#', 1);
  const isOurs = !(member in wished);
  if (!isOurs && !DESCRIPTIVE.includes(base) && base === member && kindOf(base) !== undefined)
    return undefined;
  return { sent: omit(sent, member), wished: omit(wished, member), without: member, member };
}

function withoutGrant(said: string, { sent, wished }: RegistrationAttempt): SecondAttempt | undefined {
  const grants = sent.grant_types ?? [];
  const named = grants.filter((grant) => names(said, grant));
  const [grant] = named;
  // What sends users through the browser is what the app is there for.
  if (grant === undefined || named.length > 1 || grants.length < 2) return undefined;
  if (grant === 'authorization_code' || grant === 'implicit') return undefined;
  const grant_types = grants.filter((other) => other !== grant);
  return {
    sent: { ...sent, grant_types },
    wished: wished.grant_types === undefined ? wished : { ...wished, grant_types },
    without: `the grant type ${grant}`,
    member: 'grant_types',
  };
}

/** Methods that need nothing but what the server issues, best first. */
const SIMPLE_METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const;

function withOtherMethod(
  said: string,
  { sent, wished }: RegistrationAttempt,
  server: ServerMetadata,
): SecondAttempt | undefined {
  if (wished.token_endpoint_auth_method !== undefined) return undefined;
  const refused = sent.token_endpoint_auth_method ?? 'client_secret_basic';
  const isAboutMethod = names(said, 'token_endpoint_auth_method') || names(said, refused);
  const offered = server.token_endpoint_auth_methods_supported;
  if (!isAboutMethod || !Array.isArray(offered)) return undefined;
  const others = SIMPLE_METHODS.filter((method) => method !== refused && offered.includes(method));
  const method = others.find((other) => names(said, other)) ?? others[0];
  if (method === undefined) return undefined;
  return {
    sent: { ...sent, token_endpoint_auth_method: method },
    wished,
    without: `${refused}, with ${method} instead`,
    member: 'token_endpoint_auth_method',
  };
}

function omit(metadata: ClientMetadata, member: string): ClientMetadata {
  const { [member as keyof ClientMetadata]: _left, ...others } = metadata;
  return others;
}

/** What the app is told about it. */
export function retriedWarning({ without, member }: SecondAttempt, refusal: DcrError) {
  const said = refusal.error_description ?? refusal.error ?? 'without a reason';
  return {
    code: 'retried',
    message: `The server refused the first request (${said}); a second one without ${without} was accepted.`,
    members: [member],
  };
}
