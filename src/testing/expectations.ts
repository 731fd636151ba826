// For cases that run under any test runner, so without the words of one.

export function holds(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}

/** Equal as JSON, in whatever order the members come. */
export function equal(actual: unknown, expected: unknown): void {
  const [a, b] = [canonical(actual), canonical(expected)];
  holds(a === b, `expected ${shortened(b)}, got ${shortened(a)}`);
}

function canonical(value: unknown): string {
  const sorted = (_: string, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  return value instanceof Error ? String(value) : (JSON.stringify(value, sorted) ?? 'nothing');
}

const shortened = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** What the promise rejects with. */
export async function rejects(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    () => undefined,
    (reason: unknown) => ({ reason }),
  );
  holds(outcome !== undefined, 'expected a rejection, and there was none');
  return outcome?.reason;
}

/** That the promise rejects with an error whose code is `store-conflict`. */
export async function conflicts(promise: Promise<unknown>): Promise<void> {
  const reason = await rejects(promise);
  const code =
    typeof reason === 'object' && reason !== null && 'code' in reason ? String(reason.code) : 'none';
  holds(code === 'store-conflict', `expected the code store-conflict, got ${code}: ${String(reason)}`);
}
