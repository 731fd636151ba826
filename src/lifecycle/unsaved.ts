import { DcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import { safeCause } from '../protocol/redact.js';

/**
 * `registration-not-saved`: the server acted, but the store did not take the result. `record` is what should have
 * been saved: pass it to `adopt` once the store works again, or the client is lost. Not enumerable, since it
 * carries credentials.
 */
export class UnsavedRegistrationError extends DcrError {
  /** Secret: carries the credentials. */
  declare readonly record: StoredRegistration;
  constructor(record: StoredRegistration, cause: unknown) {
    const client_id = record.information?.client_id ?? 'unknown';
    super(
      'registration-not-saved',
      `The server accepted the change to client ${JSON.stringify(client_id)}, but the store did not save the result. ` +
        "The error's record property holds it: keep it, mend the store, then pass it to adopt().",
      { cause: safeCause(cause, []) },
    );
    this.name = 'UnsavedRegistrationError';
    Object.defineProperty(this, 'record', { value: record, enumerable: false });
  }
}
