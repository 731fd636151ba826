import { describe, expect, test } from 'vitest';
import { secretDueAt, secretState } from '../../src/lifecycle/secret-expiry.js';
import { emptyRecord } from '../../src/lifecycle/transitions.js';

const ISSUED = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const secret = (lifetime: number) => ({
  ...emptyRecord('https://as.example'),
  secretIssuedAt: ISSUED,
  information: { client_id: 'c', client_secret: 's', client_secret_expires_at: (ISSUED + lifetime) / 1000 },
});

describe('when a secret is due', () => {
  test.each([
    ['a month: three days early', 720 * HOUR, 72 * HOUR],
    ['an hour: a tenth early', HOUR, 6 * MINUTE],
    ['five minutes: a minute early', 5 * MINUTE, MINUTE],
    ['a minute: half of it early', MINUTE, MINUTE / 2],
    ['ten seconds: half of it early', 10_000, 5000],
  ])('%s', (_rule, lifetime, early) => {
    expect(secretDueAt(secret(lifetime))).toBe(ISSUED + lifetime - early);
  });

  test('by the clock of the server, which may go another way than ours', () => {
    const record = { ...secret(HOUR), secretIssuedAt: ISSUED - 10 * MINUTE, serverAheadMs: 10 * MINUTE };
    expect(secretDueAt(record)).toBe(ISSUED + HOUR - 10 * MINUTE - 6 * MINUTE);
    expect(secretState(record, ISSUED + 50 * MINUTE)).toBe('expired');
  });

  test('0 means never', () => {
    expect(
      secretDueAt({
        ...secret(HOUR),
        information: { client_id: 'c', client_secret: 's', client_secret_expires_at: 0 },
      }),
    ).toBeUndefined();
  });

  test('without a secret there is nothing to renew', () => {
    expect(
      secretState({ ...secret(HOUR), information: { client_id: 'c', client_secret_expires_at: 1 } }, ISSUED),
    ).toBe('none');
  });

  test.each([
    [0, 'valid'],
    [HOUR - 6 * MINUTE - 1, 'valid'],
    [HOUR - 6 * MINUTE, 'due'],
    [HOUR - 1, 'due'],
    [HOUR, 'expired'],
  ])('%i ms after issue a secret of an hour is %s', (elapsed, state) => {
    expect(secretState(secret(HOUR), ISSUED + elapsed)).toBe(state);
  });
});
