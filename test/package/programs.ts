/** What users import, and a name that each entry point must have. */
export const ENTRIES = {
  'dcr-client': 'createDcrClient, discoverServer, isDcrError',
  'dcr-client/admin': 'createDcrAdmin',
  'dcr-client/stores/file': 'fileStore',
  'dcr-client/stores/web': 'webStore',
  'dcr-client/stores/redis': 'redisStore',
  'dcr-client/stores/postgres': 'postgresStore',
  'dcr-client/stores/kubernetes': 'kubernetesSecretStore',
  'dcr-client/stores/encrypted': 'encryptedStore',
  'dcr-client/mcp': 'mcpClientProvider',
  'dcr-client/node': 'nodeFetch',
  'dcr-client/openid-client': 'openidClientConfiguration',
  'dcr-client/relay': 'relayFetch, createRegistrationRelay',
  'dcr-client/opentelemetry': 'withTelemetry',
  'dcr-client/testing': 'createTestServer, createWso2TestServer',
  'dcr-client/wso2': 'wso2, wso2Metadata',
  'dcr-client/testing/msw': 'testServerHandlers',
} as const;

/** A short life against the test server, through every entry point, in words that are JavaScript and strict TypeScript. */
const LIFE = `
async function life() {
  const directory = process.env.DCR_DIRECTORY ?? '';
  const server = createTestServer();
  const app = () => withTelemetry(createDcrClient)({
    issuer: server.issuer,
    fetch: server.fetch,
    store: fileStore({ directory }),
    metadata: { client_name: 'Packed', grant_types: ['client_credentials'] },
  });
  const { client_id } = await app().ensureRegistered();
  const configuration = await openidClientConfiguration(app());
  if (configuration.clientMetadata().client_id !== client_id) throw new Error('two clients');
  const changed = await app().patch({ client_name: 'Changed' });
  if (changed.client_name !== 'Changed') throw new Error('not changed');
  if (testServerHandlers(server).length === 0) throw new Error('no handlers');
  if (testServerHandlers(createWso2TestServer()).length === 0) throw new Error('no handlers');
  await app().delete();
  const error = await app().read().catch((reason) => reason);
  if (!isDcrError(error) || error.code !== 'not-registered') throw error;
  // The fetch of Node really refuses: nothing listens at port 1.
  const refused = await discoverServer('http://127.0.0.1:1', { fetch: nodeFetch() }).catch((reason) => reason);
  if (!isDcrError(refused) || refused.notProcessed !== true) throw refused;
  console.log('lived on ' + process.version);
}
life();
`;

const all = (line: (entry: string, names: string) => string) =>
  Object.entries(ENTRIES)
    .map(([entry, names]) => line(entry, names))
    .join('\n');

const IMPORTS = all((entry, names) => `import { ${names} } from '${entry}';`);
const REQUIRES = all((entry, names) => `const { ${names} } = require('${entry}');`);
/** So that the check does not depend on Node's types being installed beside the package. */
const NODE = 'declare const process: { env: Record<string, string | undefined>; version: string };';

export const ESM_PROGRAM = `${IMPORTS}${LIFE}`;
export const CJS_PROGRAM = `${REQUIRES}${LIFE}`;

/** The same in TypeScript, and what must not compile. */
export const TYPESCRIPT_PROGRAM = `${IMPORTS}
${NODE}${LIFE}
export const misspelt = () => createDcrClient({
  issuer: 'https://as.example',
  store: fileStore({ directory: '/nowhere' }),
  // @ts-expect-error a misspelt member
  metadata: { client_nam: 'Typed' },
});
`;
