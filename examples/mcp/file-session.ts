import { readFile, rename, writeFile } from 'node:fs/promises';
import type { McpSessionStore } from 'dcr-client/mcp';

/** Keeps the tokens of one user at one MCP server in a file that only this user can read. */
export function fileSession(path: string): McpSessionStore {
  return {
    read: async () => {
      try {
        return JSON.parse(await readFile(path, 'utf8'));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: async (session) => {
      // Whoever reads meanwhile sees the one or the other, and no half of it.
      await writeFile(`${path}.next`, JSON.stringify(session), { mode: 0o600 });
      await rename(`${path}.next`, path);
    },
  };
}
