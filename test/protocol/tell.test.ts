import { expect, test } from 'vitest';
import { tell } from '../../src/protocol/tell.js';

test('a listener that throws, or rejects later, hurts nobody', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    tell(() => {
      throw new Error('at once');
    }, 1);
    tell(async () => {
      throw new Error('later');
    }, 1);
    tell(undefined, 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
