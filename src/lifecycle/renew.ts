import { isDcrError } from '../protocol/errors.js';
import type { RotationHabit } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import type { HeldClaim } from './claim.js';
import { exchangeUnderClaim, storedClient } from './exchange.js';
import { readExchange, updateExchange } from './exchange-requests.js';
import type { Lifecycle } from './lifecycle.js';
import type { Look } from './look.js';
import { withClaim } from './manage.js';
import { habitsOf } from './plan.js';
import { claimed } from './under-claim.js';

/** What {@link DcrClient.renewCredentials} achieved, and by which operation. */
export interface Renewal {
  /** The client as it stands. Secret: carries the credentials. */
  readonly information: ClientInformation;
  /** How the registration access token was renewed; `not-renewed`: this server does it neither on read nor on update. */
  readonly registration_access_token: 'read' | 'update' | 'not-renewed';
  /** How the secret was renewed; likewise. */
  readonly client_secret: 'read' | 'update' | 'not-renewed';
}

/** Renews what this server renews, and remembers by which operation. */
export async function renewStored(lifecycle: Lifecycle): Promise<Renewal> {
  return withClaim(lifecycle, 'renew', (claim) => renew(lifecycle, claim));
}

/** The same as one step of a plan. */
export async function renewUnderClaim(lifecycle: Lifecycle, found: Look): Promise<Renewal | 'again'> {
  const result = await claimed(lifecycle, { found, operation: 'renew' }, (claim) => renew(lifecycle, claim));
  return result?.value ?? 'again';
}

/**
 * RFC 7592 leaves open whether a read (section 2.1) or an update (section 2.2) renews credentials. A read changes
 * nothing else, so it is tried first; what is known not to help is left out.
 */
async function renew(lifecycle: Lifecycle, claim: HeldClaim): Promise<Renewal> {
  const { session } = lifecycle;
  const before = storedClient(claim.record());
  const habits = habitsOf(claim.record(), lifecycle.context.profile);
  let by: Pick<Renewal, 'registration_access_token' | 'client_secret'> = compare(before, before, 'read');
  if (mayRenew(habits.read, before)) {
    const after = await exchangeUnderClaim(lifecycle, claim, {
      ...readExchange(lifecycle, claim),
      keepClaim: true,
    });
    by = compare(before, after, 'read');
  }
  if (needsMore(by, before) && habits.updateSupported !== 'no' && mayRenew(habits.update, before)) {
    by = await byUpdate(lifecycle, claim, { before, by });
  }
  const settled = await claim.settle((record) => ({ ...record, tokenTriedAt: session.clock.now() }));
  const information = 'record' in settled ? storedClient(settled.record) : storedClient(claim.record());
  if (by.registration_access_token === 'not-renewed' && before.registration_access_token !== undefined) {
    session.warn({
      code: 'token-not-renewed',
      message:
        'This server renews the registration access token neither on read nor on update, so the stored one stays in use. ' +
        'Ask its operator whether such tokens end, and how to get another.',
    });
  }
  if (by.registration_access_token !== 'not-renewed' || by.client_secret !== 'not-renewed') {
    session.changed({
      type: 'renewed',
      client_id: information.client_id,
      reason: 'credentials were renewed',
    });
  }
  return { information, ...by };
}

type By = Pick<Renewal, 'registration_access_token' | 'client_secret'>;

async function byUpdate(
  lifecycle: Lifecycle,
  claim: HeldClaim,
  { before, by }: { before: ClientInformation; by: By },
): Promise<By> {
  const current = storedClient(claim.record());
  const exchange = { ...updateExchange(lifecycle, claim, current), keepClaim: true };
  try {
    const after = await exchangeUnderClaim(lifecycle, claim, exchange);
    const updated = compare(before, after, 'update');
    return {
      registration_access_token:
        by.registration_access_token === 'read' ? 'read' : updated.registration_access_token,
      client_secret: by.client_secret === 'read' ? 'read' : updated.client_secret,
    };
  } catch (error) {
    // A server without PUT has been noted as such; there the read was all there is.
    if (isDcrError(error) && error.code === 'unsupported') return by;
    throw error;
  }
}

function mayRenew(habit: RotationHabit, { client_secret }: ClientInformation): boolean {
  return habit.token !== 'no' || (client_secret !== undefined && habit.secret !== 'no');
}

function needsMore(by: By, { client_secret }: ClientInformation): boolean {
  return (
    by.registration_access_token === 'not-renewed' ||
    (client_secret !== undefined && by.client_secret === 'not-renewed')
  );
}

function compare(before: ClientInformation, after: ClientInformation, operation: 'read' | 'update'): By {
  const changed = (member: 'registration_access_token' | 'client_secret') =>
    before[member] === after[member] ? 'not-renewed' : operation;
  return {
    registration_access_token: changed('registration_access_token'),
    client_secret: changed('client_secret'),
  };
}
