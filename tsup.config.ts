import { defineConfig, type Options } from 'tsup';
import { thirdPartyNotices } from './scripts/third-party-notices.js';

/** Entry points by the path of what is built; also read by vitest.config.ts. */
export const entry = {
  index: 'src/index.ts',
  admin: 'src/admin.ts',
  'stores/file': 'src/stores/file.ts',
  'stores/web': 'src/stores/web.ts',
  'stores/redis': 'src/stores/redis.ts',
  'stores/postgres': 'src/stores/postgres.ts',
  'stores/kubernetes': 'src/stores/kubernetes.ts',
  'stores/encrypted': 'src/stores/encrypted.ts',
  node: 'src/node/fetch.ts',
  mcp: 'src/integrations/mcp.ts',
  'openid-client': 'src/integrations/openid-client.ts',
  relay: 'src/integrations/relay.ts',
  opentelemetry: 'src/integrations/opentelemetry.ts',
  wso2: 'src/servers/wso2.ts',
  'testing/index': 'src/testing/index.ts',
  'testing/msw': 'src/testing/msw.ts',
};

/** The command line: one file for Node, with what it needs inside, so that the package depends on nothing for it. */
const commandLine = {
  entry: { 'cli/index': 'src/cli/index.ts' },
  format: 'esm',
  splitting: false,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  noExternal: ['commander', '@clack/prompts', '@bomb.sh/tab', 'openid-client'],
  esbuildPlugins: [thirdPartyNotices('dist/cli/THIRD-PARTY-NOTICES.txt')],
  // Commander is CommonJS and requires Node's modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
} satisfies Options;

// zod goes into both: installed, its ninety files took more of a cold start than all requests of it, while of what is used
// here one chunk is left.
const library = {
  entry,
  dts: true,
  sourcemap: true,
  target: 'es2022',
  noExternal: ['zod'],
  esbuildPlugins: [thirdPartyNotices('dist/THIRD-PARTY-NOTICES.txt')],
} satisfies Options;

// Splitting keeps one copy of the shared modules in ESM. For CommonJS it would rewrite classes and leave
// absolute build paths in the source maps, so each CommonJS entry carries its own copy; errors are
// recognised by brand, never by `instanceof`.
export default defineConfig([
  { ...library, format: 'esm', splitting: true },
  { ...library, format: 'cjs', splitting: false },
  commandLine,
]);
