/** Over all rounds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One column of one section. `ratio` is taken in each round, since the machine is another one in the next. */
export interface Column {
  readonly value: Spread;
  readonly ratio?: Spread;
}

export interface Section {
  readonly name: string;
  readonly unit: string;
  readonly columns: Readonly<Record<string, Column>>;
}

/** By contender, what each round found. */
export type Rounds<T> = ReadonlyMap<string, readonly T[]>;

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { median, min: at(0), max: at(sorted.length - 1) };
}

/**
 * Runs all, one after another, as often as there are rounds. One round before is not counted: it reads everything from
 * the disk, and a server that has just started is slower.
 */
export async function interleaved<C extends { readonly name: string }, T>(
  contenders: readonly C[],
  rounds: number,
  run: (contender: C) => Promise<T>,
): Promise<Rounds<T>> {
  const found = new Map<string, T[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const contender of contenders) {
      const one = await run(contender);
      if (round > 0) found.get(contender.name)?.push(one);
    }
  return found;
}

/** A section of what was found, each compared with the first. */
export function section<T>(name: string, unit: string, found: Rounds<T>, value: (one: T) => number): Section {
  const [base = []] = [...found.values()].map((all) => all.map(value));
  const columns = [...found].map(([contender, all]) => {
    const values = all.map(value);
    const ratios = values.map((one, round) => one / (base[round] ?? Number.NaN));
    return [contender, { value: spread(values), ratio: spread(ratios) }] as const;
  });
  return { name, unit, columns: Object.fromEntries(columns) };
}

/** A section of what each takes more than the first, which is shown as it is. */
export function difference(name: string, unit: string, found: Rounds<number>): Section {
  const [base = []] = [...found.values()];
  const columns = [...found].map(([contender, values]) => {
    const more = values === base ? values : values.map((one, round) => one - (base[round] ?? Number.NaN));
    return [contender, { value: spread(more) }] as const;
  });
  return { name, unit, columns: Object.fromEntries(columns) };
}
