import { DcrError } from '../../protocol/errors.js';
import type { StoredRegistration } from '../../protocol/record.js';

/** Whether a client secret, in force or not, is anywhere in the record. */
export function holdsSecret({ information, previous, otherSecret, retired }: StoredRegistration): boolean {
  return [
    information?.client_secret,
    previous?.client_secret,
    otherSecret,
    ...retired.map((client) => client.information.client_secret),
  ].some((secret) => secret !== undefined);
}

export function secretNotAllowed(): DcrError {
  return new DcrError(
    'secret-not-allowed',
    'webStore: this record holds a client secret, and any script on the page could read it. It was not written. Register with ' +
      'token_endpoint_auth_method "none", or set allowSecrets: true if the secret may be kept in the browser.',
  );
}
