import { DcrError } from '../protocol/errors.js';
import { sameIssuer } from '../protocol/issuer.js';
import { RECORD_FORMAT, type StoredRegistration } from '../protocol/record.js';
import type { ClientInformation } from '../protocol/types.js';
import { withAdopted } from './adoption.js';
import { acquireClaim } from './claim.js';
import { recordFor } from './kept-secrets.js';
import type { Lifecycle } from './lifecycle.js';
import { look } from './look.js';
import { emptyRecord } from './transitions.js';
import { watchClaims } from './wait.js';

/**
 * Takes over an existing client, or the unsaved record of an error. The client that was stored here before, if it
 * is another one, is retired; where an error's record has been overtaken by others, what they made stands and is returned.
 * No request is made.
 */
export async function adoptClient(
  lifecycle: Lifecycle,
  given: ClientInformation | StoredRegistration,
): Promise<ClientInformation> {
  const { session } = lifecycle;
  const adopted = recordFor(session.store, asRecord(lifecycle, given));
  const information = adopted.information;
  if (typeof information?.client_id !== 'string' || information.client_id === '')
    throw unusable('it has no client_id');
  const claims = watchClaims(session);
  for (;;) {
    const found = await look(session, claims);
    if (found.record?.claim !== undefined) {
      await claims.pause(found.record.claim.operation);
      continue;
    }
    const base = found.record ?? emptyRecord(session.issuerStamp);
    const claim = await acquireClaim(session, { record: base, version: found.version }, 'recover');
    if (claim === undefined) {
      await claims.pause('adopt');
      continue;
    }
    const saved = await claim.settle((record) => withAdopted(record, adopted, session.clock.now()));
    if ('lost' in saved) {
      await claims.pause('adopt');
      continue;
    }
    const standing = saved.record.information;
    if (standing === undefined) throw deletedSince(information);
    if (standing.client_id === information.client_id)
      session.changed({ type: 'adopted', client_id: information.client_id, reason: 'asked for' });
    return standing;
  }
}

function asRecord(
  { session, wanted }: Lifecycle,
  given: ClientInformation | StoredRegistration,
): StoredRegistration {
  if (typeof given !== 'object' || given === null) throw unusable('it is not an object');
  if (isRecord(given)) {
    if (given.format > RECORD_FORMAT) throw unusable('it was made by a newer version of dcr-client');
    const foreign = session.issuer !== undefined && sameIssuer(given.issuer, session.issuer) === 'different';
    if (foreign) throw unusable(`it belongs to ${given.issuer}, not to ${session.issuer}`);
    const { claim: _claim, ...record } = given;
    return record;
  }
  const now = session.clock.now();
  // What was asked for is unknown; the present wish counts as granted, so that taking over changes nothing.
  const { metadata: requested, revision } = wanted;
  return {
    ...emptyRecord(session.issuerStamp),
    requested,
    ...(revision === undefined ? {} : { revision }),
    information: given,
    registeredAt: now,
  };
}

/** Told from a client by its shape. */
export function isRecord(given: ClientInformation | StoredRegistration): given is StoredRegistration {
  return (
    typeof given === 'object' &&
    'format' in given &&
    'suspectedOrphans' in given &&
    Array.isArray(given.suspectedOrphans)
  );
}

function deletedSince({ client_id }: ClientInformation): DcrError {
  return new DcrError(
    'not-registered',
    `adopt: client ${JSON.stringify(client_id)} has been deleted since, so there is nothing to take over. Register another one.`,
  );
}

function unusable(why: string): DcrError {
  return new DcrError(
    'invalid-option',
    `adopt: this cannot be taken over: ${why}. Pass what registerClient returned, or the record property of an error.`,
  );
}
