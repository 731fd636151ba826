import { UsageError } from './failures.js';
import { isSecretMember } from './mask.js';

export type Members = Readonly<Record<string, unknown>>;

/** `--set` and `--unset`, as often as they were given. */
export interface Assignments {
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
}

/** `client_name=Reports`, `grant_types=["client_credentials"]`: JSON where it parses, else the text itself. */
export function parseAssignment(text: string): readonly [member: string, value: unknown] {
  const end = text.indexOf('=');
  if (end < 1)
    throw new UsageError(`--set needs member=value, such as --set client_name=Reports; got "${text}".`);
  const member = text.slice(0, end).trim();
  if (isSecretMember(member))
    throw new UsageError(
      `--set ${member} would show a secret to everybody who lists processes. Put it into a file, or into standard input with "-".`,
    );
  const rest = text.slice(end + 1);
  try {
    return [member, JSON.parse(rest)];
  } catch {
    return [member, rest];
  }
}

/** The changes that were asked for; `null` removes a member. */
export function changesOf({ set = [], unset = [] }: Assignments): Members {
  const changes = Object.fromEntries(set.map(parseAssignment));
  for (const member of unset) {
    if (Object.hasOwn(changes, member)) throw new UsageError(`--set and --unset both name ${member}.`);
    changes[member] = null;
  }
  return changes;
}

/** Metadata with changes made to it. */
export function changed(metadata: Members, changes: Members): Members {
  return Object.fromEntries(
    Object.entries({ ...metadata, ...changes }).filter(([, value]) => value !== null),
  );
}
