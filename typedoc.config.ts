import type { TypeDocOptions } from 'typedoc';
import { entry } from './tsup.config.js';

/** What `npm run docs:reference` builds: every public name, with the pages of docs/ beside them. */
const config: Partial<TypeDocOptions> = {
  name: 'dcr-client',
  entryPoints: Object.values(entry),
  readme: 'README.md',
  projectDocuments: ['docs/[!R]*.md', 'docs/guides/*.md'],
  out: 'build/reference',
  githubPages: false,
  // What every error has from the runtime.
  excludeExternals: true,
  disableGit: true,
  disableSources: true,
  highlightLanguages: [
    'bash',
    'console',
    'html',
    'http',
    'javascript',
    'json',
    'sql',
    'tsx',
    'typescript',
    'yaml',
  ],
  sort: ['source-order'],
  // A public name that nothing is said of, or a link that leads nowhere, is a failure.
  validation: { notExported: true, invalidLink: true, invalidPath: true, notDocumented: true },
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
  intentionallyNotExported: [
    // Machinery of the types: what comes of it is shown.
    ...['Fixed', 'Schemas', 'Described', 'WithoutUnknown', 'Companions', 'NotUpdated', 'MisspeltValues'].map(
      (name) => `src/protocol/types.ts:${name}`,
    ),
    ...['Together', 'OwnName', 'Registration', 'Update'].map(
      (name) => `src/servers/wso2/metadata.ts:${name}`,
    ),
    // The inside of a record: `status()` tells what it means, and no store looks into it.
    ...['Attempt', 'Claim', 'Habits', 'LastFailure', 'RetiredClient', 'Unsaved', 'UnsettledOperation'].map(
      (name) => `src/protocol/record.ts:${name}`,
    ),
  ],
};

export default config;
