/** What the API server answers with when it refuses (and after a deletion): kind `Status` of `v1`. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: { readonly continue?: string };
  readonly status: 'Failure' | 'Success';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: object;
  readonly code?: number;
}

/** A refusal on its way to the answer. */
export class Refused extends Error {
  readonly answer: Status & { readonly code: number };
  constructor(
    code: number,
    reason: string,
    { message, details, continueToken }: { message: string; details?: object; continueToken?: string },
  ) {
    super(message);
    this.answer = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: continueToken === undefined ? {} : { continue: continueToken },
      status: 'Failure',
      message,
      reason,
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}

export const badRequest = (message: string) => new Refused(400, 'BadRequest', { message });

export const unauthorized = () => new Refused(401, 'Unauthorized', { message: 'Unauthorized' });

/** RBAC says no. */
export function forbidden(
  user: string,
  asked: { readonly verb: string; readonly namespace: string; readonly name: string | undefined },
): Refused {
  const { verb, namespace, name } = asked;
  const what = name === undefined ? 'secrets is' : `secrets "${name}" is`;
  return new Refused(403, 'Forbidden', {
    message: `${what} forbidden: User "${user}" cannot ${verb} resource "secrets" in API group "" in the namespace "${namespace}"`,
    details: name === undefined ? { kind: 'secrets' } : { name, kind: 'secrets' },
  });
}

/** Admission says no to a creation in a namespace that is being deleted. */
export const terminating = (name: string, namespace: string) =>
  new Refused(403, 'Forbidden', {
    message: `secrets "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    details: {
      name,
      kind: 'secrets',
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    },
  });

export const notFound = (kind: 'secrets' | 'namespaces', name: string) =>
  new Refused(404, 'NotFound', { message: `${kind} "${name}" not found`, details: { name, kind } });

export const noSuchPath = () =>
  new Refused(404, 'NotFound', { message: 'the server could not find the requested resource', details: {} });

export const alreadyExists = (name: string, prefix = '') =>
  new Refused(409, 'AlreadyExists', {
    message: `${prefix}secrets "${name}" already exists`,
    details: { name, kind: 'secrets' },
  });

export const conflict = (name: string, why: string) =>
  new Refused(409, 'Conflict', {
    message: `Operation cannot be fulfilled on secrets "${name}": ${why}`,
    details: { name, kind: 'secrets' },
  });

/** The state that a continue token stands for has been compacted away. */
export const expired = (continueToken: string | undefined) =>
  new Refused(410, 'Expired', {
    message:
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
      'the continue parameter, or use the continue token in this response to retrieve the remainder of the results.',
    ...(continueToken === undefined ? {} : { continueToken }),
  });

export const tooLarge = () =>
  new Refused(413, 'RequestEntityTooLarge', { message: 'Request entity too large: limit is 3145728' });

/** Validation says no. */
export const invalid = (name: string, field: string, why: string) =>
  new Refused(422, 'Invalid', {
    message: `Secret "${name}" is invalid: ${field}: ${why}`,
    details: { name, kind: 'Secret', causes: [{ reason: 'FieldValueInvalid', message: why, field }] },
  });
