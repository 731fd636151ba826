import { describe, expect, test } from 'vitest';
import { plan, type Wanted } from '../../src/lifecycle/plan.js';
import { emptyRecord } from '../../src/lifecycle/transitions.js';
import type { StoredRegistration } from '../../src/protocol/record.js';

const NOW = Date.UTC(2026, 0, 10);
const DAY = 24 * 60 * 60 * 1000;
const METADATA = { client_name: 'App', redirect_uris: ['https://app.example/cb'] };
const wanted: Wanted = {
  metadata: METADATA,
  revision: undefined,
  onDrift: 'update',
  onSubstitution: 'accept',
  registrationBudget: 5,
  verifyEveryMs: undefined,
  maxTokenAgeMs: undefined,
  overlapMs: DAY,
};
const empty = emptyRecord('https://as.example');
const information = {
  client_id: 'c1',
  client_secret: 's1',
  client_secret_expires_at: 0,
  registration_client_uri: 'https://as.example/reg/c1',
  registration_access_token: 't1',
};
const registered: StoredRegistration = {
  ...empty,
  requested: METADATA,
  information,
  registeredAt: NOW - 10 * DAY,
};
const unmanageable: StoredRegistration = {
  ...registered,
  information: { client_id: 'c1', client_secret: 's1', client_secret_expires_at: 0 },
};
const claim = { attempt: 'a1', owner: 'o', operation: 'register', startedAt: NOW, renewedAt: NOW } as const;
const until = (ms: number, record = registered): StoredRegistration => ({
  ...record,
  secretIssuedAt: NOW - 10 * DAY,
  information: { ...information, ...record.information, client_secret_expires_at: (NOW + ms) / 1000 },
});
const withoutRenewal = {
  read: { token: 'no', secret: 'no' },
  update: { token: 'no', secret: 'no' },
  updateSupported: 'yes',
} as const;
const dead = { ...registered, dead: { at: NOW, reason: 'gone', isGone: true } };
const endingToken = { ...registered, tokenIssuedAt: NOW - 10 * DAY, tokenExpiresAt: NOW + DAY / 2 };
const withRetired = (retiredAt: number, triedAt?: number): StoredRegistration => ({
  ...registered,
  retired: [{ information: { client_id: 'old' }, retiredAt, ...(triedAt === undefined ? {} : { triedAt }) }],
});
const attempts = (n: number, outcome: 'registered' | 'planned' | 'unknown', at = NOW - DAY / 2) =>
  Array.from({ length: n }, (_, index) => ({ attempt: `x${index}`, at, outcome }));

