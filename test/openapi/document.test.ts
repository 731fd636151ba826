import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { clientMembers } from '../../generated/members.js';
import registry from '../fixtures/iana-client-metadata.json' with { type: 'json' };

interface Field {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Field;
  readonly enum?: readonly string[];
  readonly properties?: Record<string, Field>;
  readonly allOf?: readonly Field[];
  readonly [extension: `x-${string}`]: unknown;
  readonly description?: string;
}

const text = await readFile(fileURLToPath(new URL('../../openapi/dcr.yaml', import.meta.url)), 'utf8');
const document: {
  components: { schemas: Record<string, Field> };
  paths: Record<string, Record<string, { operationId?: string }>>;
} = parse(text);
const { ClientMetadata, ClientInformation } = document.components.schemas;
const sent = ClientMetadata?.properties ?? {};
const answered = { ...sent, ...ClientInformation?.allOf?.[1]?.properties };

/** JSON types as the registry's table words them. */
const TYPES: Record<string, string> = {
  string: 'string',
  number: 'integer',
  boolean: 'boolean',
  object: 'object',
  array: 'array',
};

const typeOf = (field: Field | undefined) => {
  const name = field?.$ref?.split('/').at(-1);
  return name === undefined ? field?.type : document.components.schemas[name]?.type;
};

const valuesOf = (field: Field | undefined): readonly string[] => {
  const name = field?.$ref?.split('/').at(-1);
  return (
    (name === undefined ? field : document.components.schemas[name])?.enum ??
    (field?.items === undefined ? [] : valuesOf(field.items))
  );
};

describe('every client metadata parameter registered at IANA', () => {
  const registered = registry.filter(({ iana_registered }) => iana_registered);

  test('there are 71', () => {
    expect(registered).toHaveLength(71);
  });

  test.each(registered.map((row) => [row.name, row] as const))(
    '%s is there, with its JSON type, known values and section',
    (name, row) => {
      const field = answered[name];
      expect(typeOf(field)).toBe(TYPES[row.json_type.split(/[<:]/, 1)[0] ?? '']);
      expect(name in sent).toBe(row.in_request);
      if (Array.isArray(row.allowed_values)) {
        expect(valuesOf(field)).toEqual(
          expect.arrayContaining(row.allowed_values.filter((value) => !value.startsWith('('))),
        );
      }
      expect(field?.['x-localizable'] === true).toBe(row.localizable);
      expect(field?.['x-spec']).toBeTypeOf('string');
      expect(field?.description).toContain(String(field?.['x-spec']));
      expect(Object.keys(clientMembers)).toContain(name);
    },
  );
});

describe('the document', () => {
  test('every field of every object says where it is defined', () => {
    for (const [schema, { properties = {}, allOf = [] }] of Object.entries(document.components.schemas)) {
      for (const [name, field] of Object.entries({ ...properties, ...allOf[1]?.properties })) {
        expect(field['x-spec'], `${schema}.${name}`).toBeTypeOf('string');
        expect(field.description, `${schema}.${name}`).toBeTypeOf('string');
      }
    }
  });

  test('has the operations of discovery, registration and management', () => {
    const operations = Object.values(document.paths).flatMap((path) =>
      Object.values(path).flatMap(({ operationId }) => operationId ?? []),
    );
    expect(operations.sort()).toEqual([
      'deleteClient',
      'getAuthorizationServerMetadata',
      'getOpenidConfiguration',
      'getWebfinger',
      'readClient',
      'registerClient',
      'updateClient',
    ]);
  });

  test('marks what is secret', () => {
    const secret = Object.entries(answered)
      .filter(([, field]) => field['x-secret'] === true)
      .map(([name]) => name);
    expect(secret.sort()).toEqual(['client_secret', 'registration_access_token']);
  });
});
