import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { RULES } from '../src/protocol/rules/catalogue.js';
import { wso2Behaviours } from '../src/testing/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Names that a page may use without saying where they come from. */
const PREAMBLE: Record<string, string> = {
  dcr: "import { createDcrClient as preambleClient, memoryStore as preambleStore } from 'dcr-client';\nconst dcr = preambleClient({ issuer: 'https://as.example', metadata: {}, store: preambleStore() });",
  createDcrClient: "import { createDcrClient } from 'dcr-client';",
  memoryStore: "import { memoryStore } from 'dcr-client';",
};

interface Snippet {
  readonly page: string;
  readonly line: number;
  readonly code: string;
}

/** Every page that people read, as a path from the root. */
async function pages(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ['docs', 'examples']) {
    const files = await readdir(join(root, folder), { recursive: true });
    found.push(...files.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`));
  }
  return ['README.md', ...found];
}

/** Where a page links to inside the repository, as paths from the root. */
async function linksOf(page: string): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) =>
    posix.normalize(posix.join(posix.dirname(page), target)),
  );
}

async function snippets(): Promise<Snippet[]> {
  const found: Snippet[] = [];
  for (const page of await pages()) {
    const text = await readFile(join(root, page), 'utf8');
    for (const match of text.matchAll(/^```ts\n(.*?)^```/gms)) {
      found.push({ page, line: text.slice(0, match.index).split('\n').length, code: match[1] ?? '' });
    }
  }
  return found;
}

const withPreamble = ({ code }: Snippet) => {
  const isNamed = (name: string) => new RegExp(`\\b${name}\\b`).test(code);
  const isDeclared = (name: string) =>
    new RegExp(`(?:import[^;]*\\{[^}]*|const )\\b${name}\\b`, 's').test(code);
  const missing = Object.keys(PREAMBLE).filter((name) => isNamed(name) && !isDeclared(name));
  return `${missing.map((name) => PREAMBLE[name]).join('\n')}\n${code}\nexport {};\n`;
};

const made: string[] = [];
afterAll(async () => {
  for (const directory of made) await rm(directory, { recursive: true, force: true });
});

describe('the documentation', () => {
  test('every TypeScript snippet compiles, under the strict options of the package', async () => {
    await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
    const directory = await mkdtemp(join(root, 'node_modules/.cache/snippets-'));
    made.push(directory);
    const all = await snippets();
    const names = new Map<string, Snippet>();
    for (const [index, snippet] of all.entries()) {
      const path = join(directory, `snippet-${index}.ts`);
      names.set(path, snippet);
      await writeFile(path, withPreamble(snippet));
    }
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
    const program = ts.createProgram([...names.keys()], { ...options, noUnusedLocals: false });
    const problems = ts.getPreEmitDiagnostics(program).map((diagnostic) => {
      const snippet = names.get(diagnostic.file?.fileName ?? '');
      const where =
        snippet === undefined
          ? relative(root, diagnostic.file?.fileName ?? '')
          : `${snippet.page}:${snippet.line}`;
      return `${where} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
    });
    expect(problems).toEqual([]);
    expect(all.length).toBeGreaterThan(8);
  }, 180_000);

  test('every link inside the repository leads somewhere', async () => {
    for (const page of await pages()) {
      for (const target of await linksOf(page))
        await expect(access(join(root, target)), `${page}: ${target}`).resolves.toBeUndefined();
    }
  });

  test('what is packed links to what is packed, so that it can be followed where the package is installed', async () => {
    const packed: readonly string[] = [
      ...JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).files,
    ];
    const isPacked = (path: string) =>
      ['README.md', 'LICENSE', 'package.json'].includes(path) ||
      packed.some((entry) => path === entry || path.startsWith(`${entry}/`));
    const broken: string[] = [];
    for (const page of (await pages()).filter(isPacked)) {
      for (const target of await linksOf(page)) if (!isPacked(target)) broken.push(`${page} -> ${target}`);
    }
    expect(broken).toEqual([]);
  });

  test('examples use the package and one another, and nothing that is not packed', async () => {
    const files = (await readdir(join(root, 'examples'), { recursive: true })).filter((name) =>
      /\.tsx?$/.test(name),
    );
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const text = await readFile(join(root, 'examples', file), 'utf8');
      for (const [, target = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g))
        expect(posix.join('examples', posix.dirname(file), target), file).toMatch(/^examples\//);
    }
  });

  /** The literals of an exported union. */
  async function literals(file: string, name: string): Promise<string[]> {
    const text = await readFile(join(root, file), 'utf8');
    const union = new RegExp(`export type ${name} =([^;]*);`).exec(text)?.[1] ?? '';
    return [...union.matchAll(/'([a-z-]+)'/g)].map(([, literal = '']) => literal).sort();
  }

  test('every error code has its section, and every section its code', async () => {
    const text = await readFile(join(root, 'docs/errors.md'), 'utf8');
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
    expect(sections.sort()).toEqual(await literals('src/protocol/errors.ts', 'DcrErrorCode'));
  });

  test('every warning code has its row, and every row its code', async () => {
    const text = await readFile(join(root, 'docs/warnings.md'), 'utf8');
    const rows = [...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id);
    expect(rows.sort()).toEqual(await literals('src/protocol/warnings.ts', 'DcrWarningCode'));
  });

  test('every rule of metadata has its row, with its weight', async () => {
    const text = await readFile(join(root, 'docs/metadata.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([\w-]+)` \| (must|best-practice|advice) \|/gm)];
    expect(Object.fromEntries(rows.map(([, rule, weight]) => [rule, weight]))).toEqual(RULES);
  });

  test('every switch of the stand-in for WSO2 has its row, with what each release does', async () => {
    const text = await readFile(join(root, 'docs/testing.md'), 'utf8');
    const versions = /^\| switch \| what it is about \| (.+) \|$/m.exec(text)?.[1]?.split(' | ') ?? [];
    const rows = [...text.matchAll(/^\| `(\w+)` \| .+? \| (`.+`) \|$/gm)].filter(
      ([, , cells = '']) => cells.split(' | ').length === versions.length,
    );
    const documented = versions.map((version, index) => [
      version,
      Object.fromEntries(
        rows.map(([, name, cells = '']) => [
          name,
          JSON.parse((cells.split(' | ')[index] ?? '').replace(/^`|`$/g, '').replaceAll("'", '"')),
        ]),
      ),
    ]);
    expect(Object.fromEntries(documented)).toEqual(wso2Behaviours);
  });

  test('every code that is thrown is documented', async () => {
    const known = await literals('src/protocol/errors.ts', 'DcrErrorCode');
    const files = (await readdir(join(root, 'src'), { recursive: true })).filter((path) =>
      path.endsWith('.ts'),
    );
    for (const file of files) {
      const text = await readFile(join(root, 'src', file), 'utf8');
      for (const [, code = ''] of text.matchAll(
        /new (?:DcrError|DiscoveryError|RegistrationError)\(\s*'([^']+)'/g,
      ))
        expect(known, file).toContain(code);
    }
  });
});
