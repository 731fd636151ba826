import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packs the package as it would be published, and says where the tarball is. */
export async function packInto(directory: string): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--silent', '--pack-destination', directory], {
    cwd: root,
  });
  return join(directory, stdout.trim().split('\n').at(-1) ?? '');
}
