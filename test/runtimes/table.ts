import type { Tried } from './run-all.js';
import { AREAS, type Area, type Result } from './suite/check.js';

const HEADINGS = ['runtime', 'version', ...AREAS];

/** How many checks of an area passed, of how many; `–` where a runtime has no such thing. */
function cell(results: readonly Result[], area: Area): string {
  const of = results.filter((result) => result.area === area);
  if (of.length === 0) return '–';
  const passed = of.filter(({ failure }) => failure === undefined).length;
  return passed === of.length ? String(passed) : `${passed} of ${of.length}`;
}

/** Runtimes by areas, in Markdown. */
export function table(tried: readonly Tried[]): string {
  const rows = tried.map(({ name, outcome }) => [
    name,
    outcome?.version ?? 'did not run',
    ...AREAS.map((area) => cell(outcome?.results ?? [], area)),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [HEADINGS, HEADINGS.map(() => '---'), ...rows].map(line).join('');
}

/** A line for each check that failed, and each runtime without an outcome. */
export function failures(tried: readonly Tried[]): string[] {
  return tried.flatMap(({ name, outcome, failure }) =>
    outcome === undefined
      ? [`${name}: ${failure}`]
      : outcome.results.flatMap((result) =>
          result.failure === undefined
            ? []
            : [`${name}, ${result.area}: ${result.name}\n    ${result.failure}`],
        ),
  );
}

const MARKED = /(<!-- runtimes -->\n).*?(<!-- \/runtimes -->)/s;

/** A page with the table between its markers. */
export function withTable(page: string, tried: readonly Tried[]): string {
  if (!MARKED.test(page)) throw new Error('The page has no <!-- runtimes --> … <!-- /runtimes -->.');
  return page.replace(MARKED, (_, start, end) => `${start}\n${table(tried)}\n${end}`);
}
