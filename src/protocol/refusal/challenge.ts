/** One challenge of a `WWW-Authenticate` header (RFC 9110 section 11.6.1). */
export interface Challenge {
  /** In lower case: scheme and parameter names are not case-sensitive. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * The challenges of a header that may hold several, with values quoted or not. What is no challenge is passed over; of
 * two equal parameters the first counts (RFC 6750 section 3 allows each once).
 */
export function readChallenges(header: string | null): readonly Challenge[] {
  const text = (header ?? '').slice(0, 10_000);
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  // A parameter, with a value quoted or bare; or else a word, which begins a challenge.
  const parts = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",=]+)))?/g;
  for (const [, word = '', quoted, bare] of text.matchAll(parts)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? bare;
    const current = challenges.at(-1);
    if (value === undefined) challenges.push({ scheme: word.toLowerCase(), parameters: {} });
    else if (current !== undefined) current.parameters[word.toLowerCase()] ??= value;
  }
  return challenges;
}
