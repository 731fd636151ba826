import { fileURLToPath } from 'node:url';
import type { Finding } from './kill.js';
import { OPERATIONS, ROTATIONS, STORES } from './kill-matrix.js';

const MOMENTS = { before: 'before it', effect: 'after its effect', answer: 'after its answer' };

/** What is said of one kill. Nothing of this machine or this run. */
export function cellOf({ usable, manageable, orphans, listed }: Finding): string {
  const suspected = listed > orphans ? ` (${listed - orphans} suspected)` : '';
  const ofOrphans =
    orphans === 0 ? `0${suspected}` : `${Math.min(orphans, listed)} of ${orphans}${suspected}`;
  return `${usable ? 'yes' : 'no'} / ${manageable ? 'yes' : 'no'} / ${ofOrphans}`;
}

/** Where a kill stands in the tables: operation, row and column. */
export function positionOf({ kill }: Finding): { operation: string; row: string; column: string } {
  const { operation, rotation, store, death, trace } = kill;
  return {
    operation,
    row: `${death.call} ${trace[death.call - 1]} | ${MOMENTS[death.moment]}`,
    column: `${rotation}: ${STORES[store]}`,
  };
}

/** One table for each operation. */
export function tablesOf(findings: readonly Finding[]): string {
  const placed = findings.map((finding) => ({ ...positionOf(finding), cell: cellOf(finding), finding }));
  const columns = ROTATIONS.flatMap((rotation) =>
    Object.values(STORES).map((store) => `${rotation}: ${store}`),
  );
  const tables = Object.keys(OPERATIONS).map((operation) => {
    const here = placed.filter((entry) => entry.operation === operation);
    const rows = new Map(here.map(({ row, finding }) => [row, finding.kill.death.call]));
    const lines = [...rows]
      .sort(([, a], [, b]) => a - b)
      .map(([row]) => {
        const cells = columns.map(
          (column) => here.find((entry) => entry.row === row && entry.column === column)?.cell ?? '–',
        );
        return `| ${row} | ${cells.join(' | ')} |`;
      });
    const head = `| call | killed | ${columns.join(' | ')} |\n| --- | --- |${' --- |'.repeat(columns.length)}`;
    return `## ${operation}\n\n${head}\n${lines.join('\n')}\n`;
  });
  return tables.join('\n');
}

/** Where the tables are published. */
export const MATRIX_PAGE = fileURLToPath(new URL('../../docs/kill-matrix.md', import.meta.url));

const MARK = '<!-- What follows is written by `npm run test:kill -- -u`. -->\n';

/** The page, with its tables made anew. */
export function withTables(page: string, findings: readonly Finding[]): string {
  const end = page.indexOf(MARK);
  if (end < 0) throw new Error('docs/kill-matrix.md has lost its mark');
  return `${page.slice(0, end)}${MARK}\n${tablesOf(findings)}`;
}

/** What the page says of a kill. */
export function cellIn(page: string, finding: Finding): string | undefined {
  const { operation, row, column } = positionOf(finding);
  const table = page.split(/^## /m).find((part) => part.startsWith(`${operation}\n`)) ?? '';
  const cells = (line: string | undefined) => line?.split('|').map((cell) => cell.trim()) ?? [];
  const lines = table.split('\n');
  const at = cells(lines.find((line) => line.startsWith('| call |'))).indexOf(column);
  return cells(lines.find((line) => line.startsWith(`| ${row} |`)))[at];
}
