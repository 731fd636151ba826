import { describe, expect, test } from 'vitest';
import { withAdopted } from '../../src/lifecycle/adoption.js';
import { emptyRecord } from '../../src/lifecycle/transitions.js';
import type { StoredRegistration } from '../../src/protocol/record.js';

const NOW = 1000;
const client = (client_id: string, registration_access_token = 'used') => ({
  client_id,
  registration_access_token,
});
const record = (parts: Partial<StoredRegistration> = {}): StoredRegistration => ({
  ...emptyRecord('https://as.example'),
  ...parts,
});
const lost = { at: 1, reason: 'lost' };
const retiredB = { information: client('b'), retiredAt: 1 };

describe('the unsaved registration of an error', () => {
  const attempt = 'A';
  const made = record({
    information: client('a'),
    attempts: [{ attempt, at: 1, outcome: 'registered' }],
    unsaved: { of: 'registration', attempt },
  });

  test('takes its place where nobody has registered, and its attempt is no suspect any more', () => {
    const suspected = record({
      attempts: [{ attempt, at: 1, outcome: 'unknown' }],
      suspectedOrphans: [{ attempt, startedAt: 1 }],
    });
    expect(withAdopted(suspected, made, NOW)).toEqual(
      record({ information: client('a'), attempts: [{ attempt, at: 1, outcome: 'registered' }] }),
    );
  });

  test('is left where others have registered: that is in use, and this one is to be deleted', () => {
    const winner = record({ information: client('b'), suspectedOrphans: [{ attempt, startedAt: 1 }] });
    expect(withAdopted(winner, made, NOW)).toMatchObject({
      information: { client_id: 'b' },
      suspectedOrphans: [],
      retired: [{ information: client('a'), retiredAt: NOW }],
    });
  });

  test.each([
    [
      'has got too',
      record({ information: client('a', 'newer'), suspectedOrphans: [{ attempt, startedAt: 1 }] }),
    ],
    [
      'has got too and deleted',
      record({ deletedClientIds: ['a'], suspectedOrphans: [{ attempt, startedAt: 1 }] }),
    ],
  ])('of a client that another process %s takes nothing back', (_, standing) => {
    const { attempts } = made;
    expect(withAdopted(standing, made, NOW)).toEqual({ ...standing, suspectedOrphans: [], attempts });
  });

  test('takes the place of a dead client', () => {
    const dead = record({ information: client('b'), dead: { at: 1, reason: 'gone', isGone: true } });
    expect(withAdopted(dead, made, NOW).information).toEqual(client('a'));
  });

  test.each([
    ['deleted', record({ attempts: made.attempts, deletedAt: 2, deletedClientIds: ['a'] })],
    ['changed', record({ attempts: made.attempts, information: client('a', 'newer') })],
    ['replaced', record({ attempts: made.attempts, information: client('b') })],
  ])('that was saved after all, and %s since, changes nothing', (_, standing) => {
    expect(withAdopted(standing, made, NOW)).toBe(standing);
  });
});

describe('the unsaved change of an error', () => {
  const changed = record({ information: client('a', 'new'), unsaved: { of: 'change', used: 'used' } });

  test.each([
    ['the token that was used', record({ information: client('a') })],
    ['a token that does not work', record({ information: client('a', 'other'), managementLost: lost })],
  ])('takes the place of %s', (_, standing) => {
    const adopted = withAdopted(standing, changed, NOW);
    expect(adopted).toMatchObject({ information: client('a', 'new'), retired: [] });
    expect(adopted).not.toHaveProperty('managementLost');
    expect(adopted).not.toHaveProperty('unsaved');
  });

  test('leaves a newer token alone', () => {
    const standing = record({ information: client('a', 'newer') });
    expect(withAdopted(standing, changed, NOW)).toBe(standing);
  });

  test('leaves the question what came of another operation', () => {
    const unsettled = { attempt: 'B', operation: 'delete', ownerIsGone: true } as const;
    expect(withAdopted(record({ information: client('a'), unsettled }), changed, NOW)).toMatchObject({
      unsettled,
    });
  });

  test('of a client that was deleted brings nothing back', () => {
    expect(withAdopted(record({ deletedAt: 2 }), changed, NOW)).toEqual(record({ deletedAt: 2 }));
  });

  test('of a client that was replaced keeps the token with which it can be deleted', () => {
    const standing = record({
      information: client('c'),
      retired: [{ information: client('a'), retiredAt: 1 }, retiredB],
    });
    expect(withAdopted(standing, changed, NOW)).toEqual({
      ...standing,
      retired: [{ information: client('a', 'new'), retiredAt: 1 }, retiredB],
    });
  });
});

test('a client that is taken over leaves the lists', () => {
  const standing = record({
    information: client('a'),
    retired: [retiredB],
    suspectedOrphans: [{ attempt: 'B', startedAt: 1, client_id: 'b' }],
  });
  expect(withAdopted(standing, record({ information: client('b') }), NOW)).toMatchObject({
    information: client('b'),
    retired: [{ information: client('a'), retiredAt: NOW }],
    suspectedOrphans: [],
  });
});
