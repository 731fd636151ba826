import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** Modules that share a file, and the entries, or modules loaded later, that then reach all of them if they reach one. */
export interface Together {
  readonly modules: readonly string[];
  readonly by: readonly string[];
}

const PREFIX = 'few-files:';

/**
 * Keeps together what is loaded together. esbuild makes a file of each set of modules that the same entries reach, sixteen for the
 * main entry, and each takes Node as long as 40 kB of code. So entries are made to reach the same.
 */
export function fewFiles(groups: readonly Together[]): Plugin {
  const absolute = groups.map(({ modules, by }) => ({
    modules: modules.map((path) => resolve(path)),
    by: by.map((path) => resolve(path)),
  }));
  const shared = new Set(absolute.flatMap(({ modules }) => modules));
  return {
    name: 'few-files',
    setup(build) {
      // Said to have side effects wherever they are imported, or the import that is added would be dropped at once.
      build.onResolve({ filter: /^[./]|^src\/|^few-files:/ }, ({ path, resolveDir }) => {
        const file = path.startsWith(PREFIX)
          ? resolve(path.slice(PREFIX.length))
          : resolve(resolveDir, path).replace(/\.js$/, '.ts');
        return shared.has(file) ? { path: file, sideEffects: true } : undefined;
      });
      build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        const reached = absolute.filter(({ by }) => by.includes(path)).flatMap(({ modules }) => modules);
        const added = reached
          .filter((module) => module !== path)
          // Source maps show it, so it is a path inside this repository.
          .map((module) => `import ${JSON.stringify(PREFIX + relative('.', module).replaceAll('\\', '/'))};`);
        if (added.length === 0) return undefined;
        const text = await readFile(path, 'utf8');
        return { contents: `${text}\n${added.join('\n')}\n`, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}

/**
 * A file that is imported for nothing of it would be run for its effects, of which ours have none, and bundlers take it for
 * needed. The lines stay, for the source maps.
 */
export const withoutBareImports = {
  name: 'without-bare-imports',
  renderChunk: (code: string) => ({
    code: code.replaceAll(/^import "\.{1,2}\/(?:\.\.\/)*chunk-\w+\.js";$/gm, ''),
  }),
};
