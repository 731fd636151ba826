import type { Section } from './statistics.js';

/** What the library is to keep to. */
export interface Target {
  readonly section: string;
  readonly column: string;
  /** Of the ratio to fetch by hand, or of the value itself. */
  readonly of: 'ratio' | 'value';
  readonly atMost: number;
}

const ours = 'ours';
const overNode = 'ours, nodeFetch';

export const TARGETS: readonly Target[] = [
  { section: 'lifecycle, wall', column: ours, of: 'ratio', atMost: 1.1 },
  { section: 'lifecycle, wall', column: overNode, of: 'ratio', atMost: 0.72 },
  { section: 'lifecycle in process, wall', column: ours, of: 'ratio', atMost: 2 },
  { section: 'bulk, wall', column: overNode, of: 'ratio', atMost: 0.72 },
  { section: 'bulk, most memory', column: overNode, of: 'ratio', atMost: 0.75 },
  { section: 'warm start, wall', column: ours, of: 'ratio', atMost: 1.15 },
  { section: 'cold start, wall', column: ours, of: 'ratio', atMost: 1.1 },
  { section: 'cold start, wall', column: overNode, of: 'ratio', atMost: 0.6 },
  { section: 'import, added to an empty process', column: ours, of: 'value', atMost: 5 },
  { section: 'bundle, loaded at once', column: 'ours, five functions', of: 'value', atMost: 8 },
  {
    section: 'bundle, loaded at once',
    column: 'ours, createDcrClient and webStore',
    of: 'value',
    atMost: 20,
  },
];

/** A target with the median that was reached. */
export interface Verdict extends Target {
  readonly reached: number;
  readonly met: boolean;
}

/** For the targets of these sections; as shown, two digits decide. */
export function verdicts(sections: readonly Section[]): Verdict[] {
  return TARGETS.flatMap((target) => {
    const column = sections.find(({ name }) => name === target.section)?.columns[target.column];
    const median = column?.[target.of]?.median;
    if (median === undefined) return [];
    const reached = Math.round(median * 100) / 100;
    return [{ ...target, reached, met: reached <= target.atMost }];
  });
}
