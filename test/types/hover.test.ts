import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import registry from '../fixtures/iana-client-metadata.json' with { type: 'json' };

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = join(root, 'test/types/hovered.ts');
const registered = registry.filter(({ iana_registered }) => iana_registered);
const names = registered.map(({ name }) => name);
const sent = registered.filter(({ in_request }) => in_request);

/** A value of the type, a known one where there are some. */
function literalOf({ json_type, allowed_values }: (typeof registry)[number]): string {
  const known = Array.isArray(allowed_values)
    ? allowed_values.find((value) => !value.startsWith('('))
    : undefined;
  const value = JSON.stringify(known ?? 'https://app.example');
  if (json_type.startsWith('array')) return `[${value}]`;
  if (json_type.startsWith('object')) return '{ keys: [] }';
  if (json_type === 'boolean') return 'true';
  return json_type.startsWith('number') ? '1' : value;
}

/** Calls as people write them, one for every member, and what is read from an answer. */
const text = `
import { registerClient, type ClientInformation, type ServerMetadata } from 'dcr-client';
declare const server: ServerMetadata;
declare const information: ClientInformation;
${sent.map((row) => `registerClient(server, {\n  ${row.name}: ${literalOf(row)} });`).join('\n')}
${names.map((name) => `information.${name};`).join('\n')}
`;

let service: ts.LanguageService;

beforeAll(() => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const read = (path: string) => (path === file ? text : ts.sys.readFile(path));
  service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const content = read(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: read,
  });
  // The first question takes the compiler seconds, which belong to no test.
  hover(text.indexOf('registerClient('));
}, 60_000);

const hover = (at: number) => {
  const info = service.getQuickInfoAtPosition(file, at);
  const tags = info?.tags?.map((tag) => ts.displayPartsToString(tag.text)) ?? [];
  return [ts.displayPartsToString(info?.documentation), ...tags].join(' ');
};

describe('a member under the mouse', () => {
  test.each(names)('%s says what it means and where that is defined', (name) => {
    const written = sent.some((row) => row.name === name) ? [hover(text.indexOf(`\n  ${name}:`) + 3)] : [];
    const answered = hover(text.indexOf(`\ninformation.${name};`) + '\ninformation.'.length);
    for (const words of [...written, answered]) {
      expect(words.length).toBeGreaterThan(30);
      expect(words).toMatch(/ \(.{5,}\.\)/);
    }
  });

  test('says its default where there is one', () => {
    const expected = {
      grant_types: 'authorization_code',
      response_types: 'code',
      application_type: 'web',
      id_token_signed_response_alg: 'RS256',
    };
    for (const [name, value] of Object.entries(expected))
      expect(hover(text.indexOf(`\n  ${name}:`) + 3)).toContain(`Default: ${value}`);
  });
});
