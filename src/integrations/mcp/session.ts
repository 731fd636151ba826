import type { McpDiscovery, McpTokens } from './provider.js';

/** What belongs to one user at one MCP server. Plain JSON. Secret. */
export interface McpSession {
  /** Secret. */
  readonly tokens?: McpTokens;
  /** Of the authorization that is under way (RFC 7636 section 4.1). Secret. */
  readonly codeVerifier?: string;
  /** The server it is under way at. */
  readonly discovery?: McpDiscovery;
}

/** Where a session is kept, such as a file, or what a web server keeps for a browser. */
export interface McpSessionStore {
  /** Nothing, where nothing was written yet. */
  read(): McpSession | undefined | Promise<McpSession | undefined>;
  /** Replaces the session. */
  write(session: McpSession): void | Promise<void>;
}

/** Forgets at exit, so that the user is asked again at the next start. */
export function sessionInMemory(): McpSessionStore {
  let kept: McpSession | undefined;
  return {
    read: () => kept,
    write: (session) => {
      kept = session;
    },
  };
}

/** What is left when the server has refused a part of it. */
export function withoutRefused(
  { tokens, codeVerifier, discovery }: McpSession,
  scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery',
): McpSession {
  const keeps = (part: typeof scope) => scope !== 'all' && scope !== part;
  return {
    ...(tokens !== undefined && keeps('tokens') ? { tokens } : {}),
    ...(codeVerifier !== undefined && keeps('verifier') ? { codeVerifier } : {}),
    ...(discovery !== undefined && keeps('discovery') ? { discovery } : {}),
  };
}
