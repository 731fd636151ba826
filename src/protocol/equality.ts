/** Whether two JSON values are equal. The order of members does not count, that of list entries does. */
export function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  const others: Record<string, unknown> = Object.fromEntries(right);
  return (
    left.length === right.length &&
    left.every(([name, value]) => Object.hasOwn(others, name) && isDeepEqual(value, others[name]))
  );
}
