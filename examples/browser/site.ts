import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { discoverServer } from 'dcr-client';
import { createRegistrationRelay } from 'dcr-client/relay';
import { type Alias, build } from 'vite';

export interface SiteOptions {
  readonly issuer: string;
  /** The server lets no page register: the site sends these requests on. Default false. */
  readonly relays?: boolean;
  /** Where modules are taken from, if not from where vite.config.ts says. */
  readonly alias?: Alias[];
}

const RELAY = '/oauth/registration';
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

/** Builds the page and serves it on a loopback port, under a policy that is as strict as it can be. */
export async function startSite({ issuer, relays = false, alias = [] }: SiteOptions) {
  const files = await buildPage(alias);
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ${issuer}`;
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const relay = relays
    ? createRegistrationRelay({ server: await discoverServer(issuer), allowedOrigins: [origin] })
    : undefined;
  const answer = getRequestListener(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === RELAY && relay !== undefined) return relay(request);
    if (pathname === '/settings.json') return Response.json({ issuer, ...(relays ? { relay: RELAY } : {}) });
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    const file = files.get(name);
    if (file === undefined) return new Response('There is nothing here.\n', { status: 404 });
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain';
    return new Response(file, { headers: { 'content-type': type, 'content-security-policy': policy } });
  });
  server.on('request', answer);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin, close };
}

/** What Vite makes of page/, by path. */
async function buildPage(alias: Alias[]): Promise<ReadonlyMap<string, string>> {
  const built = await build({
    configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
    logLevel: 'warn',
    resolve: { alias },
    build: { write: false },
  });
  const bundles = 'output' in built ? [built] : Array.isArray(built) ? built : [];
  return new Map(
    bundles
      .flatMap(({ output }) => output)
      .map((file) => [file.fileName, file.type === 'chunk' ? file.code : String(file.source)]),
  );
}
