/** One column: which program, over which transport. */
export interface Contender {
  readonly name: string;
  readonly program: string;
  readonly transport: 'fetch' | 'nodeFetch' | 'in-process';
}

/** The first is what all are compared with. */
export const CONTENDERS: readonly Contender[] = [
  { name: 'fetch by hand', program: 'by-hand', transport: 'fetch' },
  { name: 'openid-client', program: 'openid-client', transport: 'fetch' },
  { name: 'oauth4webapi', program: 'oauth4webapi', transport: 'fetch' },
  { name: 'MCP SDK', program: 'mcp-sdk', transport: 'fetch' },
  { name: 'ours', program: 'ours', transport: 'fetch' },
  { name: 'ours, nodeFetch', program: 'ours', transport: 'nodeFetch' },
];
