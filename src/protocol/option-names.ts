import { DcrError } from './errors.js';

/**
 * Refuses options that do not exist: a misspelt `initialAccesToken` would otherwise be ignored, and the
 * server's answer would blame something else.
 */
export function checkOptionNames(options: unknown, known: readonly string[], where: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new DcrError('invalid-option', `${where}: the options must be an object.`);
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const near = known.find((candidate) => distance(candidate.toLowerCase(), name.toLowerCase()) <= 2);
    const hint = near === undefined ? `Known are: ${known.join(', ')}.` : `Did you mean ${near}?`;
    throw new DcrError(
      'invalid-option',
      `${where}: there is no option ${JSON.stringify(name.slice(0, 60))}. ${hint}`,
    );
  }
}

/** How many letters must change to turn one name into the other (Levenshtein). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
