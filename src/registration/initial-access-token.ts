import { isBearerToken } from '../protocol/bearer.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { safeCause } from '../protocol/redact.js';

/**
 * The token that lets a client register (RFC 7591 section 3, appendix A). A function is called anew for each
 * attempt, since many such tokens serve once. Secret.
 */
export type InitialAccessToken = string | (() => string | Promise<string>);

/** The token for one attempt. */
export async function obtainInitialAccessToken(
  source: InitialAccessToken | undefined,
): Promise<string | undefined> {
  if (source === undefined) return undefined;
  const token = typeof source === 'function' ? await call(source) : source;
  if (isBearerToken(token)) return token;
  throw new DcrError(
    'initial-access-token-failed',
    'The initial access token is not a bearer token as RFC 6750 section 2.1 spells it: text without spaces, quotes ' +
      'or line breaks. Look for a trailing newline, or for the word "Bearer" in front. Nothing was sent.',
  );
}

async function call(provider: () => string | Promise<string>): Promise<string> {
  try {
    return await provider();
  } catch (error) {
    if (isDcrError(error)) throw error;
    throw new DcrError(
      'initial-access-token-failed',
      'The initialAccessToken function failed, so nothing was sent to the registration endpoint. The cause says why.',
      { cause: safeCause(error, []) },
    );
  }
}
