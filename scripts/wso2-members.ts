/** What is read of a member here. */
interface Member {
  readonly 'x-since': string;
  readonly 'x-until'?: string;
  readonly 'x-kept'?: false;
  readonly 'x-kept-since'?: string;
  readonly 'x-when-absent'?: 'kept' | 'reset' | 'ignored';
}

interface Document {
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, Member>> }>>;
  };
}

/** Which release knows which member in which operation, as a table in TypeScript. */
export function wso2MemberTable({ components: { schemas } }: Document): string {
  const register = schemas.RegistrationRequest?.properties ?? {};
  const update = schemas.UpdateRequest?.properties ?? {};
  const rows = [...new Set([...Object.keys(register), ...Object.keys(update)])].map((name) => {
    const parts = [registration(register[name]), change(update[name])].filter((part) => part !== '');
    return `  ${name}: { ${parts.join(', ')} },\n`;
  });
  return `/** Every member of a client that some release knows, and what it does with it. */\nexport const wso2Members = {\n${rows.join('')}} as const;\n`;
}

function registration(member: Member | undefined): string {
  if (member === undefined) return '';
  const { 'x-since': since, 'x-until': until, 'x-kept': kept, 'x-kept-since': keptSince } = member;
  const parts = [
    `since: '${since}'`,
    ...(until === undefined ? [] : [`until: '${until}'`]),
    ...(kept === false ? ['kept: false'] : []),
    ...(keptSince === undefined ? [] : [`keptSince: '${keptSince}'`]),
  ];
  return `register: { ${parts.join(', ')} }`;
}

function change(member: Member | undefined): string {
  if (member === undefined) return '';
  return `update: { since: '${member['x-since']}', whenAbsent: '${member['x-when-absent'] ?? 'ignored'}' }`;
}
