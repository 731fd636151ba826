/** Whether an address can be parsed. `URL.canParse` of Node 20 and 22, called often, refuses hosts with a letter such as ü. */
export function canParse(address: string): boolean {
  try {
    return new URL(address).href !== '';
  } catch {
    return false;
  }
}
