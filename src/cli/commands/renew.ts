import { Command } from 'commander';
import type { Renewal } from '../../index.js';
import { clientWords } from '../client-words.js';
import { withRegistration } from '../connection.js';
import { type RegistrationOptions, withOneClient, withOutput } from '../options.js';
import { printResult } from '../output.js';
import type { Surroundings } from '../surroundings.js';
import { members, onOneLine } from '../text.js';
import { keepUnsaved } from '../unsaved.js';

const HOW: Readonly<Record<Renewal['client_secret'], string>> = {
  read: 'renewed by a read',
  update: 'renewed by an update',
  'not-renewed': 'not renewed: this server does so neither on read nor on update',
};

export function renewCommand(around: Surroundings): Command {
  const command = new Command('renew').description(
    'Renew secret and registration access token, by whichever operation this server renews them.',
  );
  return withOutput(withOneClient(command)).action(async (options: RegistrationOptions) => {
    const renewal = await withRegistration(around, options, (open) =>
      keepUnsaved(() => open().renewCredentials()),
    );
    const { information, registration_access_token, client_secret } = renewal;
    const renewed = { registration_access_token, client_secret };
    printResult(around, options, {
      // Not under the members' own names, which would be masked.
      value: {
        renewedBy: Object.entries(renewed).map(([member, by]) => ({ member, by })),
        client: information,
      },
      words: ({ client }) => {
        const how = members({
          'registration access token': HOW[registration_access_token],
          'client secret': HOW[client_secret],
        });
        const isRenewed = Object.values(renewed).some((by) => by !== 'not-renewed');
        const what = isRenewed ? 'Renewed the credentials' : 'Nothing could be renewed';
        return `${onOneLine(`${what} of ${information.client_id}.`)}\n${how}\n\n${clientWords(client)}`;
      },
    });
  });
}
