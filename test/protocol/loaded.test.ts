import { afterEach, expect, test, vi } from 'vitest';
import { loaded } from '../../src/protocol/loaded.js';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const never = new Promise<never>(() => undefined);

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

test('a network that stands still counts as none after half a minute', async () => {
  vi.useFakeTimers();
  const late = expect(loaded(never)).rejects.toMatchObject({ code: 'part-not-loaded' });
  await vi.advanceTimersByTimeAsync(30_000);
  await late;
  expect(vi.getTimerCount()).toBe(0);
});

test('needs no timer, which workers are refused while their modules are evaluated', async () => {
  vi.stubGlobal('setTimeout', () => {
    throw new Error('Disallowed operation called within global scope.');
  });
  await expect(loaded(Promise.resolve('part'))).resolves.toBe('part');
});

test.each([
  ['before', true],
  ['while', false],
])('who leaves %s it loads gets the own reason back, at once', async (_when, isBefore) => {
  const controller = new AbortController();
  const reason = new Error('enough');
  if (isBefore) controller.abort(reason);
  const left = expect(loaded(never, controller.signal)).rejects.toBe(reason);
  controller.abort(reason);
  await left;
});
