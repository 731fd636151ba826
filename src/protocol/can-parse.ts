/**
 * Whether an address can be parsed. `URL.canParse` of Node 20 and 22 cannot be used: called some thousand times, it refuses
 * every host with a letter such as ü, since its fast path reads Latin-1 as UTF-8.
 */
export function canParse(address: string, base?: string): boolean {
  return parseAddress(address, base) !== undefined;
}

/** The address, or `undefined` for what is none. */
export function parseAddress(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}
