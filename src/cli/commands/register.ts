import { Command } from 'commander';
import type { DcrChange } from '../../index.js';
import { clientWords } from '../client-words.js';
import { withRegistration } from '../connection.js';
import { wholeMetadata } from '../metadata.js';
import {
  type AssignmentOptions,
  type RegistrationOptions,
  withAssignments,
  withInitialAccessToken,
  withOneClient,
  withOutput,
} from '../options.js';
import { printResult } from '../output.js';
import type { Surroundings } from '../surroundings.js';
import { onOneLine } from '../text.js';
import { keepUnsaved } from '../unsaved.js';

export function registerCommand(around: Surroundings): Command {
  const command = new Command('register')
    .description(
      'Register a client and keep it in the store. One that is there already is used, or changed to the metadata that is given.',
    )
    .argument('[metadata]', 'JSON file with the metadata; - for standard input');
  const complete = withOutput(withInitialAccessToken(withOneClient(withAssignments(command))));
  return complete.action(
    async (file: string | undefined, options: RegistrationOptions & AssignmentOptions) => {
      const metadata = await wholeMetadata(around, file, options);
      const changes: DcrChange['type'][] = [];
      const value = await withRegistration(around, options, (open) =>
        keepUnsaved(() =>
          open({ metadata, onChange: ({ type }) => changes.push(type) }).ensureRegistered({
            signal: around.signal,
          }),
        ),
      );
      printResult(around, options, {
        value,
        words: (shown, painted) =>
          `${painted('green', onOneLine(headline(changes, value.client_id)))}\n${clientWords(shown)}`,
      });
    },
  );
}

function headline(changes: readonly DcrChange['type'][], client_id: string): string {
  if (changes.includes('replaced')) return `Registered ${client_id}, which replaces another client.`;
  if (changes.includes('registered')) return `Registered ${client_id}.`;
  if (changes.includes('updated')) return `Updated ${client_id}.`;
  if (changes.includes('renewed')) return `Renewed the credentials of ${client_id}.`;
  return `${client_id} is registered already, as it was asked for.`;
}
