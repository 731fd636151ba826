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
    transform: (schema) => {
      if (schema.type !== 'array' || !('items' in schema)) return openToUris(schema);
      const item =
        typeof schema.items === 'object' && 'enum' in schema.items ? openToUris(schema.items) : undefined;
      return item === undefined ? undefined : ts.factory.createArrayTypeNode(item);
    },
  });
  return HEADER + astToString(nodes);
}

/** Known values or any absolute URI: openapi-typescript would flatten it to string, and no typo would be seen. */
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

type Member = SchemaObject & { readonly [extension: `x-${string}`]: unknown };

/** The JSON kind of every member of a client, for reading answers by data. */
async function memberTable(): Promise<string> {
  const document = parse(await readFile(file('openapi/dcr.yaml'), 'utf8'));
  const { ClientMetadata, ClientInformation } = document.components.schemas;
  const members: Record<string, Member> = {
    ...ClientMetadata.properties,
    ...ClientInformation.allOf[1].properties,
  };
  const rows = Object.entries(members).map(([name, member]) => {
    const localizable = member['x-localizable'] === true ? ', localizable: true' : '';
    return `  ${name}: { kind: '${kindOf(name, member)}'${localizable} },\n`;
  });
  return `${HEADER}/** Every registered member of a client, and the JSON type of its value. */\nexport const clientMembers = {\n${rows.join('')}} as const;\n`;
}

function kindOf(name: string, member: Member): string {
  if (member['x-kind'] === 'seconds') return 'seconds';
  if ('$ref' in member) return String(member.$ref).endsWith('JsonWebKeySet') ? 'object' : 'string';
  if (member.type === 'array') {
    const items = 'items' in member ? JSON.stringify(member.items) : '{}';
    if (!/"type":"string"|"\$ref"/.test(items)) return 'array';
    return items.includes('"format":"uri"') ? 'uris' : 'strings';
  }
  if (member.type === 'string') return 'format' in member && member.format === 'uri' ? 'uri' : 'string';
  if (member.type === 'boolean' || member.type === 'object') return member.type;
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
