import { expect, test } from 'vitest';
import { isDeepEqual } from '../../src/protocol/equality.js';

test.each<[unknown, unknown, boolean]>([
  [1, 1, true],
  ['a', 'b', false],
  [null, {}, false],
  [[], {}, false],
  [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, true],
  [{ b: [1, 2] }, { b: [2, 1] }, false],
  [{ a: undefined }, {}, false],
  [{ a: undefined }, { b: undefined }, false],
  [{ a: { b: { c: null } } }, { a: { b: { c: null } } }, true],
])('%j and %j: %s', (a, b, equal) => {
  expect(isDeepEqual(a, b)).toBe(equal);
});
