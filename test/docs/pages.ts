import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const readPage = (page: string): Promise<string> => readFile(join(root, page), 'utf8');

/** Every page that people read, as a path from the root. */
export async function pages(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ['docs', 'examples']) {
    const files = await readdir(join(root, folder), { recursive: true });
    found.push(...files.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`));
  }
  return ['README.md', ...found];
}

/** A fenced block, with the indentation of the list that it stands in taken away. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** What the page says to save it as. */
  readonly name: string | undefined;
}

export async function blocks(): Promise<Block[]> {
  const found: Block[] = [];
  for (const page of await pages()) {
    const text = await readPage(page);
    for (const { index, ...match } of text.matchAll(/^( *)```(\w+)\n(.*?)^\1```$/gms)) {
      const before = text.slice(0, index);
      found.push({
        page,
        line: before.split('\n').length,
        language: match[2] ?? '',
        code: (match[3] ?? '').replaceAll(new RegExp(`^${match[1]}`, 'gm'), ''),
        name: /Save this as `([^`]+)`[^`]*$/.exec(before)?.[1],
      });
    }
  }
  return found;
}

export interface Link {
  /** A path from the root. */
  readonly target: string;
  readonly anchor: string | undefined;
}

const withoutCode = (text: string) => text.replaceAll(/^( *)```.*?^\1```$/gms, '');

/** Where a page links to inside the repository. */
export async function linksOf(page: string): Promise<Link[]> {
  const text = withoutCode(await readPage(page));
  return [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, target = '', anchor]) => ({
    target: target === '' ? page : posix.normalize(posix.join(posix.dirname(page), target)),
    anchor,
  }));
}

/** What can be linked to in a page: its headings, as GitHub names them, and what has an id. */
export async function anchorsOf(page: string): Promise<string[]> {
  const text = withoutCode(await readPage(page));
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id)];
}
