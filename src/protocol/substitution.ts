import { compareMetadata, type MetadataComparison } from './compare.js';
import { RegistrationError } from './errors.js';
import type { ClientInformation, ClientMetadata } from './types.js';
import type { DcrWarning } from './warnings.js';

/**
 * What to do when the server grants another client than was asked for (RFC 7591 section 3.2.1 leaves that to the
 * client). `accept`: what it granted is used. `warn`: the same, and `onWarning` is told what differs. `reject`: the
 * new client is deleted again and the call fails.
 */
export type OnSubstitution = 'accept' | 'warn' | 'reject';

/** What makes the granted client another one than was asked for, in words; `undefined` if nothing does. */
export function substitutionIn(
  requested: ClientMetadata,
  granted: ClientInformation,
  now: number,
): { readonly words: string; readonly members: readonly string[] } | undefined {
  const comparison = compareMetadata(requested, granted, { now });
  const substituted = substitutedMembers(comparison);
  const errors = comparison.reasons.filter(({ severity }) => severity === 'error');
  if (substituted.length === 0 && errors.length === 0) return undefined;
  const words = [
    ...substituted.map((name) => `${name} was ${comparison.fields[name]?.outcome}`),
    ...errors.map(({ path, message, rule }) => `${path} ${message} (${rule})`),
  ].join('; ');
  return { words, members: [...new Set([...substituted, ...errors.map(({ path }) => path)])] };
}

/** Members that were asked for and came out as something else. What the server does not know or adds is none. */
function substitutedMembers({ fields }: MetadataComparison): readonly string[] {
  return Object.entries(fields)
    .filter(([, { outcome }]) => outcome === 'replaced' || outcome === 'narrowed')
    .map(([name]) => name);
}

/** The error for a client that is not what was asked for. */
export function substitutionRejected(
  information: ClientInformation,
  rejected: { readonly words: string; readonly isGone: boolean; readonly endpoint?: string },
): RegistrationError {
  const { words, isGone, endpoint } = rejected;
  const fate = isGone
    ? 'It was deleted again.'
    : "It could not be deleted again and still exists at the server: the error's registration property holds it.";
  return new RegistrationError(
    'substitution-rejected',
    `The server registered another client than was asked for: ${words}. ${fate} ` +
      'Ask for what this server grants, or set onSubstitution to "warn" or "accept".',
    { endpoint, registration: information },
  );
}

/** The warning for a client that is not quite what was asked for. */
export function substitutionWarning(found: {
  readonly words: string;
  readonly members: readonly string[];
}): DcrWarning {
  const { words, members } = found;
  return {
    code: 'substituted',
    message: `The server registered another client than was asked for: ${words}.`,
    members,
  };
}
