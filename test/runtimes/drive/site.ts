import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Listening, listen } from '../../interop/servers/listen.js';

const PAGE = '<!doctype html><title>checks</title><script type="module" src="/page.js"></script>';

/** A site on loopback, of another origin than all servers, whose page has the bundled checks; under a strict policy for scripts. */
export async function startSite(folder: string): Promise<Listening> {
  const names = await readdir(folder);
  const scripts = new Map<string | undefined, Buffer>(
    await Promise.all(names.map(async (name) => [`/${name}`, await readFile(join(folder, name))] as const)),
  );
  return listen((request, response) => {
    const script = scripts.get(request.url);
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.setHeader('content-security-policy', "script-src 'self'");
    response.end(script ?? PAGE);
  });
}
