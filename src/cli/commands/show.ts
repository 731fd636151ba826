import { Command } from 'commander';
import { createDcrAdmin } from '../../admin.js';
import { clientWords } from '../client-words.js';
import { withRegistration } from '../connection.js';
import { EXIT } from '../exit-codes.js';
import { type RegistrationOptions, withOneClient, withOutput } from '../options.js';
import { printResult } from '../output.js';
import type { Surroundings } from '../surroundings.js';
import { members } from '../text.js';
import { keepUnsaved } from '../unsaved.js';

export function showCommand(around: Surroundings): Command {
  const command = new Command('show')
    .description('Show a registration, as the store has it. Makes no request, but with --fresh.')
    .option('--fresh', 'read the client at the server first (RFC 7592 section 2.1)');
  return withOutput(withOneClient(command)).action(
    async (options: RegistrationOptions & { readonly fresh?: boolean }) => {
      const isOffline = options.fresh !== true;
      const value = await withRegistration(
        around,
        { ...options, isOffline },
        async (open, { issuer, store, name = '' }) => {
          const dcr = open();
          if (options.fresh === true) await keepUnsaved(() => dcr.read());
          // Without a registration endpoint, since none is asked.
          const kept = createDcrAdmin({ server: { issuer }, store });
          return { status: await dcr.status(), client: await kept.findByName(name) };
        },
      );
      const { status, client } = value;
      if (client === undefined) around.end(EXIT.absent);
      printResult(around, options, {
        value: client === undefined ? { status } : { status, client },
        words: (shown) => {
          if (client === undefined)
            return `Nothing is registered under the name ${options.name} in this store.`;
          const { client_id: _, issuer: __, suspectedOrphans, retired, ...rest } = status;
          const state = {
            name: options.name,
            issuer: status.issuer,
            ...rest,
            ...(retired.length === 0 ? {} : { retired }),
            ...(suspectedOrphans.length === 0 ? {} : { suspectedOrphans: suspectedOrphans.length }),
          };
          return `${members(state)}\n\n${clientWords(('client' in shown && shown.client) || {})}`;
        },
      });
    },
  );
}
