/** What a reader of a page does, block by block. */
export type Action =
  /** `js` after "Save this as `name`". */
  | { readonly does: 'save'; readonly name: string; readonly text: string }
  /** `sh`: one command a line. */
  | { readonly does: 'run'; readonly commands: readonly string[] }
  /** `console`: a command behind `$ `, and what it prints. */
  | { readonly does: 'compare'; readonly command: string; readonly printed: string }
  /** `text`: what the server printed since the last look. */
  | { readonly does: 'look'; readonly printed: string };

/** The fenced blocks of a page, as actions in its order. A block that is none of these is a mistake of the page. */
export function actionsOf(page: string): Action[] {
  return [...page.matchAll(/^```(\w*)\n(.*?)^```/gms)].map(({ 1: language, 2: text = '', index }) => {
    switch (language) {
      case 'js':
        return { does: 'save', name: nameBefore(page.slice(0, index)), text };
      case 'sh':
        return { does: 'run', commands: text.trim().split('\n') };
      case 'console': {
        const [command = '', ...printed] = text.replace(/^\$ /, '').split('\n');
        return { does: 'compare', command, printed: printed.join('\n').trim() };
      }
      case 'text':
        return { does: 'look', printed: text.trim() };
      default:
        throw new Error(`What is a reader to do with a block of ${language}?`);
    }
  });
}

function nameBefore(text: string): string {
  const name = [...text.matchAll(/Save this as `([^`]+)`/g)].at(-1)?.[1];
  if (name === undefined) throw new Error('A file has no name.');
  return name;
}
