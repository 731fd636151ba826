import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, type SchemaObject } from 'openapi-typescript';
import ts from 'typescript';
import { parse } from 'yaml';

// Turns openapi/dcr.yaml into generated/. With --check nothing is written, and a difference is a failure.

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const HEADER = '// Generated from openapi/dcr.yaml by `npm run generate`. Not to be edited.\n\n';

/** The types of all operations and schemas. */
async function schemaTypes(): Promise<string> {
  const nodes = await openapiTS(new URL('../openapi/dcr.yaml', import.meta.url), {
    alphabetize: false,
    transform: (schema) => openToUris(schema),
  });
  return HEADER + astToString(nodes);
}

/**
 * Known values or any absolute URI: openapi-typescript would flatten it to string, and no typo would be seen. It never
 * asks about values written inside a list, so such values need a schema of their own.
 */
function openToUris(schema: SchemaObject): ts.TypeNode | undefined {
  if (!('x-absolute-uri-allowed' in schema) || !Array.isArray(schema.enum)) return undefined;
  const known = schema.enum.map((value) =>
    ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(String(value))),
  );
  return ts.factory.createUnionTypeNode([...known, absoluteUri()]);
}

/** `${string}:${string}` */
function absoluteUri(): ts.TypeNode {
  const text = () => ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return ts.factory.createTemplateLiteralType(ts.factory.createTemplateHead(''), [
    ts.factory.createTemplateLiteralTypeSpan(text(), ts.factory.createTemplateMiddle(':')),
    ts.factory.createTemplateLiteralTypeSpan(text(), ts.factory.createTemplateTail('')),
  ]);
}

/** What is read of a schema here. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly 'x-kind'?: 'seconds';
  readonly 'x-localizable'?: true;
}
type Schemas = Readonly<Record<string, Schema>>;

/** The JSON kind of every member of a client, for reading answers by data. */
async function memberTable(): Promise<string> {
  const document: { components: { schemas: Schemas } } = parse(
    await readFile(file('openapi/dcr.yaml'), 'utf8'),
  );
  const { schemas } = document.components;
  const rows = Object.entries(membersOf(schemas.ClientInformation, schemas)).map(([name, member]) => {
    const localizable = member['x-localizable'] === true ? ', localizable: true' : '';
    return `  ${name}: { kind: '${kindOf(name, member, schemas)}'${localizable} },\n`;
  });
  return `${HEADER}/** Every registered member of a client, and the JSON type of its value. */\nexport const clientMembers = {\n${rows.join('')}} as const;\n`;
}

/** The members of a schema, after those of the schemas that it is made of. */
function membersOf(schema: Schema | undefined, schemas: Schemas): Record<string, Schema> {
  const { allOf = [], properties = {} } = resolved(schema, schemas);
  return Object.assign({}, ...allOf.map((part) => membersOf(part, schemas)), properties);
}

function resolved(schema: Schema = {}, schemas: Schemas): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (schemas[name] ?? {});
}

function kindOf(name: string, member: Schema, schemas: Schemas): string {
  if (member['x-kind'] === 'seconds') return 'seconds';
  const { type, format, items } = resolved(member, schemas);
  if (type === 'string') return format === 'uri' ? 'uri' : 'string';
  if (type === 'boolean' || type === 'object') return type;
  if (type === 'array') {
    const entry = resolved(items, schemas);
    if (entry.type !== 'string') return 'array';
    return entry.format === 'uri' ? 'uris' : 'strings';
  }
  throw new Error(`openapi/dcr.yaml: ${name} has no JSON type that a client member can have`);
}

const outputs = { 'generated/dcr.ts': await schemaTypes(), 'generated/members.ts': await memberTable() };
for (const [path, text] of Object.entries(outputs)) {
  if (!process.argv.includes('--check')) {
    await writeFile(file(path), text);
  } else if ((await readFile(file(path), 'utf8').catch(() => '')) !== text) {
    console.error(
      `${path} is not what openapi/dcr.yaml says. Run \`npm run generate\` and commit the result.`,
    );
    process.exitCode = 1;
  }
}