describe('plan', () => {
  test.each<[string, StoredRegistration | undefined, Partial<Wanted>, object]>([
    ['nothing stored: register', undefined, {}, { action: 'register' }],
    ['an empty record: register', empty, {}, { action: 'register' }],
    ['a tombstone: register', { ...empty, deletedAt: NOW - DAY }, {}, { action: 'register' }],
    ['a stored registration that holds: use', registered, {}, { action: 'use' }],
    ['a client that cannot be managed is still used', unmanageable, {}, { action: 'use' }],
    ['a dead client: replace, unplanned', dead, {}, { action: 'replace', planned: false, reason: 'gone' }],
    [
      'a dead client, past the budget: refuse',
      { ...dead, attempts: attempts(5, 'registered') },
      {},
      { action: 'refuse' },
    ],
    ['a dead client that somebody replaces: wait', { ...dead, claim }, {}, { action: 'wait' }],
    ['a token near its end: renew', endingToken, {}, { action: 'renew', of: 'token' }],
    ['a token near its end, while others are at work: use', { ...endingToken, claim }, {}, { action: 'use' }],
    [
      'a token near its end, of a server that renews none: use',
      { ...endingToken, habits: withoutRenewal },
      {},
      { action: 'use' },
    ],
    [
      'an old token, if that was asked for: renew',
      registered,
      { maxTokenAgeMs: DAY },
      { action: 'renew', of: 'token' },
    ],
    [
      'not seen for long, if that was asked for: verify',
      registered,
      { verifyEveryMs: DAY },
      { action: 'verify' },
    ],
    [
      'not seen for long, and nothing to ask with: use',
      unmanageable,
      { verifyEveryMs: DAY },
      { action: 'use' },
    ],
    ['seen a moment ago: use', { ...registered, lastSeenAt: NOW }, { verifyEveryMs: DAY }, { action: 'use' }],
    ['a replaced client within its overlap: use', withRetired(NOW - DAY / 2), {}, { action: 'use' }],
    ['a replaced client past its overlap: clean up', withRetired(NOW - DAY), {}, { action: 'clean-up' }],
    [
      'a replaced client past its overlap, tried a moment ago: use',
      withRetired(NOW - DAY, NOW),
      {},
      { action: 'use' },
    ],
    [
      'a lost token is not a lost client',
      { ...registered, managementLost: { at: NOW, reason: '' } },
      {},
      { action: 'use' },
    ],
    ['somebody registers: wait', { ...empty, claim }, {}, { action: 'wait', attempt: 'a1' }],
    [
      'somebody patches, and the stored view holds: use',
      { ...registered, claim: { ...claim, operation: 'update' } },
      {},
      { action: 'use' },
    ],
    [
      'somebody deletes: wait',
      { ...registered, claim: { ...claim, operation: 'delete' } },
      {},
      { action: 'wait' },
    ],
    [
      'an operation of unknown outcome: recover',
      { ...registered, unsettled: { attempt: 'a1', operation: 'update', ownerIsGone: true } },
      {},
      { action: 'recover', operation: 'update' },
    ],
    ['a secret without end is never renewed', { ...registered, registeredAt: 0 }, {}, { action: 'use' }],
    ['a secret far from its end: use', until(20 * DAY), {}, { action: 'use' }],
    ['a secret in its last tenth: renew', until(DAY), {}, { action: 'renew' }],
    ['an expired secret: renew while the client can be managed', until(-DAY), {}, { action: 'renew' }],
    [
      'a secret near its end that nothing renews: planned replacement',
      until(DAY, { ...registered, habits: withoutRenewal }),
      {},
      { action: 'replace', planned: true },
    ],
    [
      'a secret near its end, not manageable: planned replacement',
      until(DAY, { ...registered, managementLost: { at: NOW, reason: '' } }),
      {},
      { action: 'replace', planned: true },
    ],
    [
      'an expired secret that nothing renews: unplanned replacement',
      until(-DAY, { ...registered, habits: withoutRenewal }),
      {},
      { action: 'replace', planned: false },
    ],
    [
      'a changed wish: update',
      registered,
      { metadata: { ...METADATA, client_name: 'New' } },
      { action: 'update' },
    ],
    [
      'a changed order of members is no change',
      registered,
      { metadata: { redirect_uris: METADATA.redirect_uris, client_name: 'App' } },
      { action: 'use' },
    ],
    [
      'a changed wish, not manageable: unplanned replacement',
      unmanageable,
      { metadata: { ...METADATA, client_name: 'New' } },
      { action: 'replace', planned: false },
    ],
    [
      'a changed wish, server without PUT: unplanned replacement',
      { ...registered, habits: { ...registered.habits, updateSupported: 'no' } },
      { metadata: { client_name: 'New' } },
      { action: 'replace', planned: false },
    ],
    [
      'a changed wish of an older revision: use',
      { ...registered, revision: 2 },
      { metadata: { client_name: 'Old' }, revision: 1 },
      { action: 'use' },
    ],
    [
      'a changed wish of a newer revision: update',
      { ...registered, revision: 2 },
      { metadata: { client_name: 'New' }, revision: 3 },
      { action: 'update' },
    ],
    [
      'onDrift keep: use',
      registered,
      { metadata: { client_name: 'New' }, onDrift: 'keep' },
      { action: 'use' },
    ],
    [
      'onDrift throw: refuse',
      registered,
      { metadata: { client_name: 'New' }, onDrift: 'throw' },
      { action: 'refuse', code: 'metadata-drift' },
    ],
    ['an adopted client without a recorded wish: use', { ...empty, information }, {}, { action: 'use' }],
    [
      'a client not granted as asked: refuse, not register again',
      { ...registered, problem: 'secret-missing' },
      {},
      { action: 'refuse', code: 'secret-missing' },
    ],
    [
      'a client not granted as asked, new wish: update',
      { ...registered, problem: 'secret-missing' },
      { metadata: { token_endpoint_auth_method: 'none' } },
      { action: 'update' },
    ],
    [
      'the budget is used up: refuse',
      { ...empty, attempts: attempts(5, 'registered') },
      {},
      { action: 'refuse', code: 'registration-budget-exhausted' },
    ],
    [
      'attempts of unknown outcome count',
      { ...empty, attempts: attempts(5, 'unknown') },
      {},
      { action: 'refuse' },
    ],
    [
      'planned replacements do not count',
      { ...empty, attempts: attempts(5, 'planned') },
      {},
      { action: 'register' },
    ],
    [
      'attempts of the day before do not count',
      { ...empty, attempts: attempts(5, 'registered', NOW - DAY) },
      {},
      { action: 'register' },
    ],
    [
      'attempts that a clock far ahead wrote down do not count until its time has come',
      { ...empty, attempts: attempts(5, 'registered', NOW + 400 * DAY) },
      {},
      { action: 'register' },
    ],
    [
      'the budget does not stop a planned replacement',
      until(DAY, { ...registered, habits: withoutRenewal, attempts: attempts(5, 'registered') }),
      {},
      { action: 'replace', planned: true },
    ],
  ])('%s', (_rule, record, change, expected) => {
    expect(plan(record, { ...wanted, ...change }, NOW)).toMatchObject(expected);
  });

  test('every step says why', () => {
    expect(plan(registered, wanted, NOW).reason).toBe('the stored registration holds');
  });
});
