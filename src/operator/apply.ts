import { awaitHint } from '../protocol/await-hint.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import { safeCause } from '../protocol/redact.js';
import { tell } from '../protocol/tell.js';
import { mapConcurrently } from './concurrently.js';
import type { PlannedStep } from './desired.js';
import type { ClientKeeper } from './keeper.js';
import type { ClientPlan } from './plan.js';
import { type Pace, patiently } from './rate-gate.js';

/** What became of one step. */
export interface StepOutcome {
  /** The name of the client. */
  readonly name: string;
  /** What was to be done. */
  readonly action: PlannedStep['action'];
  /** `not-done`: not begun, because of an abort. */
  readonly outcome: 'done' | 'failed' | 'not-done';
  /** The client that the step ended with. */
  readonly client_id?: string;
  /** Why it failed. */
  readonly error?: DcrError;
}

/** How far a run has come. */
export interface ApplyProgress {
  /** How many steps have ended, in whatever way. */
  readonly finished: number;
  /** How many steps the plan has. */
  readonly total: number;
  /** What has just finished. */
  readonly step: StepOutcome;
}

/** Options of {@link DcrAdmin.apply}. */
export interface ApplyOptions {
  /** How many clients are worked on at once. Default 8, at most 256. */
  readonly concurrency?: number;
  /** Told after each step. What it throws is ignored. */
  readonly onProgress?: (progress: ApplyProgress) => void;
  /** Begins nothing new; what has left is finished and saved. The report then says what was not done. */
  readonly signal?: AbortSignal;
}

/** What was done and what was not. Holds no secret. */
export interface ApplyReport {
  /** How many clients were registered. */
  readonly created: number;
  /** How many were changed. */
  readonly updated: number;
  /** How many got another client in their place. */
  readonly replaced: number;
  /** How many were deleted. */
  readonly deleted: number;
  /** How many were as desired already. */
  readonly unchanged: number;
  /** The steps that failed, or were not begun. Empty: everything is as desired. */
  readonly open: readonly StepOutcome[];
}

/** Works through a plan, many clients at once. Never rejects for a client's failure: the report says it. */
export async function applyPlan(
  { keeper, pace }: { readonly keeper: ClientKeeper; readonly pace: Pace },
  plan: ClientPlan,
  options: ApplyOptions = {},
): Promise<ApplyReport> {
  checkOptionNames(options, ['concurrency', 'onProgress', 'signal'], 'apply');
  const { concurrency = 8, onProgress, signal } = options;
  checkPlan(plan);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 256)
    throw new DcrError('invalid-option', 'apply: concurrency must be a whole number from 1 to 256.');
  const counts = { create: 0, update: 0, replace: 0, delete: 0, unchanged: 0, blocked: 0 };
  const open: StepOutcome[] = [];
  let finished = 0;

  const finish = (step: StepOutcome) => {
    finished += 1;
    if (step.outcome === 'done') counts[step.action] += 1;
    else open.push(step);
    tell(onProgress, { finished, total: plan.steps.length, step });
  };
  await mapConcurrently(plan.steps, concurrency, async (step) => {
    const { name, action } = step;
    if (signal?.aborted) finish({ name, action, outcome: 'not-done' });
    else
      finish(await patiently(pace, signal, () => take(keeper, step)).then(done(step), failed(step, signal)));
  });
  const { create: created, update: updated, replace: replaced, delete: deleted, unchanged } = counts;
  return { created, updated, replaced, deleted, unchanged, open };
}

const done =
  ({ name, action }: PlannedStep) =>
  (client_id: string | undefined): StepOutcome => ({
    name,
    action,
    outcome: 'done',
    ...(client_id === undefined ? {} : { client_id }),
  });

const failed =
  ({ name, action }: PlannedStep, signal: AbortSignal | undefined) =>
  (error: unknown): StepOutcome =>
    signal?.aborted && error === signal.reason
      ? { name, action, outcome: 'not-done' }
      : { name, action, outcome: 'failed', error: asFailure(error) };

/** What has begun is finished even after an abort, so it is not given the signal. */
async function take(keeper: ClientKeeper, step: PlannedStep): Promise<string | undefined> {
  const { name, action, metadata = {}, client_id, revision } = step;
  if (action === 'unchanged') return client_id;
  if (action === 'blocked') throw blocked(step);
  if (action === 'delete') {
    await keeper.remove(name, client_id, {});
    return client_id;
  }
  const client = { name, metadata, ...(revision === undefined ? {} : { revision }) };
  return (await keeper.bring(client, {})).client_id;
}

function blocked({ name, reason }: PlannedStep): DcrError {
  return new DcrError(
    'newer-revision',
    `The client ${JSON.stringify(name)} was left as it is: ${reason}. If yours is the newer wish, give it a higher revision, and plan again.`,
  );
}

function asFailure(error: unknown): DcrError {
  if (isDcrError(error)) return error;
  return new DcrError(
    'unexpected',
    'The step failed for a reason that is none of this package. The cause says which; the client is as it was, or is cleared up by the next run.',
    { cause: safeCause(error, []) },
  );
}

function checkPlan(plan: ClientPlan): void {
  if (typeof plan === 'object' && plan !== null && Array.isArray(plan.steps)) return;
  throw new DcrError('invalid-option', `apply: give what plan() returned.${awaitHint(plan)}`);
}
