import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, type SchemaObject } from 'openapi-typescript';
import ts from 'typescript';
import { parse } from 'yaml';
import { wso2MemberTable } from './wso2-members.js';

// Turns openapi/ into generated/. With --check nothing is written, and a difference is a failure.

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const header = (source: string) =>
  `// Generated from ${source} by \`npm run generate\`. Not to be edited.\n\n`;

const DCR = 'openapi/dcr.yaml';
const WSO2 = 'openapi/wso2-dcr.yaml';

/** The types of all operations and schemas. */
async function schemaTypes(source: string): Promise<string> {
  const nodes = await openapiTS(new URL(`../${source}`, import.meta.url), {
    alphabetize: false,
    transform: (schema) => openToUris(schema),
  });
  return header(source) + describedInText(astToString(nodes));
}

/**
 * What a schema says of itself becomes the text of its comment, as editors and the reference show it: `@description` and
 * `@enum` are tags of JSDoc that TSDoc has not, and a format said before it would be its first words.
 */
function describedInText(code: string): string {
  return code
    .replace(/^ *\* Format: uri\n(?= *\* @description )/gm, '')
    .replace(/^ *\* @enum \{string\}\n/gm, '')
    .replaceAll('@description ', '');
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
  const document: { components: { schemas: Schemas } } = parse(await readFile(file(DCR), 'utf8'));
  const { schemas } = document.components;
  const rows = Object.entries(membersOf(schemas.ClientInformation, schemas)).map(([name, member]) => {
    const localizable = member['x-localizable'] === true ? ', localizable: true' : '';
    return `  ${name}: { kind: '${kindOf(name, member, schemas)}'${localizable} },\n`;
  });
  return `${header(DCR)}/** Every registered member of a client, and the JSON type of its value. */\nexport const clientMembers = {\n${rows.join('')}} as const;\n`;
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
  throw new Error(`${DCR}: ${name} has no JSON type that a client member can have`);
}

const outputs = [
  { path: 'generated/dcr.ts', source: DCR, text: await schemaTypes(DCR) },
  { path: 'generated/members.ts', source: DCR, text: await memberTable() },
  { path: 'generated/wso2-dcr.ts', source: WSO2, text: await schemaTypes(WSO2) },
  {
    path: 'generated/wso2-members.ts',
    source: WSO2,
    text: header(WSO2) + wso2MemberTable(parse(await readFile(file(WSO2), 'utf8'))),
  },
];
for (const { path, source, text } of outputs) {
  if (!process.argv.includes('--check')) {
    await writeFile(file(path), text);
  } else if ((await readFile(file(path), 'utf8').catch(() => '')) !== text) {
    console.error(`${path} is not what ${source} says. Run \`npm run generate\` and commit the result.`);
    process.exitCode = 1;
  }
}
