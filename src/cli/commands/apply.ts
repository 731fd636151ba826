import { Command, InvalidArgumentError } from 'commander';
import type { ApplyReport, ClientPlan } from '../../admin.js';
import { isDcrError } from '../../index.js';
import { askWhether } from '../credentials.js';
import { EXIT } from '../exit-codes.js';
import { UsageError } from '../failures.js';
import { masked, withoutSecrets } from '../mask.js';
import { type OperatorOptions, withClients, withPlan } from '../operator.js';
import { printResult } from '../output.js';
import { destructive, planWords } from '../plan-words.js';
import { progress } from '../progress.js';
import type { Surroundings } from '../surroundings.js';
import { columns, onOneLine, paint } from '../text.js';
import { withRecordKept } from '../unsaved.js';

interface ApplyCommandOptions extends OperatorOptions {
  readonly yes?: boolean;
  readonly concurrency?: number;
}

export function applyCommand(around: Surroundings): Command {
  const command = new Command('apply')
    .description('Make the clients what a file says: create, update, replace, and with --prune delete.')
    .option('--yes', 'do not ask before clients are deleted or replaced')
    .option(
      '--concurrency <number>',
      'how many clients are worked on at once, 1 to 256 (default: 8)',
      wholeNumber,
    );
  return withClients(command).action(async (file: string, options: ApplyCommandOptions) => {
    const report = await withPlan(around, { file, options }, async (plan, admin) => {
      if (!(await isAgreed(around, options, plan))) return notBegun(plan);
      const shown = progress(around, options);
      const report = await admin.apply(plan, {
        signal: around.signal,
        onProgress: shown.onProgress,
        ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
      });
      shown.end();
      return keptRecords(report);
    });
    if (around.signal.aborted) around.end(EXIT.interrupted);
    else if (report.open.length > 0) around.end(EXIT.open);
    printResult(around, options, { value: plain(report, around.secrets), words: reportWords });
  });
}

/** Clients that go do not come back, so somebody must have agreed. */
async function isAgreed(
  around: Surroundings,
  options: ApplyCommandOptions,
  plan: ClientPlan,
): Promise<boolean> {
  const gone = destructive(plan);
  if (options.yes === true || gone.length === 0) return true;
  const { stdin, stderr } = around;
  if (stdin.isTTY !== true || stderr.isTTY !== true)
    throw new UsageError(
      `${gone.length} of ${plan.steps.length} clients would be deleted or replaced (${names(gone)}). Look at them with dcr plan, and give --yes if that is meant. Nothing was sent.`,
    );
  stderr.write(`${planWords(masked(plan) as ClientPlan, paint(stderr, around.env))}\n`);
  return askWhether(
    around,
    `Delete or replace ${gone.length === 1 ? 'this client' : `these ${gone.length} clients`}?`,
  );
}

const names = (steps: ClientPlan['steps']) =>
  `${steps
    .slice(0, 5)
    .map(({ name }) => name)
    .join(', ')}${steps.length > 5 ? ', …' : ''}`;

function notBegun({ steps }: ClientPlan): ApplyReport {
  const open = steps
    .filter(({ action }) => action !== 'unchanged')
    .map(({ name, action }) => ({ name, action, outcome: 'not-done' as const }));
  const unchanged = steps.length - open.length;
  return { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged, open };
}

/** Records that the store did not take are in no report, so they go into files. */
async function keptRecords(report: ApplyReport): Promise<ApplyReport> {
  const open = await Promise.all(
    report.open.map(async (step) => {
      const error = await withRecordKept(step.error);
      return isDcrError(error) ? { ...step, error } : step;
    }),
  );
  return { ...report, open };
}

/** Errors as plain data. */
function plain(report: ApplyReport, secrets: Iterable<string>) {
  const open = report.open.map(({ error, ...step }) => {
    if (error === undefined) return step;
    return {
      ...step,
      error: { ...error, code: error.code, message: withoutSecrets(error.message, secrets) },
    };
  });
  return { ...report, open };
}

function reportWords({ open, ...counts }: ReturnType<typeof plain>): string {
  const sum = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  const rows = open.map((step) => [
    step.outcome,
    step.action,
    onOneLine(step.name),
    'error' in step ? onOneLine(`${step.error.message} (${step.error.code})`) : '',
  ]);
  const lines = rows.length === 0 ? [] : [columns(rows)];
  return [
    ...lines,
    `${[...sum, ...(open.length === 0 ? [] : [`${open.length} left to do`])].join(', ') || 'Nothing to do'}.`,
  ].join('\n');
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 256) return number;
  throw new InvalidArgumentError('It must be a whole number from 1 to 256.');
}
