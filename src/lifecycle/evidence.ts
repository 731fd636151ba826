import { isDcrError } from '../protocol/errors.js';

/**
 * What the rejection of a client says about its registration. `rejected`: the server does not accept it as a client.
 * `suspect`: it may be that, or something else. `nothing`: the server said nothing about the client.
 */
export type Evidence = 'rejected' | 'suspect' | 'nothing';

/** What is read of an error, whichever library or app made it. */
interface Said {
  readonly status: number | undefined;
  readonly error: string;
  readonly text: string;
}

/** Servers that have no error code for it say it in words. */
const UNKNOWN_CLIENT =
  /\b(?:unknown|unrecogni[sz]ed|unregistered|invalid|no such|non-?existent)\s+(?:oauth\s+)?client(?:[ _-]?id)?\b(?!\s+metadata)|\bclient(?:[ _-]?id)?\b.{0,80}?\b(?:not found|not registered|unknown|does(?: not|n't) exist|unrecogni[sz]ed)\b/i;

/**
 * Reads what an app saw when its credentials were rejected: an error of this package, of openid-client or oauth4webapi, a
 * `Response`, an object with `error` and `status`, or a text. Without any, the app's word stands for `invalid_client`.
 */
export function readEvidence(seen: unknown): Evidence {
  if (seen === undefined || seen === null) return 'rejected';
  if (isDcrError(seen) && ['network', 'timeout', 'rate-limited', 'server-error'].includes(seen.code))
    return 'nothing';
  const said = saidBy(seen);
  const { status, error, text } = said;
  if (error === 'invalid_client') return 'rejected';
  // 5xx, 429 and what never reached the server prove nothing, whatever a page in between says.
  if (status !== undefined && (status >= 500 || status === 429)) return 'nothing';
  if (error === 'invalid_client_metadata' || error === 'invalid_redirect_uri') return 'nothing';
  if (/\binvalid_client\b/.test(text)) return 'rejected';
  // A code or token that has ended is refused in the same words: "not found for this client".
  if (error === 'invalid_grant' || error === 'unauthorized_client') return 'suspect';
  // "The redirect URI of the client is not registered" speaks of a client that is.
  if (/redirect(?:ion)?[_ -]?ur[il]/i.test(text)) return 'suspect';
  if (UNKNOWN_CLIENT.test(text)) return 'rejected';
  return status === 401 || status === 403 ? 'suspect' : 'nothing';
}

/** Libraries keep the parsed answer, or the challenges, as the cause of an error; not deeper than this. */
const MAXIMUM_DEPTH = 3;

function saidBy(seen: unknown, depth = 0): Said {
  if (typeof seen === 'string') return { status: undefined, error: seen, text: bounded(seen) };
  if (typeof seen !== 'object' || seen === null || depth > MAXIMUM_DEPTH)
    return { status: undefined, error: '', text: '' };
  if (Array.isArray(seen)) return challengeIn(seen);
  const { status, error, error_description, message, cause } = seen as Record<string, unknown>;
  const inner = saidBy(typeof cause === 'object' ? cause : undefined, depth + 1);
  const own = typeof error === 'string' ? error : inner.error;
  const words = [own, error_description, message].filter((word) => typeof word === 'string').join(' ');
  return {
    status: typeof status === 'number' ? status : inner.status,
    error: own,
    text: bounded(`${words} ${inner.text}`),
  };
}

/** A token endpoint that asks for Basic again does not accept the client (RFC 6749 section 5.2). */
function challengeIn(challenges: readonly unknown[]): Said {
  const isBasic = challenges.some(
    (challenge) =>
      typeof challenge === 'object' &&
      challenge !== null &&
      'scheme' in challenge &&
      /^basic$/i.test(String(challenge.scheme)),
  );
  const error = isBasic ? 'invalid_client' : '';
  return { status: undefined, error, text: error };
}

const bounded = (text: string): string => text.slice(0, 4000);
