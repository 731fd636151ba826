import { describe, expect, test } from 'vitest';
import { ISSUER_RELATION, normalizeIdentifier } from '../../src/discovery/identifier.js';
import table from '../fixtures/webfinger-normalization.json' with { type: 'json' };

describe('identifiers', () => {
  test.each(table.vectors.map((row) => [row.id, JSON.stringify(row.input), row] as const))(
    '%s %s',
    (_id, _input, row) => {
      const expected =
        row.expect === 'ok'
          ? { ok: true, resource: row.resource, host: row.host, url: row.request_url }
          : { ok: false, error: row.error };
      expect(normalizeIdentifier(row.input)).toEqual(expected);
    },
  );

  test('the relation is the one of the specification', () => {
    expect(ISSUER_RELATION).toBe(table.rel);
  });
});
