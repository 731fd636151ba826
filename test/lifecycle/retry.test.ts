import { describe, expect, test } from 'vitest';
import { retryDelay } from '../../src/lifecycle/retry.js';
import { DcrError, type DcrErrorDetails } from '../../src/protocol/errors.js';

describe('what is sent again', () => {
  test.each<[string, string, DcrErrorDetails, number | undefined]>([
    ['a refused connection, soon', 'network', { notProcessed: true }, 200],
    ['429 with a time, then', 'rate-limited', { status: 429, retryAfterMs: 3000 }, 3000],
    ['503 with a time, then', 'server-error', { status: 503, retryAfterMs: 1000 }, 1000],
    ['a broken connection never: the server may have acted', 'network', {}, undefined],
    ['a timeout never', 'timeout', {}, undefined],
    ['429 without a time never', 'rate-limited', { status: 429 }, undefined],
    ['503 without a time never', 'server-error', { status: 503 }, undefined],
    ['500 never, whatever it says', 'server-error', { status: 500, retryAfterMs: 1 }, undefined],
    ['a refusal never', 'rejected', { status: 400 }, undefined],
  ])('%s', (_rule, code, details, delay) => {
    expect(retryDelay(new DcrError(code, 'failed', details), 1)).toBe(delay);
  });

  test('what is none of ours never', () => {
    expect(retryDelay(new Error('enough'), 1)).toBeUndefined();
  });
});
