import { open } from 'node:fs/promises';
import { UsageError } from './failures.js';
import type { Surroundings } from './surroundings.js';

/** Ten thousand clients with much metadata fit. */
const MAXIMUM_BYTES = 64 * 1024 * 1024;

/** JSON from a file, or with `-` from standard input. */
export async function readJson(around: Surroundings, path: string): Promise<unknown> {
  const text = await readText(around, path);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser's message quotes the text, which may hold a secret.
    const where = /position \d+(?: \(line \d+ column \d+\))?/.exec(
      error instanceof Error ? error.message : '',
    );
    throw new UsageError(`${nameOf(path)} is no JSON${where === null ? '' : `, at ${where[0]}`}.`);
  }
}

async function readText(around: Surroundings, path: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of await source(around, path)) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > MAXIMUM_BYTES) throw new UsageError(`${nameOf(path)} is larger than 64 MiB.`);
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function source(
  { stdin, signal }: Surroundings,
  path: string,
): Promise<AsyncIterable<Uint8Array | string>> {
  if (path === '-') {
    signal.addEventListener('abort', () => stdin.destroy(signal.reason), { once: true });
    return stdin;
  }
  try {
    const file = await open(path);
    if ((await file.stat()).isFile()) return file.createReadStream({ signal });
    await file.close();
    throw new UsageError(`${path} is no file.`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new UsageError(`${path} cannot be read: ${code}.`);
  }
}

const nameOf = (path: string) => (path === '-' ? 'Standard input' : path);
