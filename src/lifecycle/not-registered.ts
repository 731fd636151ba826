import { DcrError } from '../protocol/errors.js';
import type { Session } from './session.js';

/** Nothing to manage. */
export function notRegistered({ key, calledAs }: Session): DcrError {
  const first =
    calledAs === 'createDcrAdmin' ? 'Register it by create() or apply()' : 'Call ensureRegistered() first';
  return new DcrError(
    'not-registered',
    `No client is registered for ${key}. ${first}, or adopt() an existing client.`,
  );
}
