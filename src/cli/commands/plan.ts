import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { type OperatorOptions, withClients, withPlan } from '../operator.js';
import { printResult } from '../output.js';
import { changing, planWords } from '../plan-words.js';
import type { Surroundings } from '../surroundings.js';

export function planCommand(around: Surroundings): Command {
  const command = new Command('plan')
    .description('Show what apply would do about a list of clients. Changes nothing.')
    .option('--check', 'exit with 3 if something would change');
  return withClients(command).action(
    async (file: string, options: OperatorOptions & { readonly check?: boolean }) => {
      const plan = await withPlan(around, { file, options }, async (made) => made);
      if (options.check === true && changing(plan).length > 0) around.end(EXIT.changes);
      printResult(around, options, { value: plan, words: planWords });
    },
  );
}
