import { Command } from 'commander';
import { DcrError } from '../../index.js';
import { withRegistration } from '../connection.js';
import { type RegistrationOptions, withOneClient, withOutput } from '../options.js';
import { printResult } from '../output.js';
import type { Surroundings } from '../surroundings.js';
import { onOneLine } from '../text.js';

export function deleteCommand(around: Surroundings): Command {
  const command = new Command('delete').description(
    'Delete a client at the server (RFC 7592 section 2.3), and then what the store has of it.',
  );
  return withOutput(withOneClient(command)).action(async (options: RegistrationOptions) => {
    const client_id = await withRegistration(around, options, async (open) => {
      const dcr = open();
      const { client_id: found } = await dcr.status();
      if (found === undefined)
        throw new DcrError(
          'not-registered',
          `Nothing is registered under the name ${options.name} in this store, so there is nothing to delete.`,
        );
      await dcr.delete();
      return found;
    });
    printResult(around, options, {
      value: { deleted: client_id },
      words: (_, painted) => painted('green', onOneLine(`Deleted ${client_id}.`)),
    });
  });
}
