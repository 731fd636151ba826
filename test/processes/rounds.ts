import { startOidcProvider } from '../interop/servers/oidc-provider.js';
import { launchFleet, middleOf, registerAlone, startTogether } from './fleet.js';
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
    const alone = await registerAlone(place, provider);
    const middle = middleOf(times);
    console.log(
      `${kind}, ${rounds} times ${size} processes: all had their client after ${middle.toFixed(0)} ms ` +
        `(at most ${Math.max(...times).toFixed(0)} ms), which is ${(middle / alone).toFixed(0)} times ` +
        `the ${alone.toFixed(0)} ms of one that is alone`,
    );
    return problems;
  } finally {
    await fleet.end();
    await Promise.all([provider.close(), end()]);
  }
}
