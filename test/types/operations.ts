import { operation } from '../../src/http/operation.js';

// What must not compile, in a file that is never run: an unused @ts-expect-error is an error itself.

/** Operations that openapi/dcr.yaml does not have. */
export const impossible = [
  // @ts-expect-error the document has no such path
  () => operation('post', '/registration', { body: {} }),
  // @ts-expect-error nor this method at that one
  () => operation('delete', '/register', {}),
  // @ts-expect-error members have their types
  () => operation('post', '/register', { body: { redirect_uris: 'https://app.example/cb' } }),
  // @ts-expect-error an update says which client it is of
  () => operation('put', '/register/{client_id}', { body: { client_name: 'App' } }),
  // @ts-expect-error a deletion has none
  () => operation('delete', '/register/{client_id}', { body: {} }),
];
