import { DcrError } from '../protocol/errors.js';
import type { StoredRegistration } from '../protocol/record.js';
import type { Plan } from './plan.js';

const REMEDIES: Record<string, string> = {
  'registration-budget-exhausted':
    'Something makes the registration go away or be refused again and again: find out what before raising the budget.',
  'newer-revision':
    'Whoever raised it wishes for something else. If yours is the newer wish, give it a higher revision.',
  'metadata-drift': 'Update the client deliberately, or set onDrift to "update" or "keep".',
  'secret-missing':
    'Change the wanted metadata (another token_endpoint_auth_method), or delete() and start over.',
  'secret-not-allowed':
    'Change the wanted metadata, or delete() and start over with a store that keeps secrets.',
  'substitution-rejected':
    'Its client could not be deleted again, so no other one is registered. Change the wanted metadata, set onSubstitution to "accept", or delete() and start over.',
  'redirect-uri-not-registered': 'Change the wanted redirect_uris, or delete() and start over.',
};

/** The plan is to do nothing; what the app can do about it. */
export function refusal(
  refused: Extract<Plan, { action: 'refuse' }>,
  key: string,
  record?: StoredRegistration,
): DcrError {
  const { code, reason } = refused;
  // What used the budget up is what there is to mend.
  const failure = code === 'registration-budget-exhausted' ? record?.lastFailure?.message : undefined;
  const last = failure === undefined ? '' : ` The last attempt: ${failure}`;
  return new DcrError(
    code,
    `No registration for ${key}: ${reason}. ${REMEDIES[code] ?? ''}${last}`.trimEnd(),
  );
}
