import { checkOptionNames } from '../protocol/option-names.js';
import { mapConcurrently } from './concurrently.js';
import { checkDesired, type DesiredClient, type PlannedStep, stepFor, type Wish } from './desired.js';
import type { ClientKeeper, OperatorCall } from './keeper.js';
import { type Pace, patiently } from './rate-gate.js';

/** How the clients that stand become those that are desired. Plain data; makes nothing happen. */
export interface ClientPlan {
  /** One for each client that is desired, in their order; then those to be deleted, in that of their names. */
  readonly steps: readonly PlannedStep[];
}

/** Options of {@link DcrAdmin.plan}. */
export interface PlanOptions extends OperatorCall {
  /** Deletes clients that stand and are not desired. Default false. */
  readonly prune?: boolean;
}

/** A look at one client is a round trip to the store, or to the server. */
const LOOKS_AT_ONCE = 16;

/** Compares without asking the server where a store knows, and changes nothing. */
export async function planClients(
  { keeper, pace }: { readonly keeper: ClientKeeper; readonly pace: Pace },
  desired: readonly DesiredClient[],
  options: PlanOptions = {},
): Promise<ClientPlan> {
  checkOptionNames(options, ['prune', 'signal'], 'plan');
  checkDesired(desired, 'plan');
  const { prune = false, signal } = options;
  const stepOf = async (client: Wish) =>
    stepFor(client, await patiently(pace, signal, () => keeper.standing(client.name, options)));
  const steps = await mapConcurrently(wishes(), LOOKS_AT_ONCE, stepOf);
  return { steps: steps.filter((step) => step !== undefined) };

  async function* wishes(): AsyncIterable<Wish> {
    for (const client of desired) yield { ...client, metadata: keeper.asked(client.name, client.metadata) };
    if (!prune) return;
    const wanted = new Set(desired.map(({ name }) => name));
    const others: string[] = [];
    for await (const name of keeper.names(options)) if (!wanted.has(name)) others.push(name);
    // Stores list them in any order, and what people read twice had better be the same.
    for (const name of others.sort()) yield { name };
  }
}
