import { describe, expect, test } from 'vitest';
import { create, serverOf } from './raw-client.js';

/** What Jackson 2.13 makes of a value, with its default settings; `refused` where it gives up. */
const JACKSON: readonly (readonly ['text' | 'flag' | 'seconds' | 'texts', string, unknown])[] = [
  ['text', 'null', undefined],
  ['text', '7', '7'],
  ['text', '7.9', '7.9'],
  ['text', 'true', 'true'],
  ['text', '[]', 'refused'],
  ['text', '{}', 'refused'],
  ['flag', 'null', false],
  ['flag', '""', false],
  ['flag', '" "', false],
  ['flag', '"a"', 'refused'],
  ['flag', '7', true],
  ['flag', '0', false],
  ['flag', '7.9', 'refused'],
  ['flag', '"7"', 'refused'],
  ['flag', '"true"', true],
  ['flag', '"True"', true],
  ['flag', '" TRUE "', true],
  ['flag', '"tRUE"', 'refused'],
  ['flag', '"False"', false],
  ['flag', '"null"', false],
  ['flag', '[]', 'refused'],
  ['seconds', '7.9', 7],
  ['seconds', '"7"', 7],
  ['seconds', '" 7 "', 7],
  ['seconds', '"7.9"', 'refused'],
  ['seconds', 'true', 'refused'],
  ['seconds', '99999999999999999999', 'refused'],
  ['seconds', '{}', 'refused'],
  ['texts', '"a"', 'refused'],
  ['texts', '7', 'refused'],
  ['texts', '{}', 'refused'],
  ['texts', '[{}]', 'refused'],
  ['texts', '[[]]', 'refused'],
  ['texts', '["password"]', ['password']],
];

const MEMBER = {
  text: 'ext_application_display_name',
  flag: 'ext_pkce_mandatory',
  seconds: 'ext_id_token_lifetime',
  texts: 'grant_types',
};

describe('the body of a registration', () => {
  test.each(JACKSON)('as %s, %s becomes %j', async (kind, json, expected) => {
    const server = serverOf('7.3');
    const { status, headers, body } = await create(server, `{"client_name":"a","${MEMBER[kind]}":${json}}`);
    if (expected === 'refused') {
      expect([status, headers.get('content-type')]).toEqual([400, 'text/plain']);
      expect(server.clients()).toEqual([]);
    } else {
      expect(status).toBe(201);
      expect(body[MEMBER[kind]]).toEqual(expected);
    }
  });

  test.each(['{', '[]', '"a"', '7'])('that is no JSON object is refused in plain text: %s', async (text) => {
    const { status, headers } = await create(serverOf('7.3'), text);
    expect([status, headers.get('content-type')]).toEqual([400, 'text/plain']);
  });

  test.each(['', 'null'])('that is empty is an error of the server: %j', async (text) => {
    const { status, text: answer } = await create(serverOf('7.3'), text);
    expect([status, answer]).toEqual([500, '']);
  });

  test.each(['redirect_uris', 'grant_types'])(
    'with null for the list %s fails halfway, and leaves the name taken',
    async (name) => {
      const server = serverOf('7.3');
      const body = { client_name: 'half', grant_types: ['password'], redirect_uris: [], [name]: null };
      const { status, text } = await create(server, body);
      expect([status, text]).toEqual([500, '']);
      expect(server.clients()).toEqual([]);
      expect(server.lostNames()).toEqual(['half']);
      expect((await create(server, { client_name: 'half' })).body.error_description).toBe(
        'Application with the name half already exist in the system',
      );
    },
  );
});
