import { measureImport } from '../measure.js';
import { difference, interleaved, spread } from '../statistics.js';

const MODULES = [
  { name: 'empty process', modules: [] },
  { name: 'openid-client', modules: ['openid-client'] },
  { name: 'oauth4webapi', modules: ['oauth4webapi'] },
  { name: 'MCP SDK', modules: ['@modelcontextprotocol/sdk/client/auth.js'] },
  { name: 'ours', modules: ['dcr-client'] },
  { name: 'ours, nodeFetch', modules: ['dcr-client', 'dcr-client/node'] },
];

/** Processes in each round; the one in the middle counts, since what importing adds is less than what starts differ by. */
const STARTS = 11;

/** What importing adds to a process that does nothing. */
export async function importCost(rounds: number) {
  const found = await interleaved(MODULES, rounds, async ({ modules }) => {
    const all: number[] = [];
    for (let n = 0; n < STARTS; n += 1) all.push(await measureImport(modules));
    return spread(all).median;
  });
  return [difference('import, added to an empty process', 'ms', found)];
}
