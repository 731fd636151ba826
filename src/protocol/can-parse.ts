/**
 * Whether an address can be parsed. `URL.canParse` of Node 20 and 22 cannot be used: called some thousand times, it refuses
 * every host with a letter such as ü, since its fast path reads Latin-1 as UTF-8.
 */
export function canParse(address: string, base?: string): boolean {
  try {
    return new URL(address, base).href !== '';
  } catch {
    return false;
  }
}
