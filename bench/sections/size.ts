import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { type Section, spread } from '../statistics.js';

const five = 'discoverServer, registerClient, readClient, updateClient, deleteClient';
const auth = '@modelcontextprotocol/sdk/client/auth.js';

/** What is bundled, by column: `names from module`. */
const BUNDLES: Readonly<Record<string, readonly (readonly [names: string, from: string])[]>> = {
  'openid-client': [['dynamicClientRegistration', 'openid-client']],
  oauth4webapi: [
    [
      'discoveryRequest, processDiscoveryResponse, dynamicClientRegistrationRequest, processDynamicClientRegistrationResponse',
      'oauth4webapi',
    ],
  ],
  'MCP SDK': [['discoverAuthorizationServerMetadata, registerClient', auth]],
  'ours, five functions': [[five, 'dcr-client']],
  'ours, createDcrClient and webStore': [
    ['createDcrClient', 'dcr-client'],
    ['webStore', 'dcr-client/stores/web'],
  ],
};

/** Minified and gzipped for a browser: what is loaded at once. */
export async function bundleSize(): Promise<Section[]> {
  const columns: [string, { value: ReturnType<typeof spread> }][] = [];
  for (const [name, imports] of Object.entries(BUNDLES)) {
    columns.push([name, { value: spread([await sizeOf(imports)]) }]);
  }
  return [{ name: 'bundle, loaded at once', unit: 'kB', columns: Object.fromEntries(columns) }];
}

async function sizeOf(imports: readonly (readonly [string, string])[]): Promise<number> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: imports.map(([names, from]) => `export { ${names} } from '${from}';`).join('\n'),
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    write: false,
    metafile: true,
    outdir: 'out',
    logLevel: 'error',
  });
  const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === '<stdin>');
  const first = new Set<string>();
  const visit = (path: string) => {
    if (first.has(path)) return;
    first.add(path);
    for (const { kind, path: next } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement') visit(next);
  };
  visit(entry?.[0] ?? '');
  return outputFiles
    .filter(({ path }) => first.has(path.slice(path.lastIndexOf('out/'))))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length / 1024, 0);
}
