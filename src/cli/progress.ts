import type { ApplyProgress } from '../admin.js';
import { type OutputOptions, tell } from './output.js';
import type { Surroundings } from './surroundings.js';
import { onOneLine } from './text.js';

export interface Progress {
  readonly onProgress: (progress: ApplyProgress) => void;
  end(): void;
}

/** A bar on a terminal, lines elsewhere. Always on standard error, so that the result can be piped. */
export function progress(around: Surroundings, options: OutputOptions): Progress {
  const { stderr, env } = around;
  if (stderr.isTTY === true && env.TERM !== 'dumb') {
    return {
      onProgress: (state) => stderr.write(`\r\u001b[2K${bar(state, stderr.columns || 80)}`),
      end: () => stderr.write('\r\u001b[2K'),
    };
  }
  return {
    // What stays as it is would drown the rest.
    onProgress: ({ finished, total, step: { error: _, ...step } }) => {
      if (step.action === 'unchanged') return;
      tell(around, options, {
        value: { progress: { finished, total, ...step } },
        words: `${finished}/${total} ${step.outcome} ${step.action} ${onOneLine(step.name)}`,
      });
    },
    end: () => {},
  };
}

/** One line, never longer than the terminal is wide: a wrapped one would not be erased. */
export function bar({ finished, total, step }: ApplyProgress, width: number): string {
  const size = Math.max(10, Math.min(30, width - 40));
  const full = total === 0 ? size : Math.floor((size * finished) / total);
  const line = `[${'#'.repeat(full)}${'.'.repeat(size - full)}] ${finished}/${total} ${step.action} ${onOneLine(step.name)}`;
  return line.slice(0, Math.max(1, width - 1));
}
