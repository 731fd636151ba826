import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Writes the licences of all packages that a bundle holds beside it, as they ask for. */
export function thirdPartyNotices(file: string): Plugin {
  return {
    name: 'third-party-notices',
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(async ({ metafile }) => {
        const folders = Object.keys(metafile?.inputs ?? {}).flatMap(
          (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
        );
        const notices = await Promise.all([...new Set(folders)].sort().map(notice));
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, `What is built here holds code of these packages:\n\n${notices.join('\n')}`);
      });
    },
  };
}

async function notice(folder: string): Promise<string> {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const found = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const by = typeof author === 'string' ? `, by ${author}` : '';
  const text = found === undefined ? '' : `\n${(await readFile(join(folder, found), 'utf8')).trim()}\n`;
  return `--- ${name} ${version} (${license}${by})\n${text}`;
}
