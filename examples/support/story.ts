import { styleText } from 'node:util';

/** Thrown when a step is not what it should be. */
export class NotAsExpected extends Error {}

/** Prints a story of steps, and stops it where one is not what it should be. */
export function tellStory(write: (text: string) => void, colours: boolean) {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    colours ? styleText(format, text) : text;
  let steps = 0;
  return {
    title: (text: string) => write(`\n${paint('bold', text)}\n`),
    /** Runs one step and prints what it says, as aligned pairs. */
    step: async <T>(
      name: string,
      work: () => Promise<T>,
      say: (result: T) => Record<string, string>,
    ): Promise<T> => {
      const startedAt = performance.now();
      const result = await work();
      steps += 1;
      const took = `${Math.round(performance.now() - startedAt)} ms`;
      write(`\n${paint('cyan', `${steps}. ${name}`)} ${paint('dim', took)}\n`);
      for (const [label, text] of Object.entries(say(result)))
        write(`   ${paint('dim', label.padEnd(14))} ${text}\n`);
      return result;
    },
    end: (text: string) => write(`\n${paint('green', text)}\n\n`),
  };
}

/** Stops the story unless this is so. */
export function check(isSo: boolean, what: string): void {
  if (!isSo) throw new NotAsExpected(`not as it should be: ${what}`);
}
