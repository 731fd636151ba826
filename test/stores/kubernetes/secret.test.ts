import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeRecord,
  encodeRecord,
  keyOf,
  newSecret,
  preconditionsOf,
  secretName,
} from '../../../src/stores/kubernetes/secret.js';
import { record } from '../increment.js';

/** RFC 1123, as Kubernetes reads it for the names of Secrets. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Any text of JavaScript, halves of surrogate pairs too. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

const identity = async (key: string) => ({
  key,
  namePrefix: 'dcr',
  namespace: 'apps',
  name: await secretName('dcr', key),
});

describe('the name of a Secret', () => {
  test.each([
    ['https://as.example/tenant#default', /^dcr-as-example-tenant-default-[0-9a-f]{32}$/],
    ['', /^dcr-[0-9a-f]{32}$/],
    ['///', /^dcr-[0-9a-f]{32}$/],
    ['Schlüssel', /^dcr-schl-u00fcssel-[0-9a-f]{32}$/],
  ])('for %j is readable', async (key, expected) => {
    expect(await secretName('dcr', key)).toMatch(expected);
  });

  test('is one for any key and prefix, and the same each time', async () => {
    const prefixes = fc.constantFrom('dcr', 'a', `a${'b'.repeat(61)}c`);
    await fc.assert(
      fc.asyncProperty(prefixes, anyText, async (prefix, key) => {
        const name = await secretName(prefix, key);
        expect(name).toMatch(SUBDOMAIN);
        expect(name.length).toBeLessThanOrEqual(253);
        expect(await secretName(prefix, key)).toBe(name);
      }),
    );
  });

  test('differs where keys differ', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (a, b) => {
        expect((await secretName('dcr', a)) === (await secretName('dcr', b))).toBe(a === b);
      }),
    );
    // Both are U+FFFD once they are UTF-8.
    expect(await secretName('dcr', '\ud800')).not.toBe(await secretName('dcr', '\udbff'));
  });
});

describe('a Secret', () => {
  test('gives back any key, in ASCII', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (key) => {
        const secret = newSecret(await identity(key), '', {});
        expect(secret.metadata?.annotations?.['dcr-client/key']).toMatch(/^[\x20-\x7e]*$/);
        expect(keyOf(secret)).toBe(key);
      }),
    );
  });

  test('gives back any record', async () => {
    const own = await identity('k');
    fc.assert(
      fc.property(anyText, (text) => {
        const given = { ...record(), settledBy: text };
        expect(decodeRecord(newSecret(own, encodeRecord(given), {}), own)).toEqual(given);
      }),
    );
  });
});

describe('a version', () => {
  test.each(['', '/', 'u', 'u/', '/1', 'u/1/2'])('%j is none', (version) => {
    expect(preconditionsOf(version)).toBeUndefined();
  });

  test('has two halves', () => {
    expect(preconditionsOf('u1/4711')).toEqual({ uid: 'u1', resourceVersion: '4711' });
  });
});
