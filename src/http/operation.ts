import type { Client, ClientPathsWithMethod, RequestBodyOption } from 'openapi-fetch';
import type { paths } from '../../generated/dcr.js';

type Method = 'get' | 'post' | 'put' | 'delete';
type PathOf<Called extends Method> = ClientPathsWithMethod<Client<paths>, Called>;
/** What an operation sends: nothing, or what the document says that its body is. */
type ContentOf<Called extends Method, Path extends PathOf<Called>> = RequestBodyOption<paths[Path][Called]>;

/** One operation of openapi/dcr.yaml, ready to be sent to wherever it lies. */
export interface Operation {
  readonly method: Uppercase<Method>;
  /** JSON. */
  readonly body: string | undefined;
}

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

/**
 * States one operation of openapi/dcr.yaml. The path picks the types, so that a wrong one, or a wrong body, does not compile; it is
 * no address: the registration endpoint is discovered, `registration_client_uri` is opaque (RFC 7592 section 3), and both are used
 * as they came.
 */
export function operation<Called extends Method, Path extends PathOf<Called>>(
  method: Called,
  _path: Path,
  { body }: ContentOf<Called, Path>,
): Operation {
  return { method: METHODS[method], body: body === undefined ? undefined : JSON.stringify(body) };
}
