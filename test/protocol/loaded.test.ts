import { expect, test } from 'vitest';
import { loaded } from '../../src/protocol/loaded.js';

test('gives what was loaded', async () => {
  await expect(loaded(Promise.resolve('part'))).resolves.toBe('part');
});

test('says what to do about a part that a deployment has removed, and keeps the reason', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  await expect(loaded(Promise.reject(cause))).rejects.toMatchObject({
    code: 'part-not-loaded',
    message: expect.stringContaining('load it anew'),
    cause,
  });
});
