import { expect, test } from 'vitest';
import type { StoredRegistration } from '../../../src/protocol/record.js';
import { holdsSecret } from '../../../src/stores/web/secrets.js';

const unknown = { token: 'unknown', secret: 'unknown' } as const;
const EMPTY: StoredRegistration = {
  format: 1,
  issuer: 'https://as.example',
  habits: { read: unknown, update: unknown, updateSupported: 'unknown' },
  attempts: [],
  suspectedOrphans: [],
  retired: [],
};
const secret = { client_id: 'c', client_secret: 's' };
const token = { client_id: 'c', registration_access_token: 't' };

test.each<[string, Partial<StoredRegistration>, boolean]>([
  ['nothing', {}, false],
  [
    'a public client with its token',
    { information: token, previous: { registration_access_token: 't' } },
    false,
  ],
  ['a retired public client', { retired: [{ information: token, retiredAt: 1 }] }, false],
  ['a client with its secret', { information: secret }, true],
  ['the secret before', { previous: { client_secret: 's' } }, true],
  ['a secret that a read showed', { otherSecret: 's' }, true],
  ['a retired client with its secret', { retired: [{ information: secret, retiredAt: 1 }] }, true],
])('a record with %s: %#', (_name, parts, expected) => {
  expect(holdsSecret({ ...EMPTY, ...parts })).toBe(expected);
});
