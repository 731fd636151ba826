import type { DcrError } from '../../index.js';
import { WSO2_CREDENTIAL } from '../remedies.js';
import { type Diagnosis, note, ok, problem } from './diagnosis.js';

/** How one operation went. */
export interface Seen {
  readonly error?: DcrError;
  readonly tokenChanged?: boolean;
  readonly secretChanged?: boolean;
}

/** What a probe saw. Holds no secret. */
export interface Observations {
  readonly registered: Seen & { readonly differences?: readonly string[] };
  readonly expiresAt?: number;
  readonly isManageable?: boolean;
  readonly read?: Seen;
  readonly updated?: Seen;
  readonly deleted?: Seen;
  /** What reading a deleted client ends in. */
  readonly afterwards?: string;
}

/** What the probe says about a server, and what to set because of it. Pure. */
export function diagnoseObservations(seen: Observations): readonly Diagnosis[] {
  const { registered, read, updated, deleted } = seen;
  if (registered.error !== undefined) return [refused(registered.error)];
  const findings = [
    ok('probe', 'A client was registered.'),
    ...grantedOtherwise(registered.differences ?? []),
  ];
  findings.push(expiry(seen.expiresAt ?? 0));
  if (seen.isManageable !== true && read?.error !== undefined)
    return [
      ...findings,
      note(
        'management',
        'Clients cannot be managed: no registration_client_uri was issued (RFC 7592).',
        'changed metadata registers a new client; delete this one by hand',
      ),
      leftBehind(deleted),
    ].filter((finding) => finding !== undefined);
  findings.push(operation('read', read), operation('update', updated), rotation(seen));
  const removed = leftBehind(deleted);
  if (removed !== undefined) findings.push(removed);
  else findings.push(ok('delete', 'Clients can be deleted; the one of this probe is.'));
  if (seen.afterwards === 'still there')
    findings.push(
      problem('delete', 'A deleted client can still be read.', 'nothing: look whether it still gets tokens'),
    );
  else if (seen.afterwards !== undefined)
    findings.push(ok('delete', `Reading a deleted client ends in "${seen.afterwards}".`));
  return findings;
}

function refused(error: DcrError): Diagnosis {
  const remedy: Readonly<Record<string, string>> = {
    unauthorized: /\bwso2\(\{/.test(error.message)
      ? WSO2_CREDENTIAL
      : 'DCR_INITIAL_ACCESS_TOKEN, or --ask-initial-access-token',
    forbidden: 'ask the operator which clients may register',
    'rate-limited': 'try again later',
  };
  return problem(
    'probe',
    `No client could be registered: ${error.message} (${error.code})`,
    remedy[error.code],
  );
}

function grantedOtherwise(differences: readonly string[]): readonly Diagnosis[] {
  if (differences.length === 0) return [ok('metadata', 'Everything was granted as it was asked for.')];
  return [
    note(
      'metadata',
      `Granted otherwise than asked for: ${differences.join(', ')}.`,
      "onSubstitution: 'warn' or 'reject', if that matters",
    ),
  ];
}

function expiry(expiresAt: number): Diagnosis {
  if (expiresAt === 0) return ok('secrets', 'Client secrets do not end.');
  const end = new Date(expiresAt * 1000).toISOString();
  return note(
    'secrets',
    `A client secret issued now ends at ${end}.`,
    'startRenewal(), or dcr renew before that',
  );
}

function operation(name: 'read' | 'update', seen: Seen | undefined): Diagnosis {
  if (seen?.error === undefined) return ok(name, `Clients can be ${name === 'read' ? 'read' : 'updated'}.`);
  const { message, code } = seen.error;
  const says = `${name === 'read' ? 'Reading' : 'Updating'} failed: ${message} (${code})`;
  return code === 'unsupported' ? note(name, says) : problem(name, says);
}

function rotation({ read, updated }: Observations): Diagnosis {
  const by = (changed: 'tokenChanged' | 'secretChanged') =>
    [read?.[changed] === true ? 'a read' : '', updated?.[changed] === true ? 'an update' : ''].filter(
      (name) => name !== '',
    );
  const [tokens, secrets] = [by('tokenChanged'), by('secretChanged')];
  if (tokens.length + secrets.length === 0)
    return ok('rotation', 'Neither registration access token nor secret is replaced by a read or an update.');
  const parts = [
    tokens.length === 0 ? '' : `The registration access token is replaced by ${tokens.join(' and ')}.`,
    secrets.length === 0 ? '' : `The secret is replaced by ${secrets.join(' and ')}.`,
  ].filter((part) => part !== '');
  return note('rotation', parts.join(' '), 'one store for all processes: what was replaced works no more');
}

function leftBehind(deleted: Seen | undefined): Diagnosis | undefined {
  if (deleted?.error === undefined) return undefined;
  const { message, code } = deleted.error;
  return problem(
    'delete',
    `The client of this probe is still there: ${message} (${code})`,
    'delete it by hand',
  );
}
