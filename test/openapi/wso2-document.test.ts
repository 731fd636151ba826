import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { clientMembers } from '../../generated/members.js';
import { wso2Members } from '../../generated/wso2-members.js';

interface Field {
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly description?: string;
  readonly items?: Field;
  readonly [extension: `x-${string}`]: unknown;
}

interface Schema {
  readonly properties: Readonly<Record<string, Field>>;
}

const text = await readFile(fileURLToPath(new URL('../../openapi/wso2-dcr.yaml', import.meta.url)), 'utf8');
const document: {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
} = parse(text);

const fields = (schema: string) => document.components.schemas[schema]?.properties ?? {};
const registration = fields('RegistrationRequest');
const update = fields('UpdateRequest');
const answer = fields('Application');
const RELEASES = ['5.7', '5.10', '5.11', '6.0', '7.0', '7.1', '7.3', '7.4'];

describe('the document of the interface of WSO2', () => {
  test('says of every member since when it is there', () => {
    for (const [schema, { properties }] of Object.entries(document.components.schemas)) {
      for (const [name, field] of Object.entries(properties)) {
        expect(RELEASES, `${schema}.${name}`).toContain(field['x-since']);
        expect(field.description, `${schema}.${name}`).toMatch(/\.$/);
      }
    }
  });

  test('counts what the sources of the server count', () => {
    const known = (members: Readonly<Record<string, Field>>, release: string) =>
      Object.values(members).filter((field) => {
        const isBefore = (bound: unknown) =>
          bound === undefined || RELEASES.indexOf(String(bound)) <= RELEASES.indexOf(release);
        return (
          isBefore(field['x-since']) &&
          (field['x-until'] === undefined || release === field['x-until'] || !isBefore(field['x-until']))
        );
      }).length;
    expect(RELEASES.map((release) => known(registration, release))).toEqual([14, 16, 16, 17, 42, 42, 43, 44]);
    expect(RELEASES.map((release) => known(update, release))).toEqual([6, 8, 8, 8, 34, 37, 38, 38]);
    expect(RELEASES.map((release) => known(answer, release))).toEqual([5, 5, 6, 6, 33, 36, 37, 37]);
  });

  test('types every member of its own as an answer shows it, where it does', () => {
    for (const [name, field] of Object.entries({ ...registration, ...update })) {
      const shown = answer[name];
      if (shown === undefined) continue;
      expect(
        [shown.type].flat().filter((type) => type !== 'null'),
        name,
      ).toEqual([field.type].flat());
    }
  });

  test('says of every member of an update what its absence does', () => {
    for (const [name, field] of Object.entries(update))
      expect(['kept', 'reset', 'ignored'], name).toContain(field['x-when-absent']);
  });

  test('gives a registered member the JSON type that it is registered with', () => {
    const registered: Readonly<Record<string, { readonly kind: string }>> = clientMembers;
    const KINDS: Readonly<Record<string, string>> = { uri: 'string', strings: 'array', uris: 'array' };
    for (const [name, field] of Object.entries({ ...registration, ...update })) {
      const kind = registered[name]?.kind;
      if (kind !== undefined) expect(field.type, name).toBe(KINDS[kind] ?? kind);
    }
  });

  test('marks secrets', () => {
    const secret = Object.entries({ ...registration, ...update, ...answer })
      .filter(([, field]) => field['x-secret'] === true)
      .map(([name]) => name);
    expect(secret.sort()).toEqual(['client_secret', 'ext_param_client_secret']);
  });

  test('has the five operations', () => {
    const operations = Object.values(document.paths).flatMap((path) =>
      Object.values(path).flatMap(({ operationId }) => operationId ?? []),
    );
    expect(operations.sort()).toEqual([
      'deleteWso2Client',
      'findWso2Client',
      'readWso2Client',
      'registerWso2Client',
      'updateWso2Client',
    ]);
  });
});

test('the table of members says what the document says', () => {
  const table: Readonly<Record<string, { readonly register?: object; readonly update?: object }>> =
    wso2Members;
  expect(Object.keys(table).sort()).toEqual(
    [...new Set([...Object.keys(registration), ...Object.keys(update)])].sort(),
  );
  for (const [name, row] of Object.entries(table)) {
    expect(row.register !== undefined, name).toBe(name in registration);
    expect(row.update !== undefined, name).toBe(name in update);
  }
});
