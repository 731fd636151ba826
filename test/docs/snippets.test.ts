import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';
import { type Block, blocks, root } from './pages.js';

/** Names that a page may use without saying where they come from. */
const PREAMBLE: Record<string, string> = {
  dcr: "import { createDcrClient as preambleClient, memoryStore as preambleStore } from 'dcr-client';\nconst dcr = preambleClient({ issuer: 'https://as.example', metadata: {}, store: preambleStore() });",
  createDcrClient: "import { createDcrClient } from 'dcr-client';",
  memoryStore: "import { memoryStore } from 'dcr-client';",
};

const withPreamble = ({ code }: Block) => {
  const isNamed = (name: string) => new RegExp(`\\b${name}\\b`).test(code);
  const isDeclared = (name: string) =>
    new RegExp(`(?:import[^;]*\\{[^}]*|const )\\b${name}\\b`, 's').test(code);
  const missing = Object.keys(PREAMBLE).filter((name) => isNamed(name) && !isDeclared(name));
  return `${missing.map((name) => PREAMBLE[name]).join('\n')}\n${code}\nexport {};\n`;
};

/** Writes each block to a file: what is to be saved under a name beside the others of its page, what is not by itself. */
async function writeAll(all: readonly Block[], directory: string): Promise<Map<string, Block>> {
  const files = new Map<string, Block>();
  for (const [index, block] of all.entries()) {
    const folder = join(directory, block.page.replaceAll('/', '-'));
    await mkdir(folder, { recursive: true });
    const path = join(folder, block.name ?? `block-${index}.${block.language}`);
    files.set(path, block);
    await writeFile(path, block.name === undefined ? withPreamble(block) : block.code);
  }
  return files;
}

test('every TypeScript and JavaScript block compiles, under the strict options of the package', async () => {
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
  const directory = await mkdtemp(join(root, 'node_modules/.cache/snippets-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const files = await writeAll(
    (await blocks()).filter(({ language }) => language === 'ts' || language === 'js'),
    directory,
  );
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const program = ts.createProgram([...files.keys()], {
    ...options,
    allowJs: true,
    checkJs: true,
    noUnusedLocals: false,
  });
  const problems = ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const block = files.get(diagnostic.file?.fileName ?? '');
    const where =
      block === undefined ? relative(root, diagnostic.file?.fileName ?? '') : `${block.page}:${block.line}`;
    return `${where} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
  });
  expect(problems).toEqual([]);
  expect(files.size).toBeGreaterThan(40);
}, 180_000);
