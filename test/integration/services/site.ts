import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { entry } from '../../../tsup.config.js';
import { listen } from '../../interop/servers/listen.js';

const root = new URL('../../../', import.meta.url);

/** The scripts of the pages, with the built package, as a bundler makes them for browsers. */
async function bundle(): Promise<Map<string, string>> {
  const built = Object.keys(entry).map((path) => [
    `dcr-client/${path}`.replace(/\/index$/, ''),
    fileURLToPath(new URL(`dist/${path}.js`, root)),
  ]);
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../pages/app.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    outdir: '/',
    logLevel: 'error',
    alias: { ...Object.fromEntries(built), 'dcr-client': fileURLToPath(new URL('dist/index.js', root)) },
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

const PAGE = '<!doctype html><title>app</title><script type="module" src="/app.js"></script>';

/** A site on loopback whose every page runs pages/app.ts. `/sandboxed` shows one in a frame without an origin. */
export async function startSite() {
  const scripts = await bundle();
  const { origin, close } = await listen((request, response) => {
    const script = scripts.get(request.url ?? '');
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    // A frame without an origin is another origin to the script as well.
    response.setHeader('access-control-allow-origin', '*');
    if (script === undefined) response.setHeader('content-security-policy', "script-src 'self'");
    response.end(
      script ?? (request.url === '/sandboxed' ? '<iframe sandbox="allow-scripts" src="/"></iframe>' : PAGE),
    );
  });
  return { origin, close };
}
