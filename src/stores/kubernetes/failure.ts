import { DcrError } from '../../protocol/errors.js';
import { quoteServerText } from '../../protocol/redact.js';

/** What is asked of the API server, in the words of its authorization. */
export type Verb = 'get' | 'create' | 'update' | 'delete' | 'list';

/** A refused call, for the message. */
export interface RefusedCall {
  readonly verb: Verb;
  /** As in "could not get the registration in the …". */
  readonly place: string;
  readonly namespace: string;
  /** What was sent, so that no word of it is repeated. */
  readonly secrets: readonly string[];
}

/** An answer that is no success, as `ApiException` carries it; the object `Status` of the API server, if it is one. */
export interface ApiStatus {
  readonly code: number;
  readonly reason: string | undefined;
  /** Words of the API server, or of an admission webhook: not to be shown unread. */
  readonly message: string | undefined;
  /** The resource that `reason` speaks of. */
  readonly kind: string | undefined;
  /** Where a list that has expired may go on. */
  readonly continueToken: string | undefined;
  readonly retryAfterSeconds: number | undefined;
}

const MAXIMUM_STATUS_LENGTH = 1024 * 1024;

/** Reads an answer off the error that client-node made of it; `undefined` if there was no answer. */
export function statusOf(error: unknown): ApiStatus | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number') return undefined;
  const body = 'body' in error ? objectOf(error.body) : {};
  const isStatus = body.kind === 'Status';
  const details = isStatus ? objectOf(body.details) : {};
  const headers = 'headers' in error ? objectOf(error.headers) : {};
  return {
    code: error.code,
    reason: isStatus ? textOf(body.reason) : undefined,
    message: isStatus ? textOf(body.message) : undefined,
    kind: textOf(details.kind),
    continueToken: isStatus ? textOf(objectOf(body.metadata).continue) : undefined,
    retryAfterSeconds: numberOf(details.retryAfterSeconds) ?? numberOf(headers['retry-after']),
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  let object = value;
  if (typeof value === 'string' && value.length <= MAXIMUM_STATUS_LENGTH) {
    try {
      object = JSON.parse(value);
    } catch {
      // No answer of an API server then, but of something before it.
    }
  }
  return typeof object === 'object' && object !== null ? { ...object } : {};
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && number > 0 && Number.isFinite(number) ? number : undefined;
}

/** There is no such Secret. A 404 of anything but the API server says nothing about that. */
export function isAbsent(error: unknown): boolean {
  const status = statusOf(error);
  return status?.reason === 'NotFound' && status.kind === 'secrets';
}

/** The Secret changed, is there already, or is gone: what was expected does not stand any more. */
export function isConflict(error: unknown): boolean {
  return statusOf(error)?.code === 409 || isAbsent(error);
}

/** The words for a refusal: what came back, and what to do. */
export function refusal(status: ApiStatus, call: RefusedCall): DcrError {
  const { code, reason } = status;
  const words = wordsOf(status, call);
  const answer = [code, reason, words && `"${words}"`].filter((part) => part !== undefined).join(' ');
  return new DcrError(
    'store-failed',
    `Could not ${call.verb} the registration in the ${call.place} (${answer}). ${remedyFor(status, call)}`,
    {
      status: code,
      retryAfterMs: status.retryAfterSeconds === undefined ? undefined : status.retryAfterSeconds * 1000,
    },
  );
}

/** Whoever refuses may repeat what was sent, plain or as it stands in the Secret. */
function wordsOf({ message }: ApiStatus, { secrets }: RefusedCall): string | undefined {
  if (message === undefined) return undefined;
  return quoteServerText(message.replace(/[A-Za-z0-9+/]{40,}={0,2}/g, '[redacted]'), secrets);
}

function remedyFor({ code, reason, message, kind }: ApiStatus, { verb, namespace }: RefusedCall): string {
  if (code === 401)
    return (
      'The API server does not know who asks. In a pod check that the token of its ServiceAccount is mounted ' +
      '(automountServiceAccountToken); elsewhere renew the login of the kubeconfig.'
    );
  if (code === 403) {
    // Quotas, webhooks and namespaces that are being deleted refuse with the same status, for reasons in their words.
    const isAuthorization = message === undefined || /\bcannot \w+ resource\b/.test(message);
    return isAuthorization
      ? `Grant the verb "${verb}" on the resource "secrets" (API group "") in the namespace "${namespace}" by a Role and a ` +
          'RoleBinding to the ServiceAccount or user that asks.'
      : 'The asker may do this, but a quota, a policy or the state of the namespace forbids it. Do what its words say.';
  }
  if (code === 404 && kind === 'namespaces')
    return `Create the namespace "${namespace}", or give kubernetesSecretStore the one that is meant.`;
  if (code === 404 && reason === undefined)
    return 'This is no answer of a Kubernetes API server. Check the server address of the cluster, and proxies before it.';
  if (code === 413)
    return 'The registration is too large for a Secret. Ask for less metadata, or use another store.';
  if (code === 422) return 'The API server refuses the Secret as it is. Do what its words say.';
  if (code === 429) return 'The API server is busy. Try again later.';
  if (code >= 500)
    return 'The API server has a failure of its own, and may have acted or not. Try again later.';
  return 'Check that the server address is that of a Kubernetes API server, and that nothing before it changes answers.';
}

/** What to do when no answer came. */
export function explainNoAnswer(error: unknown): { code: string | undefined; remedy: string } {
  const code = codeIn(error);
  return {
    code,
    remedy: (code === undefined ? undefined : REMEDIES[code]) ?? remedyWithoutCode(error, code),
  };
}

const REMEDIES: Record<string, string> = {
  ECONNREFUSED:
    'Nothing accepts connections at the server address of the cluster. Check that address and that it is up.',
  ENOTFOUND:
    'The name of the API server could not be resolved. Check the server address of the cluster, and the DNS.',
  EAI_AGAIN:
    'The name of the API server could not be resolved. Check the server address of the cluster, and the DNS.',
  ECONNRESET: 'The connection broke. Whether the API server has acted is unknown. Try again.',
  EPIPE: 'The connection broke. Whether the API server has acted is unknown. Try again.',
};

function remedyWithoutCode(error: unknown, code: string | undefined): string {
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|ERR_SSL|ERR_TLS/.test(code))
    return 'The certificate of the API server is not accepted. Give the certificate authority of the cluster in the kubeconfig.';
  // What client-node says when a success is no JSON.
  if (
    error instanceof SyntaxError ||
    (error instanceof Error && /ObjectSerializer|parse content/.test(error.message))
  )
    return 'The answer is none of a Kubernetes API server. Check the server address of the cluster, and proxies before it.';
  return 'Check that this process can reach the API server, and the credentials of the kubeconfig.';
}

/** The first code down the causes: fetches wrap the error that has it. */
function codeIn(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 3) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeIn(error.cause, depth + 1);
}
