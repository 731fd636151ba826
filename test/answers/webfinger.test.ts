import { findIssuer, isDcrError } from 'dcr-client';
import { describe, expect, test } from 'vitest';
import table from '../fixtures/webfinger-normalization.json' with { type: 'json' };

describe('every identifier, through the public function', () => {
  test.each(table.vectors.map((row) => [row.id, JSON.stringify(row.input), row] as const))(
    '%s %s',
    async (_id, _input, row) => {
      const asked: string[] = [];
      const fetch = async (url: string) => {
        asked.push(url);
        return Response.json({ links: [{ rel: table.rel, href: 'https://as.example' }] });
      };
      const outcome = await findIssuer(row.input, { fetch }).catch((error: unknown) => error);
      if (row.expect === 'ok') {
        expect([outcome, asked]).toEqual(['https://as.example', [row.request_url]]);
      } else {
        expect([isDcrError(outcome) && outcome.code, asked]).toEqual(['invalid-account', []]);
      }
    },
  );
});
