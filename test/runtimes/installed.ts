import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const list = fileURLToPath(new URL('installed/', import.meta.url));
const place = fileURLToPath(new URL('../../node_modules/.cache/runtimes/', import.meta.url));
const run = promisify(execFile);
const LIMIT_MS = 280_000;

/** Installs the runtimes of `installed/`, a gigabyte, unless they are there; gives the path of a file inside them. */
export async function installRuntimes(): Promise<(path: string) => string> {
  const [wanted, there] = await Promise.all(
    [join(list, 'package-lock.json'), join(place, 'installed-lock.json')].map((path) =>
      readFile(path, 'utf8').catch(() => undefined),
    ),
  );
  if (wanted !== there) {
    await rm(place, { recursive: true, force: true });
    await mkdir(place, { recursive: true });
    for (const name of ['package.json', 'package-lock.json'])
      await copyFile(join(list, name), join(place, name));
    const quiet = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run('npm', ['ci', ...quiet], { cwd: place, timeout: LIMIT_MS });
    // Last, so that what was interrupted is begun again.
    await copyFile(join(list, 'package-lock.json'), join(place, 'installed-lock.json'));
  }
  return (path) => join(place, 'node_modules', path);
}
