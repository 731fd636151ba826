import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyToText, setAsideText, textToKey } from '../../src/stores/key-text.js';

/** Any UTF-16 units at all, halves of pairs too. */
const anyKey = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0x5c, 0x7b, 0x75, 0x30)))
  .map((units) => String.fromCharCode(...units));

describe('the text of a key', () => {
  test.each([
    ['https://as.example.com/tenant#default', 'https://as.example.com/tenant#default'],
    ['a\0b', 'a\\u0000b'],
    ['ä', '\\u00e4'],
    ['\ud83d\udd11', '\\ud83d\\udd11'],
    ['\\u0000', '\\u005cu0000'],
    ['{a}', '\\u007ba\\u007d'],
    ['', ''],
  ])('of %j is %j', (key, text) => {
    expect(keyToText(key)).toBe(text);
    expect(textToKey(text)).toBe(key);
  });

  test('is printable, leads back, and begins as its key begins', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (start, rest) => {
        const text = keyToText(start + rest);
        expect(text).toMatch(/^[\x20-\x7e]*$/);
        expect(textToKey(text)).toBe(start + rest);
        expect(text.startsWith(keyToText(start))).toBe(true);
      }),
    );
  });

  test('begins with the text of another key only if the key begins with that key', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (one, other) => {
        expect(keyToText(one).startsWith(keyToText(other))).toBe(one.startsWith(other));
      }),
    );
  });

  test.each(['\\', '\\u00', '\\u0041', '\\u00E4', 'ä', '{', setAsideText('k')])(
    'is not %j: no key has it',
    (text) => {
      expect(textToKey(text)).toBeUndefined();
    },
  );

  test('of what is set aside is another each time', () => {
    expect(setAsideText('k')).not.toBe(setAsideText('k'));
    expect(setAsideText('k')).toMatch(/^k\\set-aside-/);
  });
});
