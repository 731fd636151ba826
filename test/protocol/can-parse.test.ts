import { expect, test } from 'vitest';
import { canParse } from '../../src/protocol/can-parse.js';
import { isWeb } from '../../src/protocol/rules/uri.js';

/** As often as it takes until an engine makes machine code of it. */
const OFTEN = 200_000;

test.each([
  ['https://as.example', undefined, true],
  ['https://bücher.example/über?ä=ö', undefined, true],
  ['/reg/c1', 'https://as.example', true],
  ['/reg/c1', undefined, false],
  ['https://', undefined, false],
  ['', undefined, false],
])('%s, relative to %s, can be parsed: %s', (address, base, expected) => {
  expect(canParse(address, base)).toBe(expected);
});

test('a host with a letter such as ü is one however often that was asked', () => {
  let refused = 0;
  for (let count = 0; count < OFTEN; count += 1) if (!isWeb('https://bücher.example/cb')) refused += 1;
  expect(refused).toBe(0);
});
