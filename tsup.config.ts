import { defineConfig, type Options } from 'tsup';
import { fewFiles, withoutBareImports } from './scripts/few-files.js';
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

const later = [
  'src/client.ts',
  'src/functions/requests.ts',
  'src/lifecycle/actions.ts',
  'src/lifecycle/step.ts',
  'src/protocol/rules/findings.ts',
  'src/servers/wso2/profile.ts',
];
const steps = ['src/admin.ts', 'src/lifecycle/actions.ts', 'src/lifecycle/step.ts'];
const together = [
  {
    // What every part stands on.
    modules: [
      'src/functions.ts',
      'src/http/context.ts',
      'src/http/limit.ts',
      'src/lifecycle/unsaved.ts',
      'src/protocol/compare.ts',
      'src/protocol/manageable.ts',
      'src/protocol/needs-secret.ts',
      'src/protocol/outgoing.ts',
      'src/protocol/record.ts',
      'src/protocol/validate.ts',
      'src/stores/failure.ts',
    ],
    by: [...Object.values(entry).filter((path) => !path.startsWith('src/testing/')), ...later],
  },
  {
    modules: ['src/lifecycle/ensure.ts', 'src/lifecycle/kept-secrets.ts'],
    by: ['src/client.ts', ...steps],
  },
  { modules: ['src/client.ts'], by: ['src/admin.ts'] },
  {
    modules: ['src/functions/requests.ts'],
    by: [...steps, 'src/servers/wso2.ts', 'src/servers/wso2/profile.ts'],
  },
  { modules: ['src/lifecycle/actions.ts'], by: steps },
];

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
  {
    ...library,
    entry: { ...entry, client: 'src/client.ts' },
    format: 'esm',
    splitting: true,
    dts: { entry },
    esbuildPlugins: [...library.esbuildPlugins, fewFiles(together)],
    plugins: [withoutBareImports],
  },
  { ...library, format: 'cjs', splitting: false },
  commandLine,
]);
