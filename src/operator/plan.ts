import { checkOptionNames } from '../protocol/option-names.js';
import { checkDesired, type DesiredClient, type PlannedStep, stepFor, type Wish } from './desired.js';
import type { ClientKeeper, OperatorCall } from './keeper.js';

/** How the clients that stand become those that are desired. Plain data; makes nothing happen. */
export interface ClientPlan {
  /** One for each client that is desired, in their order; then those to be deleted. */
  readonly steps: readonly PlannedStep[];
}

/** Options of {@link DcrAdmin.plan}. */
export interface PlanOptions extends OperatorCall {
  /** Deletes clients that stand and are not desired. Default false. */
  readonly prune?: boolean;
}

/** Compares without asking the server where a store knows, and changes nothing. */
export async function planClients(
  keeper: ClientKeeper,
  desired: readonly DesiredClient[],
  options: PlanOptions = {},
): Promise<ClientPlan> {
  checkOptionNames(options, ['prune', 'signal'], 'plan');
  checkDesired(desired, 'plan');
  const steps: PlannedStep[] = [];
  const add = async (client: Wish) => {
    options.signal?.throwIfAborted();
    const step = stepFor(client, await keeper.standing(client.name, options));
    if (step !== undefined) steps.push(step);
  };
  for (const client of desired) await add(client);
  if (options.prune === true) {
    const wanted = new Set(desired.map(({ name }) => name));
    for await (const name of keeper.names(options)) if (!wanted.has(name)) await add({ name });
  }
  return { steps };
}
