import { describe, expect, test } from 'vitest';
import { createDcrClient, discoverServer, memoryStore } from '../../src/index.js';

describe('options.headers', () => {
  const refused = { code: 'invalid-option', message: expect.stringContaining('"x-key"') };

  test.each([
    ['a line break', 'hush\nx-other: 1'],
    ['a trailing newline', 'hush\n'],
    ['NUL', 'hush\0'],
    ['what is not Latin-1', 'hush\u2713'],
    ['what is no text', 4711],
  ])(
    'with %s are refused before anything is sent, by the name and without the value',
    async (_rule, value) => {
      let sent = 0;
      const fetch = async () => {
        sent += 1;
        return new Response('{}');
      };
      const headers = { 'x-key': value } as Record<string, string>;
      const error = await discoverServer('https://as.example', { fetch, headers }).catch((e: unknown) => e);
      expect(error).toMatchObject(refused);
      expect(String(error)).not.toContain('hush');
      expect(sent).toBe(0);
      const create = () =>
        createDcrClient({
          issuer: 'https://as.example',
          metadata: { grant_types: ['client_credentials'] },
          store: memoryStore(),
          headers,
        });
      expect(create).toThrow(expect.objectContaining(refused));
    },
  );

  test.each([
    ['a name that is none', { 'x key': '1' }],
    ['a list', ['x-key']],
    ['null', null],
  ])('that are %s are refused', async (_rule, headers) => {
    await expect(discoverServer('https://as.example', { headers: headers as never })).rejects.toMatchObject({
      code: 'invalid-option',
    });
  });
});
