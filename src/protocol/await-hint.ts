/** For messages about an argument of the wrong kind: a promise is mostly a forgotten `await`. */
export function awaitHint(value: unknown): string {
  const isPromise = typeof value === 'object' && value !== null && 'then' in value;
  return isPromise ? ' It is a promise: await it.' : '';
}
