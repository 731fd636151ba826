import { randomUUID } from 'node:crypto';
import { type Finding, killAnyTime, killOnce, type Scene } from './kill.js';
import {
  type KillCase,
  OPERATIONS,
  type Operation,
  pointsOf,
  ROTATIONS,
  startRotatingServer,
} from './kill-matrix.js';
import { launch, type Place, succeeded } from './launch.js';

const operations = Object.keys(OPERATIONS) as Operation[];

/** How many kills at a time; most of the time they wait. */
const WIDTH = 8;

/** Lets every operation live once, to see what there is to die at, and then does the kills that are chosen. */
export async function runKills(
  places: readonly Place[],
  choose: (kill: KillCase, index: number) => boolean,
): Promise<Finding[]> {
  return onScenes(places, async (scenes) => {
    const planned: { readonly scene: Scene; readonly kill: KillCase }[] = [];
    for (const operation of operations) {
      for (const scene of scenes) {
        const { rotation, place } = scene;
        const trace = await traceOf(scene, operation);
        const kills = pointsOf(trace).map((death) => ({
          operation,
          rotation,
          store: place.kind,
          death,
          trace,
        }));
        planned.push(...kills.map((kill) => ({ scene, kill })));
      }
    }
    const chosen = planned.filter(({ kill }, index) => choose(kill, index));
    return mapAtOnce(chosen, ({ scene, kill }) => killOnce(scene, kill));
  });
}

/** So many kills at each operation of each scene, at moments spread over the time that it takes. Says what is against the rules. */
export async function runKillsAnyTime(places: readonly Place[], times: number): Promise<string[]> {
  return onScenes(places, async (scenes) => {
    const planned = scenes.flatMap((scene) =>
      operations.flatMap((operation) => Array.from({ length: times }, () => ({ scene, operation }))),
    );
    const found = await mapAtOnce(planned, async ({ scene, operation }) => {
      const afterMs = Math.random() * LONGEST_OPERATION_MS;
      const problems = await killAnyTime(scene, operation, afterMs);
      const where = `${operation}, ${scene.rotation}, ${scene.place.kind}, ${afterMs} ms`;
      return problems.map((problem) => `${where}: ${problem}`);
    });
    return found.flat();
  });
}

/** Of a process that has just started, on a busy machine. */
const LONGEST_OPERATION_MS = 100;

async function onScenes<T>(
  places: readonly Place[],
  work: (scenes: readonly Scene[]) => Promise<T>,
): Promise<T> {
  const servers = await Promise.all(
    ROTATIONS.map(async (rotation) => ({ rotation, server: await startRotatingServer(rotation) })),
  );
  const stores = await Promise.all(
    places.map(async (place) => {
      const [witness, successor] = await Promise.all([launch(place), launch(place)]);
      return { place, witness, successor };
    }),
  );
  try {
    return await work(servers.flatMap((server) => stores.map((store) => ({ ...server, ...store }))));
  } finally {
    await Promise.all(stores.flatMap(({ witness, successor }) => [witness.end(), successor.end()]));
    await Promise.all(servers.map(({ server }) => server.close()));
  }
}

/** The calls of an operation whose process lives. */
async function traceOf({ server, witness }: Scene, operation: Operation): Promise<readonly string[]> {
  const client_name = `dry run ${randomUUID()}`;
  const app = { issuer: server.issuer, name: client_name, client_name };
  if (operation !== 'register') succeeded(await witness.perform({ ...app, steps: [['ensureRegistered']] }));
  return succeeded(await witness.perform({ ...app, steps: [OPERATIONS[operation]] })).trace;
}

/** Like `map`, a few at a time; the results keep the order. */
async function mapAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  return results;
}
