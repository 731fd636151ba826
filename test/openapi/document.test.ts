import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { clientMembers } from '../../generated/members.js';
import registry from '../fixtures/iana-client-metadata.json' with { type: 'json' };

interface Field {
  readonly type?: string;
  readonly format?: string;
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

/** JSON types as the registry's table words them, and as the member table does. */
const KINDS: Record<string, string> = {
  string: 'string',
  'string:JWT': 'string',
  'string:uri': 'uri',
  'array<string>': 'strings',
  'array<string:uri>': 'uris',
  boolean: 'boolean',
  'number:seconds': 'seconds',
  object: 'object',
  'object:JWKSet': 'object',
};

/** What a kind is in the document. */
const FIELDS: Record<string, Field> = {
  string: { type: 'string' },
  uri: { type: 'string', format: 'uri' },
  strings: { type: 'array', items: { type: 'string' } },
  uris: { type: 'array', items: { type: 'string', format: 'uri' } },
  boolean: { type: 'boolean' },
  seconds: { type: 'integer', 'x-kind': 'seconds' },
  object: { type: 'object' },
};

const resolved = (field: Field = {}): Field =>
  field.$ref === undefined ? field : (document.components.schemas[field.$ref.split('/').at(-1) ?? ''] ?? {});

const shapeOf = (field: Field | undefined): Field => {
  const { type, format, items, 'x-kind': kind } = resolved(field);
  return {
    ...(type === undefined ? {} : { type }),
    ...(format === 'uri' ? { format } : {}),
    ...(items === undefined ? {} : { items: shapeOf(items) }),
    ...(kind === undefined ? {} : { 'x-kind': kind }),
  };
};

const valuesOf = (field: Field | undefined): readonly string[] => {
  const { enum: values, items } = resolved(field);
  return values ?? (items === undefined ? [] : valuesOf(items));
};

/** The registry's table shortens names of specifications in two ways. */
const inFull = (spec: string) =>
  spec.replace('OIDC Registration', 'OpenID Connect Registration 1.0').replace('(errata set 2)', 'errata 2');

const wordsOf = (value: string | boolean | readonly string[]) =>
  typeof value === 'object' ? value.join(', ') : String(value);

const table: Record<string, { readonly kind: string; readonly localizable?: true }> = clientMembers;

describe('every member of a client', () => {
  const rows = registry.filter(({ name }) => name in answered);

  test('is in the registry or in a specification beside it, and none that is registered is missing', () => {
    const registered = registry.filter(({ iana_registered }) => iana_registered);
    expect(registered).toHaveLength(71);
    expect(registered.filter(({ name }) => !(name in answered))).toEqual([]);
    expect(rows.filter(({ iana_registered }) => !iana_registered)).toHaveLength(28);
    expect(Object.keys(answered)).toHaveLength(71 + 28);
  });

  test('is in the generated table', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(answered).sort());
  });

  test.each(rows.map((row) => [row.name, row] as const))(
    '%s has its JSON type, known values, default and section',
    (name, row) => {
      const field = answered[name];
      const kind = KINDS[row.json_type] ?? row.json_type;
      expect(shapeOf(field)).toEqual(FIELDS[kind]);
      expect(table[name]).toEqual({ kind, ...(row.localizable ? { localizable: true } : {}) });
      expect(field?.['x-localizable'] === true).toBe(row.localizable);
      expect(name in sent).toBe(row.in_request);
      if (Array.isArray(row.allowed_values)) {
        const known = row.allowed_values.filter((value) => !value.startsWith('('));
        expect([...valuesOf(field)].sort()).toEqual(known.sort());
      }
      if (row.default_when_omitted !== null) {
        expect(field?.description).toContain(`Default: ${wordsOf(row.default_when_omitted)}`);
      }
      expect(field?.['x-spec']).toBe(inFull(row.spec));
    },
  );
});

describe('the document', () => {
  test('every field of every object says where it is defined', () => {
    for (const [schema, { properties = {}, allOf = [] }] of Object.entries(document.components.schemas)) {
      for (const [name, field] of Object.entries({ ...properties, ...allOf[1]?.properties })) {
        expect(field['x-spec'], `${schema}.${name}`).toBeTypeOf('string');
        expect(field.description, `${schema}.${name}`).toContain(`(${field['x-spec']}.)`);
      }
    }
  });

  test('says of all known values whether others may come', () => {
    const closed: string[] = [];
    const visit = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return;
      if ('enum' in value && !('x-open' in value)) closed.push(path);
      for (const [name, part] of Object.entries(value)) visit(part, `${path}/${name}`);
    };
    visit(document, '');
    expect(closed).toEqual([]);
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
