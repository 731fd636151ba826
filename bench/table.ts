import type { Section, Spread } from './statistics.js';
import type { Verdict } from './targets.js';

const digits = (value: number) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
const shown = ({ median, min, max }: Spread) =>
  min === max ? digits(median) : `${digits(median)} (${digits(min)}–${digits(max)})`;

/** A section for the terminal: median, least and most, and the same of the ratio to the first column. */
export const table = ({ name, unit, columns }: Section): string =>
  aligned(
    name,
    Object.entries(columns).map(([column, { value, ratio }]) => [
      column,
      `${shown(value)} ${unit}`,
      ratio === undefined ? '' : `× ${shown(ratio)}`,
    ]),
  );

export const targetTable = (verdicts: readonly Verdict[]): string =>
  aligned(
    'targets',
    verdicts.map(({ section, column, of, atMost, reached, met }) => [
      `${section}: ${column}`,
      `${of === 'ratio' ? '× ' : ''}${reached.toFixed(2)}`,
      `${met ? 'within' : 'MISSES'} ${atMost}`,
    ]),
  );

function aligned(title: string, rows: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}
