import process from 'node:process';
import { nodeFetch } from 'dcr-client/node';
import { fileStore } from 'dcr-client/stores/file';
import { checksFor } from '../suite/all.js';
import { runChecks } from '../suite/check.js';
import type { Servers } from '../suite/setting.js';

// Node, Bun and Deno: what to ask and where to keep files is the argument, what came of it is printed.

interface Given {
  readonly servers: Servers;
  readonly directory: string;
}

const { servers, directory }: Given = JSON.parse(process.argv[2] ?? '');
const { bun, deno, node } = process.versions as Partial<Record<'bun' | 'deno' | 'node', string>>;
const runtime = {
  stores: { fileStore: () => fileStore({ directory }) },
  // A request that is ended over a kept connection of Deno's node:http keeps the process alive.
  ...(deno === undefined ? { nodeFetch: nodeFetch() } : {}),
  saysRefused: true,
  isBrowser: false,
};

// No word ends this process: it ends by itself when nothing is left to do.
void runChecks(checksFor({ servers, runtime })).then((results) =>
  console.log(JSON.stringify({ version: bun ?? deno ?? node, results })),
);
