/**
 * A key in printable ASCII, for backends that take less than any text: PostgreSQL no NUL, others no half of a
 * surrogate pair. Usual keys, addresses with a name, stay as they are; of the rest each UTF-16 unit becomes `\uXXXX`, so
 * that what a key begins with still is what its text begins with. Braces are among the rest: they mean something to
 * Redis Cluster.
 */
export function keyToText(key: string): string {
  return key.replace(
    /[^\x20-\x7e]|[\\{}]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The key of such a text; `undefined` if it is none, as what somebody else wrote. */
export function textToKey(text: string): string | undefined {
  const key = text.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return keyToText(key) === text ? key : undefined;
}

/** Where a record that could not be read is put: no key has such a text. */
export function setAsideText(text: string): string {
  return `${text}\\set-aside-${globalThis.crypto.randomUUID()}`;
}
