import { credential } from './credentials.js';
import { UsageError } from './failures.js';
import type { AuthorizationOptions } from './options.js';
import type { Surroundings } from './surroundings.js';

/** The whole header of an administrator, where one is given. Secret. */
export async function authorization(
  around: Surroundings,
  { askAuthorization }: AuthorizationOptions,
): Promise<string | undefined> {
  const given = await credential(around, {
    variable: 'DCR_AUTHORIZATION',
    question: 'authorization header',
    ask: askAuthorization,
  });
  if (given === undefined || /^\S+ +\S/.test(given)) return given;
  throw new UsageError(
    'DCR_AUTHORIZATION must be the whole header, scheme and all, such as "Bearer …" or "SSWS …". Nothing was sent.',
  );
}
