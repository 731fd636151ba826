import type { DcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import { secretState } from './secret-expiry.js';
import type { Session } from './session.js';

/**
 * What is stored, used in spite of a failure, which is told as a warning.
 *
 * @throws the failure, where what is stored is nothing to go on with: no client, one that is gone or was being deleted, or a
 * secret that has ended.
 */
export function asItIs(
  session: Session,
  record: StoredRegistration | undefined,
  error: DcrError,
): ClientInformation {
  if (record?.information === undefined || record.dead !== undefined) throw error;
  if (record.unsettled?.operation === 'delete') throw error;
  if (secretState(record, session.clock.now()) === 'expired') throw error;
  session.warn({
    code: 'server-not-reachable',
    message: `The stored registration is used as it is. ${error.message}`,
  });
  return record.information;
}
