#!/usr/bin/env node
import { homedir } from 'node:os';
import { EXIT } from './exit-codes.js';
import { Interrupted } from './failures.js';
import { main } from './main.js';

const { env, stdin, stdout, stderr } = process;
const interruption = new AbortController();

// The first one ends in good order, the second one at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    interruption.abort(new Interrupted());
  });
}
// A reader that has seen enough, such as head, is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed);
});

// Not exit(): what has left still comes back and is saved.
process.exitCode = await main(
  process.argv.slice(2),
  { env, home: homedir(), stdin, stdout, stderr },
  interruption,
);
