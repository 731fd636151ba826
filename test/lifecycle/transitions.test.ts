import { describe, expect, test } from 'vitest';
import { emptyRecord, withAnswer } from '../../src/lifecycle/transitions.js';
import type { Accepted } from '../../src/protocol/accept.js';
import type { ClientInformation } from '../../src/protocol/types.js';

const NOW = Date.UTC(2026, 0, 1);
const client = (token: string): ClientInformation => ({ client_id: 'a', registration_access_token: token });
const accepted = (token: string): Accepted => ({
  information: client(token),
  warnings: [],
  problem: undefined,
  otherSecret: undefined,
  status: 200,
  endpoint: 'https://as.example.test/clients/a',
  serverTime: undefined,
});

describe('an answer', () => {
  // In the record, with the token of the request, in the answer, and in the record after it.
  test.each([
    ['that brings a new token replaces the one it was asked with', 'old', 'new', 'new'],
    ['that brings none leaves it', 'old', 'old', 'old'],
    [
      'that is older than what a slow process has brought meanwhile takes nothing back',
      'newer',
      'old',
      'newer',
    ],
  ])('%s', (_, standing, answered, expected) => {
    const record = { ...emptyRecord('https://as.example.test'), information: client(standing) };
    const answer = { accepted: accepted(answered), used: client('old'), now: NOW };
    const after = withAnswer(record, 'read', answer);
    expect(after.information?.registration_access_token).toBe(expected);
    expect(after.lastSeenAt).toBe(NOW);
  });
});
