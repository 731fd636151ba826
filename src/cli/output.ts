import { type DcrWarning, type Finding, isDcrError } from '../index.js';
import { masked, withoutSecrets } from './mask.js';
import { remediesFor } from './remedies.js';
import type { Surroundings } from './surroundings.js';
import { onOneLine, paint, type Style, safeJson } from './text.js';

export interface OutputOptions {
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

type Painted = (style: Style, text: string) => string;

/** Prints the one result of a command. `words` makes plain text of the value, as it may be shown. */
export function printResult<T extends object>(
  around: Surroundings,
  { json, showSecrets }: OutputOptions,
  { value, words }: { value: T; words: (shown: T, painted: Painted) => string },
): void {
  const shown = showSecrets === true ? value : (masked(value) as T);
  const text = json === true ? safeJson(shown, 2) : words(shown, paint(around.stdout, around.env));
  around.stdout.write(`${text}\n`);
}

/** Tells beside the result; with `json` as one JSON value a line, so that both can be read by programs. */
export function tell(
  around: Surroundings,
  { json }: OutputOptions,
  { value, words }: { value: object; words: string },
): void {
  around.stderr.write(`${json === true ? safeJson(masked(value)) : words}\n`);
}

/** What `onWarning` of a command does. */
export function warnings(around: Surroundings, options: OutputOptions): (warning: DcrWarning) => void {
  const painted = paint(around.stderr, around.env);
  return (warning) =>
    tell(around, options, {
      value: { warning },
      words: `${painted('yellow', 'warning:')} ${onOneLine(warning.message)} (${warning.code})`,
    });
}

/** What `onFinding` of a command does: a JSON file has no compiler that would tell what is misspelt. */
export function misspellings(around: Surroundings, options: OutputOptions): (finding: Finding) => void {
  const warn = warnings(around, options);
  return ({ rule, path, message }) => {
    if (rule === 'DM-16') warn({ code: rule, message: `${path} ${message}`, members: [path] });
  };
}

/** Prints a failure: no credential that was given is ever part of it. */
export function printFailure(around: Surroundings, options: OutputOptions, error: unknown): void {
  const painted = paint(around.stderr, around.env);
  const { message, ...rest } = failureOf(error);
  const causes = causesOf(error).map((cause) => withoutSecrets(cause, around.secrets));
  const clean = withoutSecrets(message, around.secrets);
  const lines = clean.split('\n').map(onOneLine).join('\n');
  const findings = 'findings' in rest && Array.isArray(rest.findings) ? rest.findings : [];
  // One alone is the message already.
  const listed = findings
    .filter(({ message: text }) => !clean.includes(text))
    .map(({ severity, path, message: text }) => `\n  ${severity}: ${onOneLine(`${path}: ${text}`)}`);
  const here = remediesFor(clean).map((remedy) => `\n  here: ${remedy}`);
  const because = causes.map((cause) => `\n  cause: ${onOneLine(cause)}`).join('');
  tell(around, options, {
    value: { error: { message: clean, ...rest, ...(causes.length === 0 ? {} : { causes }) } },
    words: `${painted('red', 'error:')} ${lines}${rest.code === undefined ? '' : ` (${rest.code})`}${[...listed, ...here].join('')}${because}`,
  });
}

/** What is enumerable of a DcrError holds no secret. */
function failureOf(error: unknown): { readonly message: string; readonly code?: string } {
  if (isDcrError(error)) return { ...error, code: error.code, message: error.message };
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { message: error.message, ...code };
}

/** What stood behind it, down three causes; the package has taken the secrets out of those of its own errors. */
function causesOf(error: unknown, depth = 0): readonly string[] {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || depth === 3) return [];
  return [cause.message, ...causesOf(cause, depth + 1)].filter((message) => message !== '[object Object]');
}
