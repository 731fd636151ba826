import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Drive, Outcome, Place } from '../runtime.js';

const run = promisify(execFile);
const LIMIT_MS = 90_000;

/** A runtime that runs a program: once as an ES module that imports the package, once in CommonJS that requires it. */
export function byProcess(
  command: (place: Place, directory: string) => readonly [string, ...string[]],
): Drive {
  return async (place) => {
    const outcomes: Outcome[] = [];
    for (const file of ['process.mjs', 'process.cjs']) {
      const directory = await place.project.folder('files');
      const [program, ...flags] = command(place, directory);
      const given = JSON.stringify({ servers: place.servers, directory });
      const { stdout } = await run(program, [...flags, place.project.path(file), given], {
        cwd: directory,
        timeout: LIMIT_MS,
        killSignal: 'SIGKILL',
        maxBuffer: 10 * 1024 * 1024,
      });
      outcomes.push(JSON.parse(stdout));
    }
    const [{ version } = { version: '' }] = outcomes;
    return { version, results: outcomes.flatMap(({ results }) => results) };
  };
}
