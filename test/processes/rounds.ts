import { startOidcProvider } from '../interop/servers/oidc-provider.js';
import { launchFleet, middleOf, registerAgain, registerAlone, startTogether } from './fleet.js';
import type { Place } from './launch.js';
import { openPlace } from './places.js';

/** Lets a fleet start so many apps, one after another. Prints how long that took, and says what is against the rules. */
export async function runRounds(
  kind: Place['kind'],
  { size, rounds }: { readonly size: number; readonly rounds: number },
): Promise<string[]> {
  const [provider, { place, end }] = await Promise.all([
    startOidcProvider({ rotate: true }),
    openPlace(kind),
  ]);
  const fleet = await launchFleet(place, size);
  try {
    const problems: string[] = [];
    const times: number[] = [];
    for (let n = 1; n <= rounds; n += 1) {
      const round = await startTogether(fleet, provider, `round ${n}`);
      times.push(round.took);
      problems.push(...round.problems.map((problem) => `round ${n}: ${problem}`));
    }
    const [cold = Number.NaN, ...warm] = times;
    console.log(`${kind}: ${size} processes, ${inWords(cold, await registerAlone(place, provider))}`);
    const [first] = fleet.apps;
    if (first !== undefined && warm.length > 0) {
      const alone = await registerAgain(first, provider);
      console.log(`${kind}: the middle of ${warm.length} further rounds, ${inWords(middleOf(warm), alone)}`);
    }
    return problems;
  } finally {
    await fleet.end();
    await Promise.all([provider.close(), end()]);
  }
}

const inWords = (all: number, alone: number) =>
  `${all.toFixed(0)} ms until all had their client, ${(all / alone).toFixed(0)} times the ${alone.toFixed(0)} ms of one alone`;
