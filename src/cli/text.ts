import { styleText } from 'node:util';
import type { Output } from './surroundings.js';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What a server says, so that it can neither move the cursor nor forge a line. */
export function onOneLine(text: string): string {
  return text.replace(UNSAFE, escaped);
}

/** JSON in which control characters that JSON itself lets pass are escaped, too. */
export function safeJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, undefined, indent) ?? 'null';
  return json.replace(UNSAFE, (character) => (character === '\n' ? character : escaped(character)));
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** A value of metadata in words: lists by comma, the rest as JSON where it is no text. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return onOneLine(value);
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
    return value.length === 0 ? '(none)' : onOneLine(value.join(', '));
  return safeJson(value);
}

/** Rows of cells, the columns one below the other; the last one may be as long as it is. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ');
  return rows.map((row) => `${indent}${line(row)}`.trimEnd()).join('\n');
}

const TIMES = new Set([
  'client_id_issued_at',
  'client_secret_expires_at',
  'secretExpiresAt',
  'tokenExpiresAt',
]);

/** Members of an object, one a line. */
export function members(value: object): string {
  const rows = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [onOneLine(name), TIMES.has(name) ? time(member) : inWords(member)]);
  return columns(rows);
}

/** Epoch seconds as people read them. */
function time(value: unknown): string {
  if (value === 0) return 'never';
  const date = new Date(Number(value) * 1000);
  return Number.isNaN(date.getTime()) ? inWords(value) : date.toISOString().replace('.000Z', 'Z');
}

export type Style = 'red' | 'green' | 'yellow' | 'bold' | 'dim';

/** Colours where a terminal shows them and nobody asked for none (NO_COLOR). */
export function paint(
  stream: Output,
  env: Readonly<Record<string, string | undefined>>,
): (style: Style, text: string) => string {
  const isColoured = stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text);
}
