/** The rules that do not hold, each by the words for its breach. */
export function problemsOf(rules: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(rules)
    .filter(([, holds]) => !holds)
    .map(([breach]) => breach);
}
