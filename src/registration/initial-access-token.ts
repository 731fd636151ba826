import { withLimit } from '../http/limit.js';
import type { RequestContext } from '../http/options.js';
import { isBearerToken } from '../protocol/bearer.js';
import { DcrError } from '../protocol/errors.js';
import { type CredentialProvider, callProvider } from '../protocol/provider.js';

/**
 * The token that lets a client register (RFC 7591 section 3, appendix A). A function is called anew for each
 * attempt, since many such tokens serve once; it gets a `signal` and has as long as a request (`timeoutMs`). Secret.
 */
export type InitialAccessToken = string | CredentialProvider;

/** The token for one attempt. */
export async function obtainInitialAccessToken(
  source: InitialAccessToken | undefined,
  context: RequestContext,
): Promise<string | undefined> {
  if (source === undefined) return undefined;
  const token = typeof source === 'function' ? await call(source, context) : source;
  if (isBearerToken(token)) return token;
  if (token === '') {
    throw failed(
      'The initial access token is empty. See whether the variable or file that it comes from is set; where the server ' +
        'asks for none, leave initialAccessToken out. Nothing was sent.',
    );
  }
  throw failed(
    'The initial access token is not a bearer token as RFC 6750 section 2.1 spells it: text without spaces, quotes ' +
      'or line breaks. Look for a trailing newline, or for the word "Bearer" in front. Nothing was sent.',
  );
}

async function call(provider: CredentialProvider, context: RequestContext): Promise<string> {
  const late = () =>
    failed(
      `The initialAccessToken function gave nothing within ${context.timeoutMs} ms, so nothing was sent. ` +
        'See what it waits for, or raise timeoutMs.',
    );
  const named = { name: 'initialAccessToken', code: 'initial-access-token-failed' };
  return withLimit(context, late, (signal) => callProvider(provider, { signal }, named));
}

const failed = (why: string) => new DcrError('initial-access-token-failed', why);
