import { type ClientInformation, createDcrClient, type DcrClient } from '../../../src/index.js';
import type { Clock } from '../../../src/lifecycle/clock.js';
import type { TestServer } from '../../../src/testing/index.js';
import { type App, perform } from './app.js';
import { fetchOf } from './network.js';
import type { ProcessPlan } from './scenario.js';
import { type SharedRecord, storeOf } from './store.js';
import { clockOf, type SentRequest, type SimulatedProcess, type World } from './world.js';

/** What the processes of one simulation have in common. */
export interface Surroundings {
  readonly world: World;
  readonly shared: SharedRecord;
  readonly server: TestServer;
  readonly onSend: (request: SentRequest) => void;
  /** The clock as this process sees it. */
  readonly seen: (clock: Clock, name: string) => Clock;
}

const WISHES = [{ client_name: 'App' }, { client_name: 'App, second edition' }] as const;

/** A process with its own client over the shared record. */
export function startProcess(surroundings: Surroundings, name: string, plan: ProcessPlan): SimulatedProcess {
  const { world } = surroundings;
  const process: SimulatedProcess = {
    name,
    dead: false,
    stalledUntil: 0,
    stalledMs: 0,
    calls: { read: 0, write: 0, request: 0 },
    attempt: undefined,
    disturbances: plan.disturbances,
  };
  world.processes.push(process);
  const clock = surroundings.seen(clockOf(world, process, plan.aheadMs), name);
  const app: App = {
    world,
    process,
    client: clientOf(surroundings, process, { plan, clock }),
    clock,
    requestToken: (registration) => requestToken(surroundings, process, registration),
    holds: undefined,
  };
  const run = async () => {
    for (const operation of plan.script) await perform(app, operation);
  };
  world.timeline.after(plan.startsAt, run, process);
  return process;
}

function clientOf(
  { world, ...others }: Surroundings,
  process: SimulatedProcess,
  { plan, clock }: { readonly plan: ProcessPlan; readonly clock: Clock },
): DcrClient {
  const { server, shared } = others;
  return createDcrClient({
    ...(world.scenario.discovers ? { issuer: server.issuer } : { server: server.metadata() }),
    metadata: {
      ...WISHES[plan.revision],
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    revision: plan.revision,
    store: storeOf(world, process, shared),
    clock,
    random: world.timeline.random,
    fetch: fetchOf(world, process, others),
    onChange: ({ type, client_id, reason }) =>
      world.note(`${process.name} tells ${type} ${client_id ?? ''}: ${reason}`),
  });
}

async function requestToken(
  { world, server, onSend }: Surroundings,
  process: SimulatedProcess,
  { client_id, client_secret }: ClientInformation,
): Promise<boolean> {
  const { status } = await fetchOf(world, process, { server, onSend })(
    String(server.metadata().token_endpoint),
    {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    },
  );
  if (status === 200) return true;
  if (status === 401) return false;
  throw new Error(`the token endpoint answered ${status}`);
}
