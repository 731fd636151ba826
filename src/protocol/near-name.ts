/** The one of the `known` names that a misspelt one probably means: two letters away at most. */
export function nearName(name: string, known: readonly string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, away: distance(candidate, name) }))
    .filter(({ away }) => away <= 2)
    .sort((a, b) => a.away - b.away);
  return near[0]?.candidate;
}

/** How many letters must change to turn one name into the other (Levenshtein), whether `client_name` or `clientName`. */
function distance(one: string, other: string): number {
  const [a = '', b = ''] = [one, other].map((name) => name.toLowerCase().replace(/[_-]/g, ''));
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
