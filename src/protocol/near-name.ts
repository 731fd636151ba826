/** The one of the `known` names that a misspelt one probably means: two letters away at most, or fewer than half of a short one. */
export function nearName(name: string, known: readonly string[]): string | undefined {
  const plain = letters(name);
  const [nearest] = known
    .map((candidate) => ({ candidate, away: distance(letters(candidate), plain) }))
    .filter(({ away }) => away <= 2 && away * 2 < plain.length)
    .sort((a, b) => a.away - b.away);
  return nearest?.candidate;
}

/** Without what only tells `client_name` from `clientName`. */
const letters = (name: string) => name.toLowerCase().replace(/[_-]/g, '');

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
