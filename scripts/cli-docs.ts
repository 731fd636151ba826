// Runs the commands of docs/cli.md against a test server whose ids and clock stand still, and writes what they print below
// them. With --check it only compares. Needs the built package.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestServer } from '../src/testing/index.js';
import { serveOnLoopback } from '../test/integration/cli/serve.js';

const page = fileURLToPath(new URL('../docs/cli.md', import.meta.url));
const bin = fileURLToPath(new URL('../dist/cli/index.js', import.meta.url));
const NOW = Date.UTC(2026, 0, 15, 12);

/** A shell session in the page: commands after `$ `, what they print below. */
const SESSION = /^```console\n(.*?)^```$/gms;

const FILES: Record<string, unknown> = {
  'reports.json': { client_name: 'Reports', redirect_uris: ['https://reports.example.com/cb'] },
  'clients.json': {
    batch: { client_name: 'Batch', grant_types: ['client_credentials'] },
    portal: { client_name: 'Portal', redirect_uris: ['https://portal.example.com/cb'] },
  },
};

let count = 0;
const { origin, close } = await serveOnLoopback((issuer) =>
  createTestServer({
    issuer,
    now: () => NOW,
    random: () => {
      count += 1;
      return String(count).padStart(4, '0');
    },
  }),
);
const made = await fetch(`${origin}/register`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ client_name: 'Legacy', grant_types: ['client_credentials'] }),
});
FILES['answer.json'] = await made.json();
const home = await mkdtemp(join(tmpdir(), 'dcr-client-docs-'));
const shown = (text: string) =>
  text
    .replaceAll(origin, 'https://as.example.com')
    .replace(/dcr-doctor-[0-9a-f]{8}/g, 'dcr-doctor-…')
    .trimEnd();

/** Both streams in the order in which they came, as on a terminal, and the exit code if it is not 0. */
function run(command: string): Promise<string> {
  const [program, ...args] = [
    '/bin/sh',
    '-c',
    `${command.replace(/^dcr /, `'${process.execPath}' '${bin}' `)} 2>&1`,
  ];
  const env = { PATH: process.env.PATH, HOME: home, DCR_ISSUER: origin };
  return new Promise((resolve) => {
    execFile(program ?? '', args, { cwd: home, env }, (error, stdout) => {
      const code = error === null ? '' : `\n(exit code ${error.code})`;
      resolve(`${shown(stdout)}${code}`);
    });
  });
}

/** Lines of a command that ends with a backslash belong together. */
async function replay(session: string): Promise<string> {
  const commands = [...session.matchAll(/^\$ ((?:.*\\\n)*.*)$/gm)].map(([, command = '']) => command);
  const parts: string[] = [];
  for (const command of commands) {
    const printed = await run(command);
    parts.push(`$ ${command}\n${printed}${printed === '' ? '' : '\n'}`);
  }
  return parts.join('');
}

try {
  for (const [name, value] of Object.entries(FILES)) await writeFile(join(home, name), JSON.stringify(value));
  const before = await readFile(page, 'utf8');
  const sessions: string[] = [];
  for (const [, session = ''] of before.matchAll(SESSION)) sessions.push(await replay(session));
  const left = sessions.values();
  const after = before.replace(SESSION, () => `\`\`\`console\n${left.next().value ?? ''}\`\`\``);
  if (process.argv.includes('--check')) {
    if (after !== before) {
      console.error('docs/cli.md is not what the commands print: run npm run docs.');
      process.exitCode = 1;
    }
  } else {
    await writeFile(page, after);
  }
} finally {
  await close();
  await rm(home, { recursive: true, force: true });
}
