import type { Clock } from '../../../src/lifecycle/clock.js';
import type { StoredRegistration } from '../../../src/protocol/record.js';
import type { TestServer, TestServerClient } from '../../../src/testing/index.js';
import { claimStands } from './invariants/claim.js';
import { createSimulatedServer } from './network.js';
import { type Surroundings, startProcess } from './process.js';
import type { Scenario } from './scenario.js';
import { createSharedRecord, type SharedRecord } from './store.js';
import { warmUp } from './warm-up.js';
import { type Call, createWorld, type World } from './world.js';

/** All that happened, for the invariants to judge. */
export interface History extends World {
  /** The calls at the very end, when nothing was disturbed any more. */
  readonly last: readonly Call[];
  readonly record: StoredRegistration | undefined;
  readonly clients: readonly TestServerClient[];
  /** The limit of time or of steps was met. */
  readonly isEndless: boolean;
}

/** Ways to break what the protocol is built on, to see that the invariants notice. */
export interface Sabotage {
  readonly shared?: (shared: SharedRecord) => SharedRecord;
  readonly clock?: (clock: Clock, name: string) => Clock;
}

const MOST_STEPS = 50_000;
const HEALTHY = {
  startsAt: 0,
  script: ['ensureRegistered', 'use'],
  revision: 1,
  aheadMs: 0,
  disturbances: [],
} as const;
const AGAIN = { ...HEALTHY, script: ['ensureRegistered'] } as const;

/** Plays a scenario: first the chaos, then one healthy process, then everybody who is left, again and undisturbed. */
export async function play(scenario: Scenario, sabotage: Sabotage = {}): Promise<History> {
  await warmUp();
  const world = createWorld(scenario);
  const shared = (sabotage.shared ?? ((same) => same))(createSharedRecord());
  const surroundings: Surroundings = {
    world,
    shared,
    server: createSimulatedServer(world),
    onSend: claimStands(world, shared),
    seen: sabotage.clock ?? ((clock) => clock),
  };
  let steps = 0;
  const untilNothingIsLeft = async () => {
    while (steps < MOST_STEPS && (await world.timeline.step())) steps += 1;
  };
  scenario.processes.forEach((plan, index) => {
    startProcess(surroundings, `P${index}`, plan);
  });
  for (const ms of scenario.forgets) world.timeline.after(ms, () => forgetAll(world, surroundings.server));
  await untilNothingIsLeft();
  world.calm = true;
  world.note('calm');
  startProcess(surroundings, 'healthy', HEALTHY);
  await untilNothingIsLeft();
  const before = world.calls.length;
  for (const index of scenario.processes.keys()) startProcess(surroundings, `again ${index}`, AGAIN);
  await untilNothingIsLeft();
  return {
    ...world,
    last: world.calls.slice(before),
    record: shared.read()?.record,
    clients: surroundings.server.clients(),
    isEndless: steps >= MOST_STEPS,
  };
}

function forgetAll(world: World, server: TestServer): void {
  for (const { client_id, deletedAt } of server.clients())
    if (deletedAt === undefined) world.forgotten.add(client_id);
  world.note('the server forgets all clients');
  server.restart();
}
