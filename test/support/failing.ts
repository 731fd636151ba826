import { type DcrError, isDcrError } from '../../src/protocol/errors.js';

/** The error of a call that must fail, whichever copy of the package threw it. */
export async function failing(call: Promise<unknown>): Promise<DcrError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDcrError(error)) throw new Error(`expected a DcrError, got ${String(error)}`);
  return error;
}
