import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchTogether } from '../../src/stores/watch-together.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A source of changes that counts how often it is open. */
function source() {
  const state = { open: 0, opened: 0, changed: (_key?: string) => {} };
  const watch = watchTogether((changed) => {
    state.open += 1;
    state.opened += 1;
    state.changed = changed;
    return () => {
      state.open -= 1;
    };
  });
  return { state, watch };
}

test('one source serves all, and each hears of its own key or of all at once', () => {
  const { state, watch } = source();
  const [one, two] = [vi.fn(), vi.fn()];
  watch('one', one);
  watch('two', two);
  expect(state.opened).toBe(1);
  state.changed('one');
  state.changed('another');
  expect([one, two].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
  state.changed();
  expect([one, two].map(({ mock }) => mock.calls.length)).toEqual([2, 1]);
});

test('the source stays open from one pause to the next, and is closed when nobody comes', () => {
  const { state, watch } = source();
  for (let pause = 0; pause < 5; pause += 1) {
    const stop = watch('k', () => {});
    vi.advanceTimersByTime(500);
    stop();
    vi.advanceTimersByTime(50);
  }
  expect(state).toMatchObject({ open: 1, opened: 1 });
  vi.advanceTimersByTime(1000);
  expect(state).toMatchObject({ open: 0, opened: 1 });
  watch('k', () => {});
  expect(state).toMatchObject({ open: 1, opened: 2 });
  expect(vi.getTimerCount()).toBe(0);
});

test('who stops twice stops only itself, also where two watch with the same function', () => {
  const { state, watch } = source();
  const listener = vi.fn();
  const stop = watch('k', listener);
  watch('k', listener);
  stop();
  stop();
  vi.advanceTimersByTime(1000);
  expect(state.open).toBe(1);
  state.changed('k');
  expect(listener).toHaveBeenCalledTimes(1);
});

test('who has stopped while others were told hears no more', () => {
  const { state, watch } = source();
  const second = vi.fn();
  let stopSecond = () => {};
  watch('k', () => stopSecond());
  stopSecond = watch('k', second);
  state.changed('k');
  expect(second).not.toHaveBeenCalled();
});
